// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.ArrayList;
import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.SideBySide;

/**
 * The hidden units of chosen layers as features of each row, in the order in which the layers were chosen. Of a layer
 * below those that several senses have in common, they are the units of all senses that have so many layers, in the
 * order of the senses.
 */
public final class FeatureExtraction extends RowInference {

    private final UpwardPass pass;

    private final List<Part> parts;

    private final int highest;

    private final FeatureKind kind;

    private final long seed;

    /**
     * @param layers the layers, counted from 1 at the bottom: those of the senses, if there are several, then those
     *            that they have in common; at least one
     * @param kind means or samples
     * @param seed of the samples
     * @param threads that compute, 0 for one a processor
     * @throws IllegalArgumentException if there is no such layer
     */
    public FeatureExtraction(final DeepBeliefNetwork network, final List<Integer> layers, final FeatureKind kind,
        final long seed, final int threads) {
        this(network, layers, kind, seed, threads, Precision.FLOAT32);
    }

    /** As above, with products of another precision. */
    public FeatureExtraction(final DeepBeliefNetwork network, final List<Integer> layers, final FeatureKind kind,
        final long seed, final int threads, final Precision precision) {
        super(network, parts(network, layers).stream().mapToInt(Part::units).reduce(0, Math::addExact),
            Compute.open(threads, precision));
        this.parts = parts(network, layers);
        this.highest = layers.stream().mapToInt(Integer::intValue).max().getAsInt();
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

    private static List<Part> parts(final DeepBeliefNetwork network, final List<Integer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("No layer is chosen to extract features from.");
        }
        final List<Part> parts = new ArrayList<>();
        for (final int layer : layers) {
            if (layer < 1 || layer > network.levels().size()) {
                throw new IllegalArgumentException("There is no layer " + layer + " to extract features from: the "
                    + "network has layers 1 to " + network.levels().size() + ".");
            }
            if (network.levels().get(layer - 1) instanceof SideBySide senses) {
                int first = 0;
                for (final SideBySide.Part sense : senses.parts()) {
                    if (sense.layer().isPresent()) {
                        parts.add(new Part(layer, first, sense.hiddenUnits()));
                    }
                    first += sense.hiddenUnits();
                }
            } else {
                parts.add(new Part(layer, 0, network.levels().get(layer - 1).hiddenUnits()));
            }
        }
        return parts;
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
