// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import java.util.ArrayList;
import java.util.List;

import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.units.UnitGroup;

/** The ways up and down through a layer, by means, in single precision. */
final class LayerNodes {

    private final OnnxGraph graph;

    private final DenseLayer layer;

    /** @throws IllegalArgumentException if it is of a kind whose ways have no form here; the message names it */
    LayerNodes(final OnnxGraph graph, final Layer layer) {
        if (!(layer instanceof DenseLayer dense)) {
            throw new IllegalArgumentException("The network has a layer of the kind \"" + layer.kind().words()
                + "\", which cannot be written as ONNX. Write the network file.");
        }
        this.graph = graph;
        this.layer = dense;
    }

    /** What the hidden units become of visible ones. */
    String up(final String visible) {
        final String inputs = graph.add("Gemm", perVariance(visible), graph.matrix(layer.recognitionWeights()),
            graph.constant(layer.hiddenBiases(), layer.hiddenUnits()));
        return activated(inputs, layer.hiddenType().activation());
    }

    /** Visible units divided by their variances. */
    String perVariance(final String visible) {
        return layer.standard() ? visible : graph.add("Mul", visible, powers(-2));
    }

    /** What the visible units become of hidden ones. */
    String down(final String hidden) {
        final float[] biases = layer.visibleBiases();
        final String weights = graph.matrix(layer.generativeWeights());
        final Operation product = graph.operation("Gemm").with("transB", 1);
        if (layer.standard()) {
            return activated(product.of(hidden, weights, graph.constant(biases, biases.length)));
        }
        // Means are those of units of a standard deviation of 1, in their own measure afterwards.
        final String inputs = graph.add("Mul", product.of(hidden, weights), powers(-1));
        final float[] deviations = layer.visibleStandardDeviations();
        for (int i = 0; i < biases.length; i++) {
            biases[i] /= deviations[i];
        }
        return graph.add("Mul", activated(graph.add("Add", inputs, graph.constant(biases, biases.length))), powers(1));
    }

    private String powers(final int exponent) {
        final float[] powers = layer.visibleStandardDeviations();
        for (int i = 0; i < powers.length; i++) {
            powers[i] = (float)Math.pow(powers[i], exponent);
        }
        return graph.constant(powers, 1, powers.length);
    }

    /** The means of the visible units, group by group: softmax groups one by one, all else between them at once. */
    private String activated(final String inputs) {
        final List<List<UnitGroup>> runs = new ArrayList<>();
        for (final UnitGroup group : layer.visibleGroups()) {
            final boolean alone = group.type().activation() == Activation.SOFTMAX;
            if (alone || runs.isEmpty() || runs.get(runs.size() - 1).get(0).type().activation() == Activation.SOFTMAX) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(group);
        }
        final List<String> parts = graph.split(inputs, runs.stream().mapToLong(UnitGroup::units).toArray());
        final List<String> means = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            means.add(activated(parts.get(i), runs.get(i)));
        }
        return graph.concatenate(means);
    }

    /** Of kinds that are not softmax, each is computed for all units and chosen where it is the unit's. */
    private String activated(final String inputs, final List<UnitGroup> groups) {
        final List<Activation> kinds = groups.stream().map(group -> group.type().activation()).distinct().toList();
        String means = activated(inputs, kinds.get(0));
        for (final Activation kind : kinds.subList(1, kinds.size())) {
            final boolean[] chosen = new boolean[UnitGroup.units(groups)];
            int unit = 0;
            for (final UnitGroup group : groups) {
                for (final int end = unit + group.size(); unit < end; unit++) {
                    chosen[unit] = group.type().activation() == kind;
                }
            }
            means = graph.add("Where", graph.constant(chosen), activated(inputs, kind), means);
        }
        return means;
    }

    private String activated(final String inputs, final Activation activation) {
        return switch (activation) {
            case LOGISTIC -> graph.add("Sigmoid", inputs);
            case IDENTITY -> inputs;
            case SOFTMAX -> graph.operation("Softmax").with("axis", 1).of(inputs);
            case RECTIFIER -> graph.add("Relu", inputs);
        };
    }
}
