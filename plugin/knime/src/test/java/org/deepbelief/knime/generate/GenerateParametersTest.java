// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.deepbelief.knime.settings.DialogInput;
import org.junit.jupiter.api.Test;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.node.parameters.widget.choices.StringChoice;

/** What the dialog offers. */
class GenerateParametersTest {

    @Test
    void theClassesAreThoseOfTheNetworkAfterAllOfThem() {
        final GenerateParameters.Classes classes = new GenerateParameters.Classes();
        assertEquals(List.of(new StringChoice("", "All classes"), StringChoice.fromId("one"), StringChoice.fromId("two")),
            classes.computeState(DialogInput.of(
                DialogInput.network(Optional.of(DialogInput.digit()), Optional.empty()))));
        final List<StringChoice> all = List.of(new StringChoice("", "All classes"));
        assertEquals(all, classes.computeState(DialogInput.of(
            DialogInput.network(Optional.empty(), Optional.of(DialogInput.digit())))), "no label units");
        assertEquals(all, classes.computeState(DialogInput.of(new PortObjectSpec[1])), "no network");
        assertEquals("", new GenerateParameters().m_className, "the first is chosen");
    }
}
