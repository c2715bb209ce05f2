// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.node.parameters.widget.choices.util.FilteredInputTableColumnsProvider;

/** Which columns the dialogs offer, and of which input. */
class ColumnChoicesTest {

    private static final DataTableSpec TABLE = new DataTableSpec(DialogInput.table(DoubleCell.TYPE, "amount", "age"),
        DialogInput.table(StringCell.TYPE, "species"));

    private static List<String> names(final FilteredInputTableColumnsProvider choices) {
        final boolean besideNetwork = choices.getInputTableIndex() == 1;
        return choices.columnChoices(besideNetwork
            ? DialogInput.of(DialogInput.network(Optional.empty(), Optional.empty()), TABLE) : DialogInput.of(TABLE))
            .stream().map(DataColumnSpec::getName).toList();
    }

    @Test
    void classesAreNominalAndTargetsAreNumbersToo() {
        assertEquals(List.of("species"), names(new ColumnChoices.Classes()));
        assertEquals(List.of("species"), names(new ColumnChoices.ClassesBesideNetwork()));
        assertEquals(List.of("amount", "age", "species"), names(new ColumnChoices.TargetsBesideNetwork()));
        assertEquals(List.of("amount", "age", "species"), names(new ColumnChoices.Inputs()));
    }

    @Test
    void theTableBesideANetworkIsTheSecondInput() {
        assertEquals(List.of(0, 0, 1, 1), List.of(new ColumnChoices.Inputs().getInputTableIndex(),
            new ColumnChoices.Classes().getInputTableIndex(), new ColumnChoices.ClassesBesideNetwork()
                .getInputTableIndex(), new ColumnChoices.TargetsBesideNetwork().getInputTableIndex()));
    }
}
