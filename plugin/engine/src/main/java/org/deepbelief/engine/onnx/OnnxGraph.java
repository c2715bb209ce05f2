// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import org.deepbelief.engine.math.FloatMatrix;

/**
 * A graph that grows node by node (github.com/onnx/onnx, docs/IR.md), with operators of version {@value #OPERATORS} of
 * ONNX and {@value #ML_OPERATORS} of ai.onnx.ml, as far as ONNX Runtime 1.10 has them. Values have names, each given once; those of the inputs are as they
 * are, so inputs come first. Fields are numbered as in onnx.proto.
 */
final class OnnxGraph {

    /** The version of the operators: the oldest with all that are needed, which every runtime since 2021 has. */
    static final int OPERATORS = 13;

    /** The version of those for machine learning: the first whose LabelEncoder maps texts to whole numbers. */
    static final int ML_OPERATORS = 2;

    private static final String ROWS = "N";

    private final List<ProtobufMessage> nodes = new ArrayList<>();

    private final List<ProtobufMessage> initializers = new ArrayList<>();

    private final List<ProtobufMessage> inputs = new ArrayList<>();

    private final List<ProtobufMessage> outputs = new ArrayList<>();

    private final Set<String> names = new HashSet<>();

    private final Map<FloatMatrix, String> matrices = new IdentityHashMap<>();

    private int lastNumber;

    /**
     * Adds an input of one row a case. Returns its name.
     *
     * @throws IllegalArgumentException if it has no name, which ONNX takes for none
     */
    String input(final String name, final ElementType type, final long columns) {
        if (name.isEmpty() || !names.add(name)) {
            throw new IllegalArgumentException("An input column has no name, which an ONNX model cannot have. Rename"
                + " the column and train the network again.");
        }
        inputs.add(tensor(name, type, columns));
        return name;
    }

    /**
     * Makes a value an output of one row a case. Returns the output's name: the one that is wanted, with an underscore
     * behind it where an input has that.
     */
    String output(final String value, final String wanted, final ElementType type, final long columns) {
        String name = wanted;
        while (!names.add(name)) {
            name += "_";
        }
        add("Identity", "", List.of(value), List.of(name), List.of());
        outputs.add(tensor(name, type, columns));
        return name;
    }

    /** A value's name, type and shape: rows x columns. */
    private static ProtobufMessage tensor(final String name, final ElementType type, final long columns) {
        final ProtobufMessage shape = new ProtobufMessage().message(1, new ProtobufMessage().text(2, ROWS))
            .message(1, new ProtobufMessage().number(1, columns));
        final ProtobufMessage tensor = new ProtobufMessage().number(1, type.number()).message(2, shape);
        return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
    }

    /** A node of one of ONNX's own operators. */
    Operation operation(final String operator) {
        return new Operation(this, operator, "");
    }

    /** A node of an operator of ai.onnx.ml. */
    Operation mlOperation(final String operator) {
        return new Operation(this, operator, "ai.onnx.ml");
    }

    /** Adds a node without attributes. Returns the name of its only output. */
    String add(final String operator, final String... arguments) {
        return operation(operator).of(arguments);
    }

    void add(final String operator, final String domain, final List<String> arguments, final List<String> results,
        final List<ProtobufMessage> attributes) {
        final ProtobufMessage node = new ProtobufMessage();
        arguments.forEach(argument -> node.text(1, argument));
        results.forEach(result -> node.text(2, result));
        node.text(3, "node_" + nodes.size()).text(4, operator);
        attributes.forEach(attribute -> node.message(5, attribute));
        if (!domain.isEmpty()) {
            node.text(7, domain);
        }
        nodes.add(node);
    }

    /** A value in another type. */
    String cast(final String value, final ElementType type) {
        return operation("Cast").with("to", type.number()).of(value);
    }

    /** Where numbers in double precision are NaN; in single precision, since early runtimes lack it in double. */
    String isMissing(final String numbers) {
        return add("IsNaN", cast(numbers, ElementType.FLOAT));
    }

    /** Values side by side. */
    String concatenate(final List<String> values) {
        return values.size() == 1 ? values.get(0)
            : operation("Concat").with("axis", 1).of(values.toArray(String[]::new));
    }

