// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.workflow.FlowVariable;

class BatchArgumentsTest {

    @TempDir
    private Path folder;

    private BatchArguments parse(final String... more) throws BatchArgumentException {
        final String[] all = new String[more.length + 1];
        all[0] = "-workflowDir=" + folder;
        System.arraycopy(more, 0, all, 1, more.length);
        return BatchArguments.parse(all);
    }

    @Test
    void withoutOptionsTheWorkflowIsExecutedAndSaved() throws Exception {
        final BatchArguments arguments = parse("-nosplash");
        assertEquals(folder, arguments.workflow());
        assertTrue(arguments.save());
        assertFalse(arguments.reset() || arguments.zipped() || arguments.failOnLoadError());
        assertNull(arguments.destination());
    }

    @Test
    void everyOptionIsTaken() throws Exception {
        final Path zip = Files.createFile(folder.resolve("w.zip"));
        final BatchArguments arguments = BatchArguments.parse("-workflowFile=" + zip, "-nosave", "-reset",
            "-failonloaderror", "-consoleLog", "-destFile=out.zip", "-preferences=" + zip,
            "-credential=db;me;secret;x");
        assertTrue(arguments.zipped() && arguments.reset() && arguments.failOnLoadError());
        assertFalse(arguments.save());
        assertTrue(arguments.destinationZipped());
        assertEquals(Path.of("out.zip"), arguments.destination());
        assertEquals(zip, arguments.preferences());
    }

    @Test
    void variablesHaveTypesAndMayBeQuoted() throws Exception {
        final List<FlowVariable> variables = parse("-workflow.variable=a,1,int", "-workflow.variable=b,1.5,double",
            "-workflow.variable=\"c,d\",'e, \\'f\\'',String").variables();
        assertEquals(List.of(new FlowVariable("a", 1), new FlowVariable("b", 1.5), new FlowVariable("c,d", "e, 'f'")),
            variables);
    }

    @ParameterizedTest
    @CsvSource({"int,3", "long,-9000000000", "short,7", "byte,-1", "boolean,true", "char,x", "float,0.5",
        "double,1e-3", "String,a b", "StringCell,c", "IntCell,4", "LongCell,5"})
    void optionsOfEveryTypeAreWritten(final String type, final String value) throws Exception {
        final NodeSettings model = new NodeSettings("model");
        parse("-option=3,key," + value + "," + type).options().get(0).apply(model);
        final String entry = model.getEntry("key").toStringValue();
        if (type.endsWith("Cell")) {
            assertEquals(value, model.getDataCell("key").toString());
        } else {
            assertEquals("double".equals(type) ? "0.001" : value, entry);
        }
    }

    @Test
    void optionsReachNestedSettings() throws Exception {
        final NodeSettings model = new NodeSettings("model");
        model.addNodeSettings("layers").addNodeSettings("0").addInt("units", 500);
        final NodeOption option = parse("-option=3,layers/0/units,20,int").options().get(0);
        assertEquals(List.of(3), option.ids());
        option.apply(model);
        assertEquals(20, model.getNodeSettings("layers").getNodeSettings("0").getInt("units"));
        parse("-option=3,layers/0/d,2.5,DoubleCell").options().get(0).apply(model);
        assertEquals(new DoubleCell(2.5), model.getNodeSettings("layers").getNodeSettings("0").getDataCell("d"));
        final NodeOption absent = parse("-option=3,layers/7/units,20,int").options().get(0);
        assertThrows(InvalidSettingsException.class, () -> absent.apply(model));
    }

    @Test
    void anOptionsValueMayHoldCommasAndEqualsSigns() throws Exception {
        final NodeOption option = parse("-option=3/4,path,a,b=c,String").options().get(0);
        assertEquals(List.of(3, 4), option.ids());
        assertEquals("a,b=c", option.value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-unknown", "-unknown=1", "-option", "-option=", "-option=3,key,1", "-option=x,key,1,int",
        "-option=3,key,1.5,int", "-option=3,key,yes,boolean", "-option=3,key,1,integer", "-option=3,key,ab,char",
        "-workflow.variable=a,1", "-workflow.variable=a,x,int", "-workflow.variable=a,1,long",
        "-workflow.variable=,1,int", "-workflowDir=/does/not/exist", "-workflowFile=/does/not/exist",
        "-preferences=/does/not/exist", "-credential=;a", "-destDir="})
    void wrongArgumentsAreNamed(final String argument) {
        final String message =
            assertThrows(BatchArgumentException.class, () -> parse(argument)).getMessage();
        final String value = argument.substring(argument.indexOf('=') + 1);
        assertTrue(message.contains(value) || message.contains(argument.split("=")[0]), message);
    }

    @Test
    void aWorkflowMustBeNamed() {
        assertTrue(assertThrows(BatchArgumentException.class, () -> BatchArguments.parse("-nosave")).getMessage()
            .contains("-workflowDir"));
    }
}
