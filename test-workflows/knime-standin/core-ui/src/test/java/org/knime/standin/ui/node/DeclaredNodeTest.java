// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.core.node.NodeRunner;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.core.webui.page.Page;
import org.knime.core.webui.page.Resource;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.widget.choices.TypedStringChoice;
import org.knime.node.parameters.widget.choices.util.AllColumnsProvider;
import org.knime.node.parameters.widget.choices.util.ColumnSelectionUtil;
import org.knime.standin.ui.parameters.ParametersInput;

class DeclaredNodeTest {

    private static final DataTableSpec SPEC =
        new DataTableSpec(new DataColumnSpecCreator("a", IntCell.TYPE).createSpec(),
            new DataColumnSpecCreator("b", StringCell.TYPE).createSpec());

    static final class RowsParameters implements NodeParameters {

        @Widget(title = "Rows", description = "How many rows are made.")
        int m_rows = 2;

        @Widget(title = "Column", description = "A string column.")
        Optional<String> m_column = Optional.empty();

        RowsParameters() {
        }

        RowsParameters(final NodeParametersInput input) {
            m_column = ColumnSelectionUtil.getStringColumns(input, 0).stream().findFirst()
                .map(column -> column.getName());
        }

        @Override
        public void validate() throws InvalidSettingsException {
            if (m_rows < 0) {
                throw new InvalidSettingsException("Rows: must not be negative.");
            }
        }
    }

    public static final class RowsFactory extends DefaultNodeFactory {
        public RowsFactory() {
            super(DefaultNode.create().name("Rows").icon("rows.png").shortDescription("Makes rows.")
                .fullDescription("Makes as many rows as it is told.").sinceVersion(5, 8, 0)
                .ports(ports -> ports.addInputTable("In", "Looked at.").addOutputTable("Rows made", "New."))
                .model(model -> model.parametersClass(RowsParameters.class).configure((input, output) -> {
                    if (input.getInTableSpec(0) == null) {
                        output.setWarningMessage("Nothing connected.");
                    }
                    output.setOutSpec(0, SPEC);
                }).execute((input, output) -> {
                    final RowsParameters parameters = input.getParameters();
                    if (parameters.m_rows > 5) {
                        throw new KNIMEException("Too many rows.");
                    }
                    final var container = input.getExecutionContext().createDataContainer(SPEC);
                    for (var i = 0; i < parameters.m_rows; i++) {
                        container.addRowToTable(new DefaultRow("Row" + i, new IntCell(i),
                            new StringCell(parameters.m_column.orElse("none"))));
                    }
                    container.close();
                    output.setOutData(0, container.getTable());
                    output.setInternalData(container.getTable());
                    output.setWarningMessage("Made " + parameters.m_rows + ".");
                }))
                .addView(view -> view.withoutParameters().description("Shows the number of rows.")
                    .page(page -> page.fromFile().bundleClass(DeclaredNodeTest.class).basePath("src/test")
                        .relativeFilePath("data/page.js").addResourceDirectory("data"))
                    .initialData(
                        data -> data.data(input -> Map.of("rows", input.getInternalTables()[0].size()))))
                .nodeType(NodeType.Source).keywords("row", "make"));
        }
    }

    private static NodeSettings settings(final int rows, final String column) {
        final var settings = new NodeSettings("model");
        settings.addInt("rows", rows);
        settings.addString("column", column);
        settings.addBoolean("column_is_present", column != null);
        return settings;
    }

    private static BufferedDataTable executed(final NodeRunner runner, final DataTableSpec spec) throws Exception {
        runner.configure(spec);
        return (BufferedDataTable)runner.execute((BufferedDataTable)null)[0];
    }

    @Test
    void aNodeThatWasNeverConfiguredTakesDefaultsFromItsInput() throws Exception {
        final var table = executed(new NodeRunner(new RowsFactory()), SPEC);
        assertEquals(2, table.size());
        try (var rows = table.iterator()) {
            assertEquals("b", rows.next().getCell(1).toString());
        }
    }

