// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.OptimizerKind;

/**
 * Back-propagation to ten classes by Adam with dropout, and what it reaches on images that it did not see.
 *
 * @param epochs passes over the training images
 * @param batchSize images in a batch
 * @param learningRate of the first epoch
 * @param learningRateDecay d: the rate of epoch e, from 0 on, is divided by 1 + d e
 * @param inputDropout the share of pixels left out
 * @param hiddenDropout the share of hidden units left out
 * @param frozenLayers layers that stay as they are
 * @param averagedEpochs the last epochs whose weights are averaged, 0 to keep the last
 */
record Classification(int epochs, int batchSize, double learningRate, double learningRateDecay, double inputDropout,
    double hiddenDropout, int frozenLayers, int averagedEpochs) {

    private static final double MOMENTUM = 0.9;

    private static final int ALL_THREADS = 0;

    /** Trains from a network, measures once, after the last epoch, and reports. */
    void run(final String name, final DeepBeliefNetwork start, final LabelledImages training,
        final LabelledImages heldOut, final long seed, final Report report) throws IOException {
        report.phase(name + ", " + training.size() + " labelled images, " + epochs + " epochs of back-propagation");
        final FineTuning.Settings settings =
            new FineTuning.Settings(new FineTuning.Target.Classes(LabelledImages.CLASSES), epochs, batchSize,
                OptimizerKind.ADAM, learningRate, learningRateDecay, MOMENTUM, 0, inputDropout, hiddenDropout,
                frozenLayers, false, 0, 0, averagedEpochs, seed, ALL_THREADS);
        try (SampleMatrix samples = training.samples()) {
            final DeepBeliefNetwork network = FineTuning.train(start, samples, settings, report).network();
            report.figure("error on " + heldOut.size() + " held-out images",
                Scores.errorPercent(network, Prediction.Source.HEAD, heldOut), "%");
        }
    }
}
