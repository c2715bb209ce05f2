// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.infer.SequenceLikelihood;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.RecurrentLayer;
import org.deepbelief.engine.train.BoltzmannMachineSettings;
import org.deepbelief.engine.train.Chain;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Learning;
import org.deepbelief.engine.train.Momentum;
import org.deepbelief.engine.train.Penalty;
import org.deepbelief.engine.train.RecurrentSettings;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.units.UnitType;

/**
 * The log-likelihood of frames of music given those before them (Boulanger-Lewandowski, Bengio and Vincent 2012, table
 * 1), of a recurrent temporal RBM beside one of frames alone, and beside recurrent training of frames whose order is
 * taken away, which leaves nothing for its temporal weights to tell: with the weight decay and the batches of the one
 * of frames alone, as whose figure it is to be.
 */
final class MusicExperiments {

    private static final int CHAINS = 100;

    private static final int TEMPERATURES = 1000;

    private static final int HIDDEN = 200;

    private static final int PIECE_ROWS = 128;

    private static final int BATCH_OF_FRAMES = 100;

    private static final double WEIGHT_DECAY_OF_FRAMES = 0.0002;

    /** A corpus, with what was chosen by the log-likelihood of its validation part. */
    private record Corpus(String name, int epochs, int batchRows, double rate, double weightDecay, long measured) {
    }

    private static final Corpus JSB = new Corpus("jsb", 160, 2 * PIECE_ROWS, 0.005, 0.06, Long.MAX_VALUE);

    private static final Corpus NOTTINGHAM = new Corpus("nottingham", 20, 2 * PIECE_ROWS, 0.005, 0.02, 2000);

    private MusicExperiments() {
    }

    /** Chorales of Bach, all test frames. */
    static void jsb(final Path folder, final Path models, final Run run, final Report report) throws IOException {
        run(JSB, folder, run, report);
    }

    /** Folk tunes, 2,000 test frames. */
    static void nottingham(final Path folder, final Path models, final Run run, final Report report)
        throws IOException {
        run(NOTTINGHAM, folder, run, report);
    }

    private static void run(final Corpus corpus, final Path folder, final Run run, final Report report)
        throws IOException {
        final PianoRolls training = PianoRolls.read(folder.resolve(corpus.name() + "-train.csv"));
        final PianoRolls test = PianoRolls.read(folder.resolve(corpus.name() + "-test.csv"));
        try (SampleMatrix pieces = training.samples(); SampleMatrix frames = training.withoutOrder();
            SampleMatrix testPieces = test.samples(); SampleMatrix testFrames = test.withoutOrder()) {
            report.phase(HIDDEN + " hidden units, frames alone, contrastive divergence");
            measure(still((DenseLayer)learn(training, frames, still(corpus), BATCH_OF_FRAMES, run, report)),
                testFrames, corpus, run, report);
            report.phase(HIDDEN + " hidden units, recurrent, order taken away");
            measure((RecurrentLayer)learn(training, frames, recurrent(corpus, WEIGHT_DECAY_OF_FRAMES), BATCH_OF_FRAMES,
                run, report), testFrames, corpus, run, report);
            report.phase(HIDDEN + " hidden units, recurrent");
            measure((RecurrentLayer)learn(training, pieces, recurrent(corpus, corpus.weightDecay()),
                corpus.batchRows(), run, report), testPieces, corpus, run, report);
        }
    }

    private static LayerSettings still(final Corpus corpus) {
        return BoltzmannMachineSettings.plain(HiddenUnits.of(HIDDEN, UnitType.bernoulli()),
            new Learning(corpus.epochs(), new Schedule(0.05, 0.05), new Momentum(0.5, 0.9, 3),
                Penalty.l2(WEIGHT_DECAY_OF_FRAMES)))
            .withChain(new Chain(10, false, true));
    }

    private static LayerSettings recurrent(final Corpus corpus, final double weightDecay) {
        return new RecurrentSettings(HiddenUnits.of(HIDDEN, UnitType.bernoulli()),
            new Learning(corpus.epochs(), new Schedule(corpus.rate(), 6.0 / corpus.epochs()), Momentum.constant(0.9),
                Penalty.l2(weightDecay)), new Chain(10, false, true), PIECE_ROWS, 5);
    }

    private static Layer learn(final PianoRolls rolls, final SampleMatrix samples, final LayerSettings layer,
        final int batchRows, final Run run, final Report report) throws IOException {
        return LayerwisePretraining.train(samples, rolls.encoding(), new LayerwisePretraining.Settings(List.of(layer),
            run.training(batchRows), Optional.empty()), report).network().layers().get(0);
    }

    /** A machine of frames alone as one that carries nothing from frame to frame. */
    private static RecurrentLayer still(final DenseLayer layer) {
        final int hidden = layer.hiddenUnits();
        return new RecurrentLayer(layer.visibleGroups(), new RecurrentLayer.Transition(new float[hidden],
            FloatMatrix.zeros(hidden, hidden), FloatMatrix.zeros(hidden, layer.visibleUnits())),
            layer.recognitionWeights(), layer.visibleBiases(), layer.hiddenBiases(),
            layer.visibleStandardDeviations());
    }

    private static void measure(final RecurrentLayer layer, final SampleMatrix samples, final Corpus corpus,
        final Run run, final Report report) {
        try (Compute compute = Compute.open(0)) {
            final SequenceLikelihood.Estimate estimate = SequenceLikelihood.estimate(compute, layer, samples,
                new SequenceLikelihood.Settings(CHAINS, TEMPERATURES, corpus.measured(), run.seed()));
            report.figure("log-likelihood of a test frame, mean of " + estimate.rows() + " (standard error of the"
                + " estimate " + String.format(Locale.ROOT, "%.4f", estimate.standardError()) + ")",
                estimate.mean(), "nats");
        }
    }
}