    /** A value's columns in parts of so many; not by Split, which early runtimes lack in double precision. */
    List<String> split(final String value, final long[] columns) {
        if (columns.length == 1) {
            return List.of(value);
        }
        final List<String> parts = new ArrayList<>();
        long first = 0;
        for (final long count : columns) {
            parts.add(columns(value, LongStream.range(first, first + count).toArray(), count));
            first += count;
        }
        return parts;
    }

    /** Some of a value's columns; the shape of the indices takes the place of the columns. */
    String columns(final String value, final long[] indices, final long... shape) {
        return operation("Gather").with("axis", 1).of(value, constant(indices, shape));
    }

    /** One of some texts for each index. */
    String choose(final List<String> texts, final String indices) {
        final ProtobufMessage tensor = initializer(ElementType.STRING, texts.size());
        texts.forEach(text -> tensor.text(6, text));
        return operation("Gather").with("axis", 0).of(complete(tensor), indices);
    }

    /** A number as a constant of no dimension. */
    String number(final double value) {
        return constant(new double[]{value});
    }

    /** Numbers in double precision, in a tensor of a shape. */
    String constant(final double[] values, final long... shape) {
        final ByteBuffer bytes = bytes(8L * values.length);
        bytes.asDoubleBuffer().put(values);
        return constant(ElementType.DOUBLE, bytes, shape);
    }

    /** Numbers in single precision, in a tensor of a shape. */
    String constant(final float[] values, final long... shape) {
        final ByteBuffer bytes = bytes(4L * values.length);
        bytes.asFloatBuffer().put(values);
        return constant(ElementType.FLOAT, bytes, shape);
    }

    /** Whole numbers, in a tensor of a shape. */
    String constant(final long[] values, final long... shape) {
        final ByteBuffer bytes = bytes(8L * values.length);
        bytes.asLongBuffer().put(values);
        return constant(ElementType.INT64, bytes, shape);
    }

    /** Flags, in a tensor of one row. */
    String constant(final boolean[] values) {
        final ByteBuffer bytes = bytes(values.length);
        for (final boolean value : values) {
            bytes.put((byte)(value ? 1 : 0));
        }
        return constant(ElementType.BOOL, bytes, 1, values.length);
    }

    private static ByteBuffer bytes(final long count) {
        return ByteBuffer.allocate(Math.toIntExact(count)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String constant(final ElementType type, final ByteBuffer bytes, final long... shape) {
        return complete(initializer(type, shape).bytes(9, bytes.capacity(), out -> out.write(bytes.array())));
    }

    /** A matrix, which is neither copied nor written twice. */
    String matrix(final FloatMatrix matrix) {
        return matrices.computeIfAbsent(matrix, one -> complete(initializer(ElementType.FLOAT, one.rows(),
            one.columns()).bytes(9, 4L * one.rows() * one.columns(), out -> {
                final float[] row = new float[one.columns()];
                final ByteBuffer bytes = bytes(4L * row.length);
                for (int r = 0; r < one.rows(); r++) {
                    one.readRow(r, row);
                    bytes.asFloatBuffer().put(row);
                    out.write(bytes.array());
                }
            })));
    }

    private static ProtobufMessage initializer(final ElementType type, final long... shape) {
        final ProtobufMessage tensor = new ProtobufMessage();
        for (final long size : shape) {
            tensor.number(1, size);
        }
        return tensor.number(2, type.number());
    }

    private String complete(final ProtobufMessage tensor) {
        final String name = newName("constant");
        initializers.add(tensor.text(8, name));
        return name;
    }

    /** A name that no value has. */
    String newName(final String beginning) {
        String name;
        do {
            name = beginning + "_" + ++lastNumber;
        } while (!names.add(name));
        return name;
    }

    /** The graph with all that it has by now. */
    ProtobufMessage message(final String name) {
        final ProtobufMessage graph = new ProtobufMessage();
        nodes.forEach(node -> graph.message(1, node));
        graph.text(2, name);
        initializers.forEach(initializer -> graph.message(5, initializer));
        inputs.forEach(input -> graph.message(11, input));
        outputs.forEach(output -> graph.message(12, output));
        return graph;
    }
}
