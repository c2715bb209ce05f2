// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import java.util.ArrayList;
import java.util.List;

import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.OutputHead;

/** What the top of a network predicts: by its output head, or by the free energies of its label units. */
final class PredictionNodes {

    /** Rectified linear units of a large input x: log Z = x^2 / 2 + this, up to 1e-8. */
    private static final double RECTIFIER_CONSTANT = Math.PI * Math.PI / 6 - 1.0 / 24;

    private static final int RECTIFIER_TERMS = 9;

    private final OnnxGraph graph;

    private final DeepBeliefNetwork network;

    PredictionNodes(final OnnxGraph graph, final DeepBeliefNetwork network) {
        this.graph = graph;
        this.network = network;
    }

    /** The probability of each class, of the units of the last layer. */
    String classes(final OutputHead.Classifier head, final String top) {
        return graph.operation("Softmax").with("axis", 1).of(outputs(head, top));
    }

    /** The number of each target in its own unit, in double precision, of the units of the last layer. */
    String numbers(final OutputHead.Regressor head, final String top) {
        final int count = head.targets().size();
        final String scaled = graph.add("Mul", graph.cast(outputs(head, top), ElementType.DOUBLE),
            graph.constant(head.scales(), 1, count));
        return graph.add("Add", scaled, graph.constant(head.offsets(), 1, count));
    }

    private String outputs(final OutputHead head, final String top) {
        final float[] biases = head.biases();
        return graph.add("Gemm", top, graph.matrix(head.weights()), graph.constant(biases, biases.length));
    }

    /**
     * The probability of each class by the label units: with each of them on in turn and the hidden units summed out,
     * all in double precision,
     *
     * <pre>
     * p(c | v) = softmax over c of (l_c + sum over j of f(x_j + U_cj)),   x = v W + hidden biases
     * </pre>
     *
     * @param below the units that the last layer sees
     */
    String labels(final LabelUnits labels, final String below) {
        final FloatMatrix weights = labels.weights();
        final int hidden = weights.columns();
        final String product = graph.add("MatMul", new LayerNodes(graph, network.lastLayer()).perVariance(below),
            graph.matrix(network.memory().weights()));
        final String inputs = graph.add("Add", graph.cast(product, ElementType.DOUBLE),
            graph.constant(doubles(network.memory().hiddenBiases()), 1, hidden));
        final List<String> evidence = new ArrayList<>();
        final float[] row = new float[hidden];
        for (int c = 0; c < weights.rows(); c++) {
            weights.readRow(c, row);
            final String total = graph.add("Add", inputs, graph.constant(doubles(row), 1, hidden));
            evidence.add(graph.operation("ReduceSum").with("keepdims", 1).of(
                logSum(total, network.lastLayer().hiddenType().activation()), graph.constant(new long[]{1}, 1)));
        }
        final String logarithms = graph.add("Add", graph.concatenate(evidence),
            graph.constant(doubles(labels.biases()), 1, weights.rows()));
        return graph.cast(graph.operation("Softmax").with("axis", 1).of(logarithms), ElementType.FLOAT);
    }

    /** The logarithm of the sum over a hidden unit's states of e^(x state), see UnitType. */
    private String logSum(final String x, final Activation hidden) {
        return switch (hidden) {
            case LOGISTIC -> softplus(x);
            case IDENTITY -> halfSquare(x);
            case RECTIFIER -> rectifierLogSum(x);
            case SOFTMAX -> throw new IllegalArgumentException("Hidden units are not softmax units.");
        };
    }

    /** log(1 + e^x), which early runtimes lack in double precision. */
    private String softplus(final String x) {
        final String tail = graph.add("Log", graph.add("Add", decay(x), graph.number(1)));
        return graph.add("Add", graph.add("Max", x, graph.number(0)), tail);
    }

    /** e^-|x|. */
    private String decay(final String x) {
        return graph.add("Exp", graph.add("Neg", graph.add("Abs", x)));
    }

    private String halfSquare(final String x) {
        return graph.add("Mul", graph.add("Mul", x, x), graph.number(0.5));
    }

    /**
     * f(x) = sum over i from 1 of log(1 + e^(x - i + 1/2)). For x up to 0 it is the logarithm of a series in q = e^x by
     * Euler's identity (Andrews 1976, The theory of partitions, corollary 2.2),
     *
     * <pre>
     * product over i of (1 + q e^(1/2 - i)) = sum over n from 0 of q^n e^(-n^2 / 2) / ((1 - e^-1) ... (1 - e^-n))
     * </pre>
     *
     * whose terms fall so fast that nine are exact in double precision; and f(x) + f(-x) = x^2 / 2 + a constant.
     */
    private String rectifierLogSum(final String x) {
        final double[] terms = new double[RECTIFIER_TERMS + 1];
        double product = 1;
        terms[0] = 1;
        for (int n = 1; n <= RECTIFIER_TERMS; n++) {
            product *= 1 - Math.exp(-n);
            terms[n] = Math.exp(-n * n / 2.0) / product;
        }
        final String power = decay(x);
        String series = graph.add("Mul", power, graph.number(terms[RECTIFIER_TERMS]));
        for (int n = RECTIFIER_TERMS - 1; n > 0; n--) {
            series = graph.add("Mul", power, graph.add("Add", series, graph.number(terms[n])));
        }
        final String below = graph.add("Log", graph.add("Add", series, graph.number(terms[0])));
        final String above = graph.add("Sub", graph.add("Add", halfSquare(x), graph.number(RECTIFIER_CONSTANT)), below);
        return graph.add("Where", graph.add("Greater", x, graph.number(0)), above, below);
    }

    private static double[] doubles(final float[] values) {
        final double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
