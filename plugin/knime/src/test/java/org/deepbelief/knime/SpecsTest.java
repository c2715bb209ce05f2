// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.generate.GenerateNodeFactory;
import org.deepbelief.knime.inspect.InspectNodeFactory;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.SavedNetwork;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.collection.CollectionCellFactory;
import org.knime.core.data.collection.ListCell;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.data.vector.bitvector.DenseBitVector;
import org.knime.core.data.vector.bitvector.DenseBitVectorCell;
import org.knime.core.data.vector.bitvector.DenseBitVectorCellFactory;
import org.knime.core.data.vector.bytevector.DenseByteVector;
import org.knime.core.data.vector.bytevector.DenseByteVectorCell;
import org.knime.core.data.vector.bytevector.DenseByteVectorCellFactory;
import org.knime.core.data.vector.doublevector.DoubleVectorCellFactory;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;

/**
 * What the nodes behind a network announce before anything runs: the columns that they give in the end, whether the
 * network comes from the node that trained it or from a file, as of a Model Writer or of a saved workflow.
 */
class SpecsTest {

    private static final String CLASS = "class ✓ / <of> & \"all\"";

    private static final Map<String, Object> TINY = Map.of("epochs", 1, "layers/0/units", 3, "layers/1/units", 2,
        "classColumn", CLASS, "classColumn_is_present", true);

    /** A kind of input: a column's name, its type, and what it holds in row i. */
    private record Kind(String name, DataType type, IntFunction<DataCell> cell) {
    }

    private record Apply(NodeFactory<?> factory, Map<String, Object> settings, boolean readsRows) {

        NodeRunner configure(final PortObjectSpec network, final DataTableSpec table) throws Exception {
            return readsRows ? NodeRunner.configure(factory, settings, network, table)
                : NodeRunner.configure(factory, settings, network);
        }

        NodeRunner run(final PortObject network, final BufferedDataTable table) throws Exception {
            return readsRows ? NodeRunner.run(factory, settings, network, table)
                : NodeRunner.run(factory, settings, network);
        }
    }

    private static List<Kind> kinds() {
        return List.of(new Kind("number, \"a\" / <b> & 'c'", DoubleCell.TYPE, DoubleCell::new),
            new Kind("two\nlines \uD83D\uDE00", StringCell.TYPE, i -> new StringCell(i % 2 == 0 ? "<&>" : "\u2028/\\")),
            new Kind("bits\tbehind a tab", DenseBitVectorCell.TYPE, i -> {
                final DenseBitVector bits = new DenseBitVector(4);
                bits.set(i % 4);
                return new DenseBitVectorCellFactory(bits).createDataCell();
            }), new Kind("bytes = %s ${x}", DenseByteVectorCell.TYPE, i -> {
                final DenseByteVector bytes = new DenseByteVector(3);
                bytes.set(i % 3, 10 * i);
                return new DenseByteVectorCellFactory(bytes).createDataCell();
            }),
            new Kind("Vektor äöü 向量", DoubleVectorCellFactory.TYPE,
                i -> DoubleVectorCellFactory.createCell(new double[]{i, -i})),
            new Kind("list]]>", ListCell.getCollectionType(DoubleCell.TYPE),
                i -> CollectionCellFactory.createListCell(List.of(new DoubleCell(1), new DoubleCell(i)))));
    }

    static Stream<Arguments> inputs() {
        return Stream.concat(kinds().stream().map(kind -> Arguments.of(kind.type().toString(), List.of(kind))),
            Stream.of(Arguments.of("all kinds", kinds())));
    }

