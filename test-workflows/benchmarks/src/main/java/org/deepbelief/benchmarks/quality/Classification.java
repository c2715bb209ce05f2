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
import org.deepbelief.engine.train.Smoothness;

/**
 * Back-propagation to ten classes by Adam with dropout or smoothness, and what it reaches on images that it did not
 * see.
 *
 * @param epochs passes over the training images
 * @param batchSize images in a batch
 * @param rate the learning rate
 * @param dropout the shares of pixels and hidden units left out
 * @param frozenLayers layers that stay as they are
 * @param smoothness how steady the outputs are to be
 */
record Classification(Epochs epochs, int batchSize, Schedule rate, Dropout dropout, int frozenLayers,
    Smoothness smoothness) {

    private static final double MOMENTUM = 0.9;

    /** Without smoothness. */
    Classification(final Epochs epochs, final int batchSize, final Schedule rate, final Dropout dropout,
        final int frozenLayers) {
        this(epochs, batchSize, rate, dropout, frozenLayers, Smoothness.NONE);
    }

    /** Trains from a network, measures once, after the last epoch, and reports. */
    void run(final String name, final DeepBeliefNetwork start, final LabelledImages training,
        final LabelledImages heldOut, final Run run, final Report report) throws IOException {
        try (SampleMatrix samples = training.samples()) {
            measure(train(name + ", " + training.size() + " labelled images", start, samples, run, report), heldOut,
                report);
        }
    }

    /** Trains from a network, by rows of which some may lack their label. */
    DeepBeliefNetwork train(final String name, final DeepBeliefNetwork start, final SampleMatrix samples,
        final Run run, final Report report) {
        report.phase(name + ", " + epochs.count() + " epochs of back-propagation");
        final FineTuning.Settings settings =
            new FineTuning.Settings(new FineTuning.Target.Classes(LabelledImages.CLASSES),
                run.training(batchSize), epochs,
                new FineTuning.Descent(OptimizerKind.ADAM, rate, MOMENTUM, 0), dropout, frozenLayers, false,
                smoothness);
        return FineTuning.train(start, samples, settings, report).network();
    }

    /** Reports the error of a network. */
    static void measure(final DeepBeliefNetwork network, final LabelledImages heldOut, final Report report)
        throws IOException {
        report.figure("error on " + heldOut.size() + " held-out images",
            Scores.errorPercent(network, Prediction.Source.HEAD, heldOut), "%");
    }
}
