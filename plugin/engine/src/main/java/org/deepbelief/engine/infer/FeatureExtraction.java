// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.ArrayList;
import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Sense;
import org.deepbelief.engine.model.SideBySide;

/**
 * The hidden units of chosen layers as features of each row, in the order in which the layers were chosen. Of a layer
 * below those that several senses have in common, they are the units of all senses, or of the chosen ones, that have so
 * many layers, in the order of the senses.
 */
public final class FeatureExtraction extends RowInference {

    private final UpwardPass pass;

    private final List<Part> parts;

    private final int highest;

    private final FeatureKind kind;

    private final long seed;

    /**
     * Which units are features.
     *
     * @param layers the layers, counted from 1 at the bottom: those of the senses, if there are several, then those
     *            that they have in common; at least one
     * @param senses of layers that senses have each, those that are meant, by their names; all where it is empty
     */
    public record Choice(List<Integer> layers, List<String> senses) {

        /** The layers of all senses. */
        public static Choice of(final List<Integer> layers) {
            return new Choice(layers, List.of());
        }

        public Choice {
            layers = List.copyOf(layers);
            senses = List.copyOf(senses);
            if (layers.isEmpty()) {
                throw new IllegalArgumentException("No layer is chosen to extract features from.");
            }
        }
    }

    /**
     * All units of some layers, in single precision.
     *
     * @param layers see {@link Choice}
     * @param kind means or samples
     * @param seed of the samples
     * @param threads that compute, 0 for one a processor
     * @throws IllegalArgumentException if there is no such layer
     */
    public FeatureExtraction(final DeepBeliefNetwork network, final List<Integer> layers, final FeatureKind kind,
        final long seed, final int threads) {
        this(network, Choice.of(layers), kind, seed, threads, Precision.FLOAT32);
    }

    /**
     * As above, with products of another precision.
     *
     * @throws IllegalArgumentException if there is no such layer or sense, or none of the senses has the layer
     */
    public FeatureExtraction(final DeepBeliefNetwork network, final Choice choice, final FeatureKind kind,
        final long seed, final int threads, final Precision precision) {
        this(network, parts(network, choice), kind, seed, Compute.open(threads, precision));
    }

    private FeatureExtraction(final DeepBeliefNetwork network, final List<Part> parts, final FeatureKind kind,
        final long seed, final Compute compute) {
        super(network, parts.stream().mapToInt(Part::units).reduce(0, Math::addExact), compute);
        this.parts = parts;
        this.highest = parts.stream().mapToInt(Part::layer).max().getAsInt();
        this.kind = kind;
        this.seed = seed;
        try {
            this.pass = new UpwardPass(compute, network, BATCH_ROWS);
        } catch (RuntimeException | Error failure) {
            compute.close();
            throw failure;
        }
    }

    /**
     * Neighbouring units of a layer.
     *
     * @param layer from 1 on
     * @param first the first unit, from 0 on
     * @param units how many
     */
    private record Part(int layer, int first, int units) {
    }

    private static List<Part> parts(final DeepBeliefNetwork network, final Choice choice) {
        final List<String> names = network.senses().stream().map(Sense::name).toList();
        for (final String sense : choice.senses()) {
            if (!names.contains(sense)) {
                throw new IllegalArgumentException("There is no sense \"" + sense + "\" to extract features from: the"
                    + " network has " + names + ".");
            }
        }
        final List<Part> parts = new ArrayList<>();
        for (final int layer : choice.layers()) {
            if (layer < 1 || layer > network.levels().size()) {
                throw new IllegalArgumentException("There is no layer " + layer + " to extract features from: the "
                    + "network has layers 1 to " + network.levels().size() + ".");
            }
            if (network.levels().get(layer - 1) instanceof SideBySide level) {
                parts.addAll(parts(layer, level, names, choice));
            } else {
                parts.add(new Part(layer, 0, network.levels().get(layer - 1).hiddenUnits()));
            }
        }
        return parts;
    }

    /** @param names of the senses that stand side by side */
    private static List<Part> parts(final int layer, final SideBySide level, final List<String> names,
        final Choice choice) {
        final List<Part> parts = new ArrayList<>();
        int first = 0;
        for (int s = 0; s < names.size(); s++) {
            final SideBySide.Part sense = level.parts().get(s);
            if (sense.layer().isPresent() && (choice.senses().isEmpty() || choice.senses().contains(names.get(s)))) {
                parts.add(new Part(layer, first, sense.hiddenUnits()));
            }
            first += sense.hiddenUnits();
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("No sense of " + choice.senses() + " has a layer " + layer
                + " to extract features from.");
        }
        return parts;
    }

    @Override
    FeatureExtraction beside(final Compute own) {
        return new FeatureExtraction(network, parts, kind, seed, own);
    }

    @Override
    UpwardPass upward() {
        return pass;
    }

    @Override
    FloatMatrix input() {
        return pass.input();
    }

    @Override
    void infer(final int rows, final long batch) {
        if (kind == FeatureKind.SAMPLES) {
            pass.sample(rows, highest, seed, batch);
        } else {
            pass.expect(rows, highest);
        }
    }

    @Override
    void read(final float[][] results, final int rows) {
        int at = 0;
        for (final Part part : parts) {
            final int target = at;
            compute.read(pass.level(part.layer()), rows, (row, column, block, length) -> {
                final int from = Math.max(column, part.first());
                final int to = Math.min(column + length, part.first() + part.units());
                if (from < to) {
                    System.arraycopy(block, from - column, results[row], target + from - part.first(), to - from);
                }
            });
            at += part.units();
        }
    }
}
