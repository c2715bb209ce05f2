// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.OptimizerKind;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.TrainingSettings;

/**
 * Back-propagation to ten classes by Adam with dropout, and what it reaches on images that it did not see.
 *
 * @param epochs passes over the training images
 * @param batchSize images in a batch
 * @param rate the learning rate
 * @param dropout the shares of pixels and hidden units left out
 * @param frozenLayers layers that stay as they are
 */
record Classification(Epochs epochs, int batchSize, Schedule rate, Dropout dropout, int frozenLayers) {

    private static final double MOMENTUM = 0.9;

    /** Trains from a network, measures once, after the last epoch, and reports. */
    void run(final String name, final DeepBeliefNetwork start, final LabelledImages training,
        final LabelledImages heldOut, final long seed, final Report report) throws IOException {
        report.phase(name + ", " + training.size() + " labelled images, " + epochs.count()
            + " epochs of back-propagation");
        final FineTuning.Settings settings =
            new FineTuning.Settings(new FineTuning.Target.Classes(LabelledImages.CLASSES),
                TrainingSettings.of(batchSize, seed), epochs,
                new FineTuning.Descent(OptimizerKind.ADAM, rate, MOMENTUM, 0), dropout, frozenLayers, false);
        try (SampleMatrix samples = training.samples()) {
            final DeepBeliefNetwork network = FineTuning.train(start, samples, settings, report).network();
            report.figure("error on " + heldOut.size() + " held-out images",
                Scores.errorPercent(network, Prediction.Source.HEAD, heldOut), "%");
        }
    }
}
