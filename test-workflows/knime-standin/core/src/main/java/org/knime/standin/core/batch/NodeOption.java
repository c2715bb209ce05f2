// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.batch;

import java.util.Arrays;
import java.util.List;

import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.config.Config;

/**
 * A value for one of a node's model settings, from {@code -option=id[/id..],key[/key..],value,type}.
 *
 * @param ids the node's id, behind those of the metanodes around it
 * @param keys the setting's key, behind those of the groups around it
 * @param value the value as text
 * @param type its type
 */
record NodeOption(List<Integer> ids, List<String> keys, String value, String type) {

    private static final List<String> TYPES = List.of("int", "long", "short", "byte", "boolean", "char", "float",
        "double", "String", "StringCell", "DoubleCell", "IntCell", "LongCell");

    static NodeOption parse(final String text) throws BatchArgumentException {
        final int first = text.indexOf(',');
        final int second = text.indexOf(',', first + 1);
        final int last = text.lastIndexOf(',');
        if (first < 0 || second < 0 || last <= second) {
            throw new BatchArgumentException(
                "\"-option=" + text + "\" is not of the form -option=nodeID,key,value,type.");
        }
        final List<Integer> ids;
        try {
            ids = Arrays.stream(text.substring(0, first).split("/")).map(Integer::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new BatchArgumentException(
                "\"" + text.substring(0, first) + "\" in \"-option=" + text + "\" is no node id.");
        }
        final NodeOption option = new NodeOption(ids, List.of(text.substring(first + 1, second).split("/")),
            text.substring(second + 1, last), text.substring(last + 1));
        option.check(text);
        return option;
    }

    private void check(final String text) throws BatchArgumentException {
        if (!TYPES.contains(type)) {
            throw new BatchArgumentException(
                "\"" + type + "\" in \"-option=" + text + "\" is no type; there are " + String.join(", ", TYPES) + ".");
        }
        try {
            writeTo(new NodeSettings("check"));
        } catch (IllegalArgumentException e) {
            throw new BatchArgumentException("\"" + value + "\" in \"-option=" + text + "\" is no " + type + ".");
        }
    }

    /** Writes the value under the last key into the settings that hold it. */
    private void writeTo(final Config settings) {
        final String key = keys.get(keys.size() - 1);
        switch (type) {
            case "int" -> settings.addInt(key, Integer.parseInt(value));
            case "long" -> settings.addLong(key, Long.parseLong(value));
            case "short" -> settings.addShort(key, Short.parseShort(value));
            case "byte" -> settings.addByte(key, Byte.parseByte(value));
            case "boolean" -> settings.addBoolean(key, bool());
            case "char" -> settings.addChar(key, single());
            case "float", "double" -> settings.addDouble(key, Double.parseDouble(value));
            case "String" -> settings.addString(key, value);
            case "StringCell" -> settings.addDataCell(key, new StringCell(value));
            case "DoubleCell" -> settings.addDataCell(key, new DoubleCell(Double.parseDouble(value)));
            case "IntCell" -> settings.addDataCell(key, new IntCell(Integer.parseInt(value)));
            case "LongCell" -> settings.addDataCell(key, new LongCell(Long.parseLong(value)));
            default -> throw new IllegalArgumentException(type);
        }
    }

    private boolean bool() {
        if (!"true".equalsIgnoreCase(value) && !"false".equalsIgnoreCase(value)) {
            throw new IllegalArgumentException(value);
        }
        return Boolean.parseBoolean(value);
    }

    private char single() {
        if (value.length() != 1) {
            throw new IllegalArgumentException(value);
        }
        return value.charAt(0);
    }

    /**
     * Writes the value into a node's model settings.
     *
     * @param model the settings
     * @throws InvalidSettingsException if a group on the way does not exist
     */
    void apply(final Config model) throws InvalidSettingsException {
        Config settings = model;
        for (String key : keys.subList(0, keys.size() - 1)) {
            settings = settings.getConfig(key);
        }
        writeTo(settings);
    }

    String idText() {
        return String.join("/", ids.stream().map(String::valueOf).toList());
    }
}
