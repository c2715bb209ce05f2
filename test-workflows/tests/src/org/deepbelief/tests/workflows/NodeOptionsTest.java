// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.deepbelief.tests.Checkout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A column that the digits workflow leaves open, the class column of pretraining, chosen by batch options. */
@Tag("standin")
class NodeOptionsTest {

    private static final List<String> ONE_EPOCH = Stream.of("3,epochs", "4,epochs", "5,epochs", "5,averagedEpochs")
        .map(key -> "-option=" + key + ",1,int").toList();

    private static final String PRESENT = "-option=3,classColumn_is_present,true,boolean";

    @TempDir
    private Path m_folder;

    private Path m_workflow;

    private int m_runs;

    private int run(final String... options) throws Exception {
        m_workflow = Checkout.copy(Checkout.WORKFLOWS.resolve("digits"), m_folder.resolve("digits" + m_runs++));
        final List<String> arguments = new ArrayList<>(ONE_EPOCH);
        arguments.add("-workflowDir=" + m_workflow);
        arguments.addAll(List.of(options));
        return BatchApplication.run(arguments.toArray(String[]::new));
    }

    private String setting(final String path) throws Exception {
        return SettingsFile.entries(SettingsFile.of(m_workflow).get(3)).get(path);
    }

    @Test
    void aColumnIsChosenByItsNameAndThatItIsSet() throws Exception {
        assertEquals(0, run("-option=3,classColumn,digit,String", PRESENT));
        assertEquals("xstring  digit", setting("/model/classColumn"));
        assertEquals("xboolean  true", setting("/model/classColumn_is_present"));
    }

    /** Either order, since KNIME sets one option after the other. */
    @Test
    void aColumnThatIsNotThereIsNamed() throws Exception {
        final String name = "-option=3,classColumn,nope,String";
        for (final String[] options : new String[][]{{name, PRESENT}, {PRESENT, name}}) {
            assertEquals(4, run(options), String.join(" ", options));
            assertEquals("xstring  WARNING", setting("/nodecontainer_message/type"));
            assertEquals("xstring  The column \"nope\" is missing in the table. Choose another \"Class column\" (classColumn).",
                setting("/nodecontainer_message/message"));
            assertFalse(Files.exists(m_workflow.resolve("data/accuracy.csv")));
        }
    }
}
