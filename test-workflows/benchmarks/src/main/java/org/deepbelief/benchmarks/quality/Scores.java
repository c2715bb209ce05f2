// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;

import org.deepbelief.engine.infer.Evaluation;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.infer.Reconstruction;
import org.deepbelief.engine.model.DeepBeliefNetwork;

/** How well a network does on images. */
final class Scores {

    private static final int ALL_THREADS = 0;

    private Scores() {
    }

    /** The share of images whose most probable class is not theirs, in per cent. */
    static double errorPercent(final DeepBeliefNetwork network, final Prediction.Source source,
        final LabelledImages images) throws IOException {
        final int[] counts = new int[2];
        try (Prediction prediction = new Prediction(network, source, ALL_THREADS)) {
            prediction.run(images.source(), probabilities -> {
                final boolean wrong = Evaluation.mostProbable(probabilities) != images.labels()[counts[0]++];
                counts[1] += wrong ? 1 : 0;
            });
        }
        return 100.0 * counts[1] / counts[0];
    }

    /** The most probable classes of images. */
    static byte[] classes(final DeepBeliefNetwork network, final LabelledImages images) throws IOException {
        final byte[] classes = new byte[images.size()];
        final int[] at = new int[1];
        try (Prediction prediction = new Prediction(network, Prediction.Source.HEAD, ALL_THREADS)) {
            prediction.run(images.source(),
                probabilities -> classes[at[0]++] = (byte)Evaluation.mostProbable(probabilities));
        }
        return classes;
    }

    /** The sum over pixels, in [0, 1], of the squared error of the reconstruction; mean over images. */
    static double squaredErrorPerImage(final DeepBeliefNetwork network, final LabelledImages images)
        throws IOException {
        final double[] sum = new double[1];
        final int units = network.encoding().units();
        try (Reconstruction reconstruction =
            Reconstruction.withoutFreeEnergy(network, Reconstruction.Fill.TRAINING_MEANS, 1, 0, ALL_THREADS)) {
            reconstruction.run(images.source(), values -> {
                for (int i = 0; i < units; i++) {
                    final double difference = values.at(i) - values.at(units + i);
                    sum[0] += difference * difference;
                }
            });
        }
        return sum[0] / images.size();
    }
}
