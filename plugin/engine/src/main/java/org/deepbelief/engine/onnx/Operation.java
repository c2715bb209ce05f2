// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import java.util.ArrayList;
import java.util.List;

/** A node of a graph before it has its inputs: an operator and its attributes. */
final class Operation {

    private static final int ATTRIBUTE_NAME = 1;

    private static final int ATTRIBUTE_INT = 3;

    private static final int ATTRIBUTE_INTS = 8;

    private static final int ATTRIBUTE_STRINGS = 9;

    private static final int ATTRIBUTE_TYPE = 20;

    private static final int TYPE_INT = 2;

    private static final int TYPE_INTS = 7;

    private static final int TYPE_STRINGS = 8;

    private final OnnxGraph graph;

    private final String operator;

    private final String domain;

    private final List<ProtobufMessage> attributes = new ArrayList<>();

    /** @param domain whose operator it is, empty for ONNX's own */
    Operation(final OnnxGraph graph, final String operator, final String domain) {
        this.graph = graph;
        this.operator = operator;
        this.domain = domain;
    }

    /** Sets an attribute to a whole number. */
    Operation with(final String attribute, final long value) {
        attributes.add(attribute(attribute, TYPE_INT).number(ATTRIBUTE_INT, value));
        return this;
    }

    /** Sets an attribute to whole numbers. */
    Operation with(final String attribute, final long[] values) {
        final ProtobufMessage message = attribute(attribute, TYPE_INTS);
        for (final long value : values) {
            message.number(ATTRIBUTE_INTS, value);
        }
        attributes.add(message);
        return this;
    }

    /** Sets an attribute to texts. */
    Operation with(final String attribute, final List<String> values) {
        final ProtobufMessage message = attribute(attribute, TYPE_STRINGS);
        values.forEach(value -> message.text(ATTRIBUTE_STRINGS, value));
        attributes.add(message);
        return this;
    }

    private static ProtobufMessage attribute(final String name, final int type) {
        return new ProtobufMessage().text(ATTRIBUTE_NAME, name).number(ATTRIBUTE_TYPE, type);
    }

    /** Adds the node to the graph. Returns the name of its only output. */
    String of(final String... inputs) {
        return of(1, inputs).get(0);
    }

    /** Adds the node to the graph. Returns the names of so many outputs. */
    List<String> of(final int outputs, final String... inputs) {
        final List<String> names = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            names.add(graph.newName(operator));
        }
        graph.add(operator, domain, List.of(inputs), names, attributes);
        return names;
    }
}