    @Test
    void loadedParametersAreKept() throws Exception {
        final var runner = new NodeRunner(new RowsFactory()).load(settings(3, "x"));
        assertEquals(3, executed(runner, SPEC).size());
        final var saved = new NodeSettings("model");
        runner.node().saveModelSettingsTo(saved);
        assertEquals(3, saved.getInt("rows"));
        assertEquals("x", saved.getString("column"));
    }

    @Test
    void validateIsAsked() {
        final var invalid = assertThrows(InvalidSettingsException.class,
            () -> new NodeRunner(new RowsFactory()).load(settings(-1, null)));
        assertEquals("Rows: must not be negative.", invalid.getMessage());
    }

    @Test
    void warningsAndErrorsComeThrough() throws Exception {
        final var runner = new NodeRunner(new RowsFactory());
        runner.configure((DataTableSpec)null);
        assertEquals("Nothing connected.", runner.warning());
        executed(runner, SPEC);
        assertEquals("Made 2.", runner.warning());
        final var tooMany = new NodeRunner(new RowsFactory()).load(settings(6, null));
        assertEquals("Too many rows.",
            assertThrows(KNIMEException.class, () -> executed(tooMany, SPEC)).getMessage());
    }

    @Test
    void theViewGetsTheInternalData() throws Exception {
        final var runner = new NodeRunner(new RowsFactory());
        executed(runner, SPEC);
        final var model = (DeclaredNodeModel)runner.node().getNodeModel();
        assertEquals(Optional.of("{\"result\":{\"rows\":2}}"), model.initialViewData());
        runner.node().reset();
        assertNull(model.getInternalPortObjects());
        final Page page = model.definition().view().orElseThrow().page();
        assertEquals(Resource.ContentType.SHADOW_APP, page.getContentType());
        try (var in = page.getInputStream()) {
            assertTrue(new String(in.readAllBytes()).contains("export default"));
        }
        try (var in = page.getResource("data/part.js").orElseThrow().getInputStream()) {
            assertTrue(in.readAllBytes().length > 0);
        }
        assertTrue(page.getResource("data/other.js").isEmpty());
    }

    @Test
    void theDescriptionIsMadeFromTheDeclaration() {
        final var factory = new RowsFactory();
        factory.init();
        assertEquals("Rows", factory.getNodeName());
        assertEquals("In", factory.getInportName(0));
        assertEquals("New.", factory.getOutportDescription(0));
        assertArrayEquals(new String[]{"row", "make"}, factory.getKeywords());
        assertEquals(NodeType.Source, factory.getType());
        final var xml = factory.getXMLDescription();
        assertEquals("Rows", xml.getElementsByTagName("option").item(0).getAttributes().getNamedItem("name")
            .getNodeValue());
        assertEquals(1, xml.getElementsByTagName("interactiveView").getLength());
    }

    public static final class SameNames extends DefaultNodeFactory {
        public SameNames() {
            super(DefaultNode.create().name("Same").icon("same.png").shortDescription("s").fullDescription("f")
                .sinceVersion(5, 8, 0).ports(ports -> ports.addInputTable("T", "in").addOutputTable("T", "out"))
                .model(model -> model.withoutParameters().configure((input, output) -> {
                }).execute((input, output) -> {
                })));
        }
    }

    @Test
    void twoPortsOfTheSameNameAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new NodeRunner(new SameNames()));
    }

    @Test
    void choicesComeFromTheInput() {
        final var input = new ParametersInput(new PortType[]{BufferedDataTable.TYPE}, new PortObjectSpec[]{SPEC},
            new PortType[0]);
        assertEquals(List.of("a", "b"),
            new AllColumnsProvider().computeState(input).stream().map(TypedStringChoice::id).toList());
    }
}
