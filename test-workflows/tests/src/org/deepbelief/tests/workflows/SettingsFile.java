// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.workflows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The settings of a node as a workflow holds them on disk. */
final class SettingsFile {

    private SettingsFile() {
    }

    /** The settings files of a workflow's nodes by the nodes' ids. */
    static SortedMap<Integer, Path> of(final Path workflow) throws IOException {
        final SortedMap<Integer, Path> files = new TreeMap<>();
        try (Stream<Path> folders = Files.list(workflow)) {
            for (Path folder : folders.filter(path -> Files.exists(path.resolve("settings.xml"))).toList()) {
                final String name = folder.getFileName().toString();
                files.put(Integer.valueOf(name.replaceFirst(".*\\(#(\\d+)\\)", "$1")), folder.resolve("settings.xml"));
            }
        }
        return files;
    }

    /** Every entry of a file: its key with the keys of all it lies in, and its type and value. */
    static Map<String, String> entries(final Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            final Map<String, String> entries = new LinkedHashMap<>();
            final var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
            collect(document.getDocumentElement(), "", entries);
            return entries;
        } catch (SAXException | ParserConfigurationException ex) {
            throw new IOException("Cannot read " + file + ": " + ex.getMessage(), ex);
        }
    }

    private static void collect(final Element config, final String prefix, final Map<String, String> entries) {
        entries.put(prefix, "config");
        for (Node node = config.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                final String path = prefix + "/" + element.getAttribute("key");
                if (element.getTagName().equals("config")) {
                    collect(element, path, entries);
                } else {
                    entries.put(path, element.getAttribute("type") + " " + element.getAttribute("isnull") + " "
                        + element.getAttribute("value"));
                }
            }
        }
    }
}
