// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.StringValue;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettings;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.widget.choices.filter.ColumnFilter;
import org.knime.node.parameters.widget.choices.util.ColumnSelectionUtil;
import org.knime.standin.ui.parameters.ParametersSettings;

class ColumnFilterTest {

    private static final DataTableSpec SPEC = new DataTableSpec(column("px00", IntCell.TYPE),
        column("px01", DoubleCell.TYPE), column("digit", StringCell.TYPE));

    private static DataColumnSpec column(final String name, final DataType type) {
        return new DataColumnSpecCreator(name, type).createSpec();
    }

    static final class Holder implements NodeParameters {
        ColumnFilter m_columns = new ColumnFilter();
    }

    private static ColumnFilter filter(final String mode, final String pattern, final boolean inverted,
        final String... types) throws InvalidSettingsException {
        final var settings = new NodeSettings("model");
        ParametersSettings.save(new Holder(), settings);
        final var columns = settings.getNodeSettings("columns");
        columns.addString("mode", mode);
        columns.getNodeSettings("patternFilter").addString("pattern", pattern);
        columns.getNodeSettings("patternFilter").addBoolean("isInverted", inverted);
        columns.getNodeSettings("typeFilter").addStringArray("selectedTypes", types);
        return ParametersSettings.load(Holder.class, settings).m_columns;
    }

    @Test
    void aNewFilterSelectsNothing() {
        assertArrayEquals(new String[0], new ColumnFilter().filterFromFullSpec(SPEC));
    }

    @Test
    void unknownColumnsAreTakenWhereTheyAreIncluded() {
        assertArrayEquals(new String[]{"px00", "px01", "digit"},
            new ColumnFilter().withIncludeUnknownColumns().filterFromFullSpec(SPEC));
        assertArrayEquals(new String[0], new ColumnFilter().withIncludeUnknownColumns().withExcludeUnknownColumns()
            .filterFromFullSpec(SPEC));
    }

    @Test
    void theFullSpecKnowsNoTypes() {
        final var filter = new ColumnFilter().withIncludeUnknownColumns();
        assertArrayEquals(new String[]{"px00", "px01"}, filter.filter(ColumnSelectionUtil.getDoubleColumns(SPEC)));
    }

    @Test
    void namesThatAreNullChooseNothing() throws InvalidSettingsException {
        final var settings = new NodeSettings("model");
        ParametersSettings.save(new Holder(), settings);
        final var manual = settings.getNodeSettings("columns").getNodeSettings("manualFilter");
        for (final var names : new String[][]{{null, "digit", null}, null}) {
            final var chosen = names == null ? new String[0] : new String[]{"digit"};
            manual.addStringArray("manuallySelected", names);
            manual.addStringArray("manuallyDeselected", names);
            manual.addBoolean("includeUnknownColumns", false);
            final var some = ParametersSettings.load(Holder.class, settings).m_columns;
            assertArrayEquals(chosen, some.filterFromFullSpec(SPEC));
            assertArrayEquals(chosen, some.getMissingSelected(List.of()));
            manual.addBoolean("includeUnknownColumns", true);
            assertEquals(3 - chosen.length,
                ParametersSettings.load(Holder.class, settings).m_columns.filterFromFullSpec(SPEC).length);
        }
    }

    @Test
    void columnsChosenByHandKeepTheOrderOfTheTable() {
        final var filter = new ColumnFilter(new String[]{"digit", "gone", "px00"});
        assertArrayEquals(new String[]{"px00", "digit"}, filter.filterFromFullSpec(SPEC));
        assertArrayEquals(new String[]{"gone"}, filter.getMissingSelectedFromFullSpec(SPEC));
        assertArrayEquals(new String[0], filter.withIncludeUnknownColumns().getMissingSelectedFromFullSpec(SPEC));
    }

    @Test
    void columnsAreChosenByPattern() throws Exception {
        assertArrayEquals(new String[]{"px00", "px01"}, filter("WILDCARD", "PX*", false).filterFromFullSpec(SPEC));
        assertArrayEquals(new String[]{"px00"}, filter("WILDCARD", "px?0", false).filterFromFullSpec(SPEC));
        assertArrayEquals(new String[]{"digit"}, filter("REGEX", "px\\d+", true).filterFromFullSpec(SPEC));
        assertArrayEquals(new String[0], filter("REGEX", "px", false).filterFromFullSpec(SPEC));
    }

    @Test
    void columnsAreChosenByType() throws Exception {
        final var filter = filter("TYPE", "", false, StringValue.class.getName());
        assertArrayEquals(new String[]{"digit"}, filter.filterFromFullSpec(SPEC));
        assertTrue(filter.getFilterPredicate().test(SPEC.getColumnSpec("digit")));
        assertFalse(filter.getFilterPredicate().test(SPEC.getColumnSpec("px00")));
        assertArrayEquals(new String[]{"px01"},
            filter("TYPE", "", false, DoubleValue.class.getName()).filterFromFullSpec(SPEC));
    }

    @Test
    void aFilterFromColumnsSelectsThem() {
        final var filter = new ColumnFilter(List.of(SPEC.getColumnSpec(1)));
        assertEquals(List.of("px01"), List.of(filter.filterFromFullSpec(SPEC)));
    }
}
