// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.deepbelief.engine.infer.LogLikelihood;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.IntValue;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.port.PortObject;

/**
 * The training nodes as they are dropped, their dialogs never opened, on tables of many shapes: what each minimises is
 * lower in its last epoch than in its first, in every layer, and there is nothing to warn of.
 */
class DefaultSettingsTest {

    /** A squared error that is as good as none, and may rise. */
    private static final double NOTHING = 1e-5;

    static Stream<Arguments> tables() throws IOException {
        return Stream.of(Arguments.of("numbers and nominal columns", Tables.penguins(0, 1, 2, 3, 4, 5, 6)),
            Arguments.of("nominal columns alone", Tables.penguins(1, 6, 0)),
            Arguments.of("four columns of measurements", Tables.penguins(2, 3, 4, 5)),
            Arguments.of("four columns of measurements and a class", Tables.penguins(2, 3, 4, 5, 0)),
            Arguments.of("100 digits", Tables.digits(100)),
            Arguments.of("two columns without a pattern, and a class", Tables.small(100)),
            Arguments.of("eight columns of three factors", factors(300, 8)),
            Arguments.of("300 columns of three factors", factors(150, 300)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void teachEachNode(final String name, final BufferedDataTable table) throws Exception {
        final NodeRunner pretrain = NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of(), table);
        final int layers = ((DbnPortObjectSpec)pretrain.output(0).getSpec()).levels().size();
        fallsInEachLayer(name, "Reconstruction error", pretrain, layers);
        final NodeRunner wakeSleep =
            NodeRunner.run(new WakeSleepTuneNodeFactory(), Map.of(), pretrain.output(0), table);
        if (layers > 1) {
            fallsInEachLayer(name, "Reconstruction error", wakeSleep, 1);
        } else {
            // One layer is a restricted Boltzmann machine, of which wake-sleep follows the likelihood.
            final double was = logLikelihood(pretrain.output(0), table);
            final double is = logLikelihood(wakeSleep.output(0), table);
            System.out.println(name + ": log-likelihood of a row " + was + " -> " + is);
            assertTrue(is > was, name + ": the log-likelihood was " + was + " and is " + is);
            saysNothing(name, wakeSleep);
        }
        final NodeRunner fineTune =
            NodeRunner.run(new FineTuneNodeFactory(), Map.of(), wakeSleep.output(0), table);
        fallsInEachLayer(name, "Loss", fineTune, 1);
    }

    private static void fallsInEachLayer(final String name, final String measure, final NodeRunner node,
        final int layers) {
        final BufferedDataTable log = (BufferedDataTable)node.output(1);
        final DataTableSpec spec = log.getDataTableSpec();
        final List<Double> first = new ArrayList<>();
        final List<Double> last = new ArrayList<>();
        int layer = -1;
        for (final DataRow row : log) {
            final int current = ((IntValue)row.getCell(spec.findColumnIndex("First layer"))).getIntValue();
            final double value = ((DoubleValue)row.getCell(spec.findColumnIndex(measure))).getDoubleValue();
            if (current != layer) {
                first.add(value);
                last.add(value);
                layer = current;
            }
            last.set(last.size() - 1, value);
        }
        System.out.println(name + ": " + measure + " " + first + " -> " + last);
        assertEquals(layers, first.size());
        for (int i = 0; i < layers; i++) {
            assertTrue(last.get(i) < Math.max(first.get(i), NOTHING), name + ": the " + measure.toLowerCase()
                + " of layer " + (i + 1) + " of " + layers + " was " + first.get(i)
                + " in the first epoch and is " + last.get(i));
        }
        saysNothing(name, node);
    }

    /** In nats, of a single restricted Boltzmann machine, by annealed importance sampling. */
    private static double logLikelihood(final PortObject network, final BufferedDataTable table) throws Exception {
        final BufferedDataTable rows =
            (BufferedDataTable)NodeRunner.run(new ReconstructNodeFactory(), Map.of(), network, table).output(0);
        final int column = rows.getDataTableSpec().findColumnIndex("Free energy");
        double freeEnergy = 0;
        for (final DataRow row : rows) {
            freeEnergy += ((DoubleValue)row.getCell(column)).getDoubleValue() / rows.size();
        }
        return -freeEnergy - LogLikelihood.estimate(((DbnPortObject)network).network(),
            new LogLikelihood.Settings(100, 1000, 1, 2)).logPartitionFunction();
    }

    private static void saysNothing(final String name, final NodeRunner node) {
        assertEquals(List.of(), node.warnings().stream()
            .filter(warning -> !warning.startsWith("No target column is chosen"))
            .toList(), name);
    }

    /** Numbers that are sums of three hidden ones, and noise. */
    private static BufferedDataTable factors(final int rows, final int columns) {
        final Random random = new Random(3);
        final double[][] loadings = new double[columns][3];
        for (final double[] loading : loadings) {
            Arrays.setAll(loading, i -> random.nextGaussian());
        }
        final List<DataCell[]> cells = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            final double[] factors = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            cells.add(Stream.of(loadings).map(loading -> new DoubleCell(loading[0] * factors[0]
                + loading[1] * factors[1] + loading[2] * factors[2] + 0.3 * random.nextGaussian()))
                .toArray(DataCell[]::new));
        }
        return Tables.of(IntStream.range(0, columns).mapToObj(c -> Tables.column("x" + c, DoubleCell.TYPE)).toList(),
            cells);
    }
}
