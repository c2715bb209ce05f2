// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;

/** How well a network does on samples: what a training measures after an epoch. */
public final class Evaluation {

    private Evaluation() {
    }

    /**
     * The share of rows whose most probable class is the one in target 0. Rows without a class do not count.
     *
     * @param mostRows once so many rows are tried, no further batch is
     * @param cancelled asked before each batch
     * @return NaN if no row counts
     * @throws CancellationException if it said yes
     */
    public static double accuracy(final Compute compute, final DeepBeliefNetwork network,
        final Prediction.Source source, final SampleMatrix samples, final Split.Part rows, final long mostRows,
        final BooleanSupplier cancelled) {
        try (Prediction prediction = Prediction.on(compute, network, source);
            FloatMatrix targets = FloatMatrix.zeros(RowInference.BATCH_ROWS, samples.targets())) {
            final MiniBatches batches = new MiniBatches(samples, rows, RowInference.BATCH_ROWS, 0);
            final float[][] probabilities = new float[RowInference.BATCH_ROWS][prediction.outputs()];
            final StoredRow predicted = prediction.row();
            final float[][] wanted = new float[RowInference.BATCH_ROWS][samples.targets()];
            long right = 0;
            long counted = 0;
            long tried = 0;
            for (long batch = 0; batch < batches.batches() && tried < mostRows; batch++) {
                checkCancelled(cancelled);
                final int count = batches.fill(compute, batch, prediction.input(), targets);
                prediction.infer(count, batch);
                prediction.read(probabilities, count);
                compute.read(targets, count, wanted, 0);
                tried += count;
                for (int row = 0; row < count; row++) {
                    if (!Float.isNaN(wanted[row][0])) {
                        right += mostProbable(predicted.of(probabilities[row])) == (int)wanted[row][0] ? 1 : 0;
                        counted++;
                    }
                }
            }
            return counted == 0 ? Double.NaN : (double)right / counted;
        }
    }

    private static void checkCancelled(final BooleanSupplier cancelled) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("Measuring was cancelled.");
        }
    }

    /** The index of the largest probability; of equal ones the first. */
    public static int mostProbable(final RowResults probabilities) {
        int best = 0;
        for (int c = 1; c < probabilities.size(); c++) {
            if (probabilities.at(c) > probabilities.at(best)) {
                best = c;
            }
        }
        return best;
    }

    /**
     * The mean over rows and visible units of the squared difference between a value and what comes down again when it
     * went up through all layers, as means both ways.
     *
     * @param mostRows once so many rows are tried, no further batch is
     * @param cancelled asked before each batch
     * @return NaN if there are no rows
     * @throws CancellationException if it said yes
     */
    public static double reconstructionError(final Compute compute, final DeepBeliefNetwork network,
        final SampleMatrix samples, final Split.Part rows, final long mostRows, final BooleanSupplier cancelled) {
        try (Compute part = compute.part()) {
            network.requireNoOrder("The reconstruction error of rows in any order");
            final int levels = network.levels().size();
            final UpwardPass up = new UpwardPass(part, network, RowInference.BATCH_ROWS);
            final DownwardPass down = new DownwardPass(part, network.levels(), RowInference.BATCH_ROWS);
            final MiniBatches batches = new MiniBatches(samples, rows, RowInference.BATCH_ROWS, 0);
            double sum = 0;
            long counted = 0;
            for (long batch = 0; batch < batches.batches() && counted < mostRows; batch++) {
                checkCancelled(cancelled);
                final int count = batches.fill(compute, batch, up.input());
                up.expect(count, levels);
                final FloatMatrix means = down.expect(up.level(levels), count);
                sum += compute.squaredDistance(up.input(), means, count, null);
                counted += count;
            }
            return counted == 0 ? Double.NaN : sum / counted / samples.units();
        }
    }
}
