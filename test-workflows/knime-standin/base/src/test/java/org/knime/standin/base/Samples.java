// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.knime.core.data.DataRow;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettings;

/** The settings that KNIME wrote, and files of the tests. */
public final class Samples {

    private static final Path WORKFLOWS = Path.of("..", "..", "tests", "samples");

    /** The digits that the samples read. */
    public static final Path DIGITS = Path.of("..", "..", "digits", "data", "digits.csv");

    private Samples() {
    }

    /** @return the model settings of a node of a sample */
    public static NodeSettings settings(final String workflow, final String node)
        throws IOException, InvalidSettingsException {
        try (var in = Files.newInputStream(WORKFLOWS.resolve(workflow).resolve(node).resolve("settings.xml"))) {
            return (NodeSettings)NodeSettings.loadFromXML(in).getNodeSettings("model");
        }
    }

    /** @return a file that KNIME wrote when it executed knn-digits */
    public static Path expected(final String file) {
        return WORKFLOWS.resolve("knn-digits").resolve("expected").resolve(file);
    }

    /** Makes a file chooser's settings name a local file. */
    public static void choose(final NodeSettings chooser, final Path file) throws InvalidSettingsException {
        final var path = chooser.getNodeSettings("path");
        path.addString("file_system_type", "LOCAL");
        path.addString("file_system_specifier", null);
        path.addString("path", file.toAbsolutePath().toString());
    }

    /** @return the settings of the sample's CSV Reader for another file */
    public static NodeSettings readerOf(final Path file) throws IOException, InvalidSettingsException {
        final var settings = settings("knn-digits", "CSV Reader (#1)");
        choose(settings.getNodeSettings("settings").getNodeSettings("file_selection"), file);
        return settings;
    }

    /** @return the settings of the sample's CSV Writer for another file */
    public static NodeSettings writerTo(final Path file) throws IOException, InvalidSettingsException {
        final var settings = settings("knn-digits", "CSV Writer (#5)");
        choose(settings.getNodeSettings("settings").getNodeSettings("file_chooser_settings"), file);
        return settings;
    }

    /** @return all rows of a table */
    public static List<DataRow> rows(final BufferedDataTable table) {
        final var all = new ArrayList<DataRow>();
        try (var rows = table.iterator()) {
            while (rows.hasNext()) {
                all.add(rows.next());
            }
        }
        return all;
    }

    /** @return a row as texts, a missing cell as null */
    public static List<String> texts(final DataRow row) {
        final var texts = new ArrayList<String>();
        texts.add(row.getKey().getString());
        row.forEach(cell -> texts.add(cell.isMissing() ? null : cell.toString()));
        return texts;
    }
}
