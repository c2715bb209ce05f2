// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;

/**
 * What the network makes of each row when it goes up through all layers and comes down again, and how well the two
 * agree. Missing inputs, NaN in the rows, can be filled with what the network expects there.
 * <p>
 * The results of a row are: the reconstructed units (means); the input units with the missing ones filled; the mean
 * squared error over the units that were there; the free energy in nats, up to a constant of the network: for a single
 * layer that of the row, for more layers that of what the associative memory sees of it.
 */
public final class Reconstruction extends RowInference {

    /** How missing inputs are filled. */
    public enum Fill {
        /** With the means of the training rows. */
        TRAINING_MEANS,
        /** By Gibbs sampling with the known inputs clamped; the mean over the second half of the steps. */
        CLAMPED_GIBBS,
        /** By passing means up and down with the known inputs clamped. */
        MEAN_FIELD
    }

    private final Fill fill;

    private final int steps;

    private final long seed;

    private final int layers;

    private final int units;

    private final FloatMatrix given;

    private final UpwardPass up;

    private final DownwardPass down;

    private final MemoryFreeEnergy energy;

    private final float[] trainingMeans;

    private final FloatMatrix sums;

    private final float[] row;

    private final float[] other;

    private FloatMatrix reconstruction;

    /**
     * @param fill how missing inputs are filled
     * @param steps how many times they are passed up and down for it, at least 1
     * @param seed of the samples
     * @param threads that compute, 0 for one a processor
     */
    public Reconstruction(final DeepBeliefNetwork network, final Fill fill, final int steps, final long seed,
        final int threads) {
        super(network, 2 * network.encoding().units() + 2, Compute.open(threads));
        this.fill = fill;
        this.steps = Math.max(1, steps);
        this.seed = seed;
        layers = network.layers().size();
        units = network.encoding().units();
        given = compute.zeros(BATCH_ROWS, units);
        up = new UpwardPass(compute, network.layers(), BATCH_ROWS);
        down = new DownwardPass(compute, network.layers(), BATCH_ROWS);
        energy = new MemoryFreeEnergy(compute, network, BATCH_ROWS);
        trainingMeans = network.encoding().means();
        sums = compute.zeros(BATCH_ROWS, units);
        row = new float[units];
        other = new float[units];
    }

    @Override
    FloatMatrix input() {
        return given;
    }

    @Override
    void infer(final int rows, final long batch) {
        boolean missing = false;
        for (int r = 0; r < rows; r++) {
            given.readRow(r, row);
            for (int i = 0; i < units; i++) {
                if (Float.isNaN(row[i])) {
                    row[i] = trainingMeans[i];
                    missing = true;
                }
            }
            up.input().writeRow(r, row);
        }
        if (missing && fill == Fill.MEAN_FIELD) {
            for (int step = 0; step < steps; step++) {
                checkCancelled();
                up.expect(rows, layers);
                fillFrom(down.expect(up.level(layers), rows), rows, 1);
            }
        } else if (missing && fill == Fill.CLAMPED_GIBBS) {
            sample(rows, batch);
        }
        up.expect(rows, layers);
        energy.infer(up.level(layers - 1), rows, null);
        reconstruction = down.expect(up.level(layers), rows);
    }

    private void sample(final int rows, final long batch) {
        sums.fill(0);
        final int burnIn = steps / 2;
        for (int step = 0; step < steps; step++) {
            checkCancelled();
            final long number = batch * steps + step;
            up.sample(rows, layers, seed, number);
            if (step >= burnIn) {
                final FloatMatrix means = down.sample(up.level(layers), rows, false, seed, number);
                for (int r = 0; r < rows; r++) {
                    means.readRow(r, row);
                    sums.readRow(r, other);
                    for (int i = 0; i < units; i++) {
                        other[i] += row[i];
                    }
                    sums.writeRow(r, other);
                }
            }
            fillFrom(down.sample(up.level(layers), rows, true, seed, number), rows, 1);
        }
        fillFrom(sums, rows, 1f / (steps - burnIn));
    }

    /** Sets the missing inputs to {@code factor} times the units of a matrix. */
    private void fillFrom(final FloatMatrix source, final int rows, final float factor) {
        for (int r = 0; r < rows; r++) {
            source.readRow(r, other);
            given.readRow(r, row);
            for (int i = 0; i < units; i++) {
                if (Float.isNaN(row[i])) {
                    row[i] = factor * other[i];
                }
            }
            up.input().writeRow(r, row);
        }
    }

    @Override
    void read(final int index, final float[] results) {
        reconstruction.readRow(index, 0, results, 0, units);
        up.input().readRow(index, 0, results, units, units);
        given.readRow(index, row);
        double sum = 0;
        int known = 0;
        for (int i = 0; i < units; i++) {
            if (!Float.isNaN(row[i])) {
                final double difference = row[i] - results[i];
                sum += difference * difference;
                known++;
            }
        }
        results[2 * units] = known == 0 ? Float.NaN
            : Double.isNaN(sum) ? Float.POSITIVE_INFINITY : (float)(sum / known);
        results[2 * units + 1] = (float)energy.freeEnergy(index);
    }
}
