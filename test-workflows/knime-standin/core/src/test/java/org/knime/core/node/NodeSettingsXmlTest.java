// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.StringCell;

class NodeSettingsXmlTest {

    private static final Path SAMPLES = Path.of("src/test/resources/samples");

    private static final Path UNEXECUTED = Path.of("../../tests/samples");

    @TestFactory
    Stream<DynamicTest> everyFileThatKnimeWroteIsWrittenBackByteForByte() throws IOException {
        final List<Path> files = xmlFiles(SAMPLES);
        assertTrue(files.size() > 15, "samples are missing: " + files.size());
        return files.stream().map(file -> DynamicTest.dynamicTest(SAMPLES.relativize(file).toString(),
            () -> assertEquals(Files.readString(file), write(read(Files.readAllBytes(file))))));
    }

    /** Some lines of the unexecuted samples were edited by hand and stand at the left margin. */
    @TestFactory
    Stream<DynamicTest> everyUnexecutedFileIsWrittenBackButForIndentation() throws IOException {
        final List<Path> files = xmlFiles(UNEXECUTED);
        assertTrue(files.size() > 10, "samples are missing: " + files.size());
        return files.stream().map(file -> DynamicTest.dynamicTest(UNEXECUTED.relativize(file).toString(),
            () -> assertEquals(Files.readString(file).lines().map(String::strip).toList(),
                write(read(Files.readAllBytes(file))).lines().map(String::strip).toList())));
    }

    private static List<Path> xmlFiles(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(xml|knime)")).sorted().toList();
        }
    }

    private static NodeSettings read(final byte[] xml) throws IOException {
        return (NodeSettings)NodeSettings.loadFromXML(new ByteArrayInputStream(xml));
    }

    private static NodeSettings read(final String xml) throws IOException {
        return read(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String write(final NodeSettings settings) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        settings.saveToXML(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void specsAreReadAndWrittenBack() throws Exception {
        for (String file : List.of("custom-port-executed/Proto Train (#3)/port_2/spec.xml",
            "knn-digits-executed/Scorer (#4)/port_2/spec.xml")) {
            final byte[] xml = Files.readAllBytes(SAMPLES.resolve(file));
            final NodeSettings again = new NodeSettings("spec.xml");
            DataTableSpec.load(read(xml)).save(again);
            assertEquals(new String(xml, StandardCharsets.UTF_8), write(again));
        }
    }

    @Test
    void controlCharactersAndSignsAreEscaped() throws Exception {
        final NodeSettings settings = new NodeSettings("root");
        settings.addString("line", "\n");
        assertTrue(write(settings).contains("value=\"%%00010\""));
        final StringBuilder all = new StringBuilder("%%00010 100 %%% <a b='c' d=\"&amp;\"> \ud83d\ude00 ä \uffff %");
        for (char c = 0; c < 0x180; c++) {
            all.append(c);
        }
        settings.addString(all.toString(), all.toString());
        assertEquals(all.toString(), read(write(settings)).getString(all.toString()));
    }

    @Test
    void randomTextsSurvive() throws Exception {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final String alphabet = "%0123456789ab\n\t\"<>&'\u0000\u007f\u0085\ud7ff\ue000";
        for (int i = 0; i < 2000; i++) {
            final StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            final NodeSettings settings = new NodeSettings("root");
            settings.addString("text", text.toString());
            assertEquals(text.toString(), read(write(settings)).getString("text"), "seed " + seed);
        }
    }

    @Test
    void everyTypeSurvives() throws Exception {
        final NodeSettings settings = new NodeSettings("root");
        settings.addString("null", null);
        settings.addInt("int", Integer.MIN_VALUE);
        settings.addLong("long", Long.MAX_VALUE);
        settings.addShort("short", (short)-3);
        settings.addByte("byte", (byte)-128);
        settings.addChar("char", '\u0000');
        settings.addBoolean("boolean", true);
        settings.addFloat("float", Float.MIN_VALUE);
        settings.addDouble("double", Double.NaN);
        settings.addDoubleArray("array", 0.1, -0.0, Double.POSITIVE_INFINITY);
        settings.addStringArray("texts", "a", null);
        settings.addNodeSettings("nested").addNodeSettings("deeper").addInt("x", 7);
        final DataCell[] cells = {new IntCell(3), new DoubleCell(0.5), new StringCell("c")};
        settings.addDataCellArray("cells", cells);
        final NodeSettings again = read(write(settings));
        assertTrue(settings.isIdentical(again));
        assertNull(again.getString("null"));
        assertEquals(7, again.getNodeSettings("nested").getNodeSettings("deeper").getInt("x"));
        assertArrayEquals(cells, again.getDataCellArray("cells"));
        assertArrayEquals(new double[]{0.1, -0.0, Double.POSITIVE_INFINITY}, again.getDoubleArray("array"));
        again.addInt("int", 4);
        assertFalse(settings.isIdentical(again));
    }

    @Test
    void wrongReadsSayWhichSetting() {
        final NodeSettings settings = new NodeSettings("model");
        settings.addInt("epochs", 3);
        assertTrue(assertThrows(InvalidSettingsException.class, () -> settings.getDouble("epochs")).getMessage()
            .contains("\"epochs\" in \"model\" is of type xint"));
        assertTrue(assertThrows(InvalidSettingsException.class, () -> settings.getInt("units")).getMessage()
            .contains("\"units\" is missing in \"model\""));
        assertEquals(9, settings.getInt("units", 9));
    }

    @Test
    void brokenFilesAreRefused() {
        assertTrue(assertThrows(IOException.class, () -> read("<config key=\"a\">\n<entry key=\"b\" type=\"xint\""
            + " value=\"1.5\"/></config>")).getMessage().contains("Line 2: The entry \"b\" of type xint"));
        assertThrows(IOException.class, () -> read("<config key=\"a\"><entry key=\"b\""));
        assertThrows(IOException.class, () -> read("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:/etc/hostname\">]>"
            + "<config key=\"a\"><entry key=\"b\" type=\"xstring\" value=\"&e;\"/></config>"));
        assertThrows(IOException.class, () -> read("<html key=\"a\"/>"));
    }

    @Test
    void anArrayThatClaimsMoreThanItHoldsIsRefused() throws Exception {
        final NodeSettings settings = new NodeSettings("root");
        settings.addIntArray("array", 1, 2);
        settings.getNodeSettings("array").addInt("array-size", Integer.MAX_VALUE);
        assertTrue(assertThrows(InvalidSettingsException.class, () -> settings.getIntArray("array")).getMessage()
            .contains("claims 2147483647 elements but holds 2"));
    }
}