    private static BufferedDataTable table(final List<Kind> kinds, final int rows) {
        final List<DataColumnSpec> columns = new ArrayList<>();
        kinds.forEach(kind -> columns.add(Tables.column(kind.name(), kind.type())));
        columns.add(Tables.column(CLASS, StringCell.TYPE));
        final List<DataCell[]> cells = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            final int i = row;
            cells.add(Stream.concat(kinds.stream().map(kind -> kind.cell().apply(i)),
                Stream.of(new StringCell(i % 3 == 0 ? "a \uD83D\uDE00" : "<b>\n&"))).toArray(DataCell[]::new));
        }
        return Tables.of(columns, cells);
    }

    private static List<Apply> nodes(final boolean target) {
        final List<Apply> nodes = new ArrayList<>(List.of(
            new Apply(new ExtractFeaturesNodeFactory(), Map.of("layers", "ALL"), true),
            new Apply(new ExtractFeaturesNodeFactory(), Map.of("format", "VECTOR", "removeInputColumns", true), true),
            new Apply(new ReconstructNodeFactory(), Map.of("missingValues", "FILL"), true),
            new Apply(new PredictNodeFactory(), Map.of("source", "LABEL_UNITS"), true),
            new Apply(new GenerateNodeFactory(), Map.of("rows", 2, "gibbsSteps", 1), false),
            new Apply(new GenerateNodeFactory(), Map.of("rows", 1, "gibbsSteps", 1, "mode", "PER_CLASS"), false),
            new Apply(new InspectNodeFactory(), Map.of(), false)));
        if (target) {
            nodes.add(new Apply(new PredictNodeFactory(), Map.of(), true));
        }
        return nodes;
    }

    private static void assertSame(final PortObjectSpec expected, final PortObjectSpec actual, final String what) {
        assertTrue(((DataTableSpec)expected).equalStructure((DataTableSpec)actual),
            () -> what + ": " + expected + " is not " + actual);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void areThoseOfTheTablesThatFollow(final String name, final List<Kind> kinds) throws Exception {
        final BufferedDataTable table = table(kinds, 12);
        final Map<String, Object> settings = new HashMap<>(TINY);
        settings.put("columns/manualFilter/manuallySelected", kinds.stream().map(Kind::name).toArray(String[]::new));
        settings.put("columns/manualFilter/manuallyDeselected", new String[]{CLASS});
        final PortObject pretrained =
            NodeRunner.run(new LayerwisePretrainNodeFactory(), settings, table).output(0);
        final PortObject fineTuned = NodeRunner.run(new FineTuneNodeFactory(),
            Map.of("epochs", 1, "targetColumn", CLASS, "task", "AUTOMATIC"), pretrained, table).output(0);
        for (final PortObject network : List.of(pretrained, fineTuned)) {
            final PortObject again = SavedNetwork.readAgain(network);
            assertEquals(network.getSpec(), again.getSpec(), name);
            for (final Apply node : nodes(network == fineTuned)) {
                final String what = name + ", " + node.factory().getClass().getSimpleName() + node.settings();
                final PortObjectSpec announced =
                    node.configure(network.getSpec(), table.getDataTableSpec()).announced(0);
                assertSame(announced, node.configure(again.getSpec(), table.getDataTableSpec()).announced(0), what);
                for (final int rows : node.readsRows() ? new int[]{12, 1, 0} : new int[]{12}) {
                    assertSame(announced, node.run(again, table(kinds, rows)).output(0).getSpec(),
                        what + " of " + rows + " rows");
                }
            }
        }
    }

    @Test
    void areThoseOfTenThousandColumns() throws Exception {
        final BufferedDataTable wide = Tables.wide(10_000);
        final PortObject network = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("epochs", 1, "layers/0/units", 3, "layers/1/units", 2), wide).output(0);
        final PortObject again = SavedNetwork.readAgain(network);
        assertEquals(network.getSpec(), again.getSpec());
        assertEquals(10_000, ((DbnPortObjectSpec)again.getSpec()).inputs().size());
        final NodeRunner reconstructed = NodeRunner.run(new ReconstructNodeFactory(), Map.of(), again, wide);
        assertSame(reconstructed.announced(0), reconstructed.output(0).getSpec(), "10,000 columns");
        assertEquals(20_002, ((DataTableSpec)reconstructed.announced(0)).getNumColumns());
    }

    /** The table has a column already of the name that a node would give its own. */
    @Test
    void haveNamesOfTheirOwn() throws Exception {
        final List<DataColumnSpec> columns = new ArrayList<>(Tables.smallColumns());
        columns.addAll(List.of(Tables.column("P (class=yes)", DoubleCell.TYPE),
            Tables.column("Prediction (class)", StringCell.TYPE),
            Tables.column("Prediction (class) (#1)", StringCell.TYPE)));
        final List<DataCell[]> cells = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            cells.add(new DataCell[]{new DoubleCell(i % 7 / 7.0), new DoubleCell(i % 5 / 5.0),
                new StringCell(i % 2 == 0 ? "yes" : "no"), new DoubleCell(i), new StringCell("x"),
                new StringCell("y")});
        }
        final BufferedDataTable table = Tables.of(columns, cells);
        final PortObject network = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("epochs", 1, "layers/0/units", 3, "layers/1/units", 2, "classColumn", "class",
                "classColumn_is_present", true, "columns/manualFilter/manuallySelected", new String[]{"a", "b"}),
            table).output(0);
        final NodeRunner predicted =
            NodeRunner.run(new PredictNodeFactory(), Map.of(), SavedNetwork.readAgain(network), table);
        assertSame(predicted.announced(0), predicted.output(0).getSpec(), "names");
        final List<String> names = List.of(((DataTableSpec)predicted.announced(0)).getColumnNames());
        assertEquals(List.of("Prediction (class) (#2)", "P (class=yes) (#1)", "P (class=no)"), names.subList(6, 9));
    }
}
