// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.widget.choices.filter.ColumnFilter;
import org.knime.node.parameters.widget.number.NumberInputWidget;
import org.knime.standin.ui.parameters.DialogDescription.Choice;
import org.knime.standin.ui.parameters.DialogDescription.Setting;

class DialogDescriptionTest {

    private static Setting setting(final String path) {
        return DialogDescription.of(ProtoParameters.class).stream().filter(setting -> setting.path().equals(path))
            .findFirst().orElseThrow();
    }

    @Test
    void listsTheSettingsWithAWidget() {
        assertEquals(
            List.of("columns", "classColumn", "visible", "layers", "layers/0/units", "layers/0/unitType", "epochs",
                "learningRate", "seed", "shuffle"),
            DialogDescription.of(ProtoParameters.class).stream().map(Setting::path).toList());
    }

    @Test
    void givesTextsSectionsBoundsAndDefaults() {
        assertEquals(new Setting("learningRate", "Learning rate", "Step size.", "Training", false, "double", false,
            "0.1", ">0", "1", List.of()), setting("learningRate"));
        assertEquals(new Setting("layers/0/units", "Units", "Number of hidden units.", "Layers", false, "int", false,
            "500", "1", "", List.of()), setting("layers/0/units"));
        assertEquals(new Setting("seed", "Seed", "Of the random numbers.", "Training", true, "Long", true, "42", "",
            "", List.of()), setting("seed"));
        assertTrue(setting("layers/0/unitType").advanced());
        assertEquals("ColumnFilter", setting("columns").type());
        assertEquals("", setting("columns").section());
    }

    @Test
    void givesTheChoicesOfAnEnum() {
        assertEquals(List.of(new Choice("BERNOULLI", "Binary", "On or off."), new Choice("GAUSSIAN", "Gaussian", "")),
            setting("visible").choices());
        assertEquals("BERNOULLI", setting("visible").defaultValue());
    }

    static final class NumberWidgetOnText implements NodeParameters {
        @NumberInputWidget
        String m_text = "";
    }

    static final class FilterWithoutWidget implements NodeParameters {
        ColumnFilter m_columns = new ColumnFilter();
    }

    @Test
    void rejectsWidgetsThatDoNotFit() {
        for (final var type : List.of(NumberWidgetOnText.class, FilterWithoutWidget.class)) {
            final var rejected = assertThrows(IllegalArgumentException.class, () -> DialogDescription.of(type));
            assertTrue(rejected.getMessage().contains(type.getName()), rejected.getMessage());
        }
    }
}
