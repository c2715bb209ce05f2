// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.model.DeepBeliefNetwork;

/** The hidden units of chosen layers as features of each row, in the order in which the layers were chosen. */
public final class FeatureExtraction extends RowInference {

    private final UpwardPass pass;

    private final int[] layers;

    private final int highest;

    private final FeatureKind kind;

    private final long seed;

    /**
     * @param layers the layers, counted from 1 at the bottom; at least one
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
        super(network, units(network, layers), Compute.open(threads, precision));
        this.layers = layers.stream().mapToInt(Integer::intValue).toArray();
        this.highest = layers.stream().mapToInt(Integer::intValue).max().getAsInt();
        this.kind = kind;
        this.seed = seed;
        try {
            this.pass = new UpwardPass(compute, network.layers(), BATCH_ROWS);
        } catch (RuntimeException | Error failure) {
            compute.close();
            throw failure;
        }
    }

    private static int units(final DeepBeliefNetwork network, final List<Integer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("No layer is chosen to extract features from.");
        }
        int units = 0;
        for (final int layer : layers) {
            if (layer < 1 || layer > network.layers().size()) {
                throw new IllegalArgumentException("There is no layer " + layer + " to extract features from: the "
                    + "network has layers 1 to " + network.layers().size() + ".");
            }
            units = Math.addExact(units, network.layers().get(layer - 1).hiddenUnits());
        }
        return units;
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
        for (final int layer : layers) {
            compute.read(pass.level(layer), rows, results, at);
            at += pass.level(layer).columns();
        }
    }
}
