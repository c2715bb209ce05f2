// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.infer.Evaluation;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.TrainingStep;

/** A network that is ready to be tuned by wake-sleep. */
public final class WakeSleepWork implements TuningWork {

    private static final float INITIAL_LABEL_WEIGHTS = 0.01f;

    /** Enough rows to see the reconstruction error of and the accuracy on the training rows in an epoch's log. */
    private static final int MEASURED_ROWS = 1024;

    private static final double SMALLEST_PROBABILITY = 0.001;

    private final Compute compute;

    private final DeepBeliefNetwork network;

    private final WakeSleepTuning.Settings settings;

    private final DenseLayer lowest;

    private final WakeSleep learner;

    /**
     * @param compute gives the memory, which is released with it
     * @param network where to start; it is not changed
     * @param settings how. Parts of the rows must have the same but for the seed, of which each needs its own.
     * @param fit of the classes of all rows to learn from
     * @param batchSize the most rows of a batch
     */
    public WakeSleepWork(final Compute compute, final DeepBeliefNetwork network,
        final WakeSleepTuning.Settings settings, final TargetFit fit, final int batchSize) {
        this.compute = compute;
        this.network = network;
        this.settings = settings;
        final List<DenseLayer> layers = new ArrayList<>(DenseLayer.all(network.layers()));
        final AssociativeMemory memory = network.memory();
        final int top = layers.size() - 1;
        layers.set(top, layers.get(top).withRecognition(memory.weights(), memory.hiddenBiases())
            .withGeneration(memory.weights(), memory.visibleBiases()));
        lowest = layers.get(0);
        layers.set(0, lowest.standardised(compute));
        final AssociativeMemory start = labels(fit).map(AssociativeMemory.of(layers.get(top))::withLabels)
            .orElse(AssociativeMemory.of(layers.get(top)));
        learner = new WakeSleep(compute, layers, start, settings, batchSize);
    }

    /** The network's label units, or new ones with small random weights if a class column calls for them. */
    private Optional<LabelUnits> labels(final TargetFit fit) {
        if (network.memory().labels().isPresent() || settings.classColumn().isEmpty()) {
            return network.memory().labels();
        }
        final ClassColumn column = settings.classColumn().get();
        final FloatMatrix weights = compute.zeros(column.size(), network.lastLayer().hiddenUnits());
        compute.fillGaussian(weights, INITIAL_LABEL_WEIGHTS,
            RandomRows.byPlace().key(RandomStream.NEW_LABELS.key(settings.training().seed(), 0)));
        final double[] shares = fit.shares();
        final float[] biases = new float[column.size()];
        for (int c = 0; c < biases.length; c++) {
            biases[c] = (float)Math.log(Math.max(shares[c], SMALLEST_PROBABILITY));
        }
        return Optional.of(new LabelUnits(column, weights, biases));
    }

    @Override
    public Learner learner() {
        return learner;
    }

    @Override
    public Course course(final SampleMatrix samples, final Split.Part learned, final Split.Part heldOut,
        final Training training) {
        return new Tuning(samples, learned, heldOut, training);
    }

    @Override
    public DeepBeliefNetwork network(final long rows) {
        return network(compute, rows, FloatMatrix::copy);
    }

    private DeepBeliefNetwork network(final Compute part, final long rows, final UnaryOperator<FloatMatrix> copy) {
        final List<DenseLayer> layers = learner.layers(copy);
        layers.set(0, layers.get(0).withStandardDeviationsOf(network.layers().get(0).dense(), part, copy));
        final AssociativeMemory memory = AssociativeMemory.of(layers.get(layers.size() - 1));
        final TrainingStep step = new TrainingStep(TrainingStep.WAKE_SLEEP, RecordedSettings.of(settings), rows,
            settings.training().seed());
        return network.trained(layers, learner.labelUnits(copy).map(memory::withLabels).orElse(memory),
            Optional.empty(), step);
    }

    @Override
    public void close() {
        learner.close();
    }

    /** The learner's way through the rows. */
    private final class Tuning implements Course {

        private final SampleMatrix samples;

        private final Split.Part learned;

        private final Split.Part heldOut;

        private final Training training;

        private final BatchSource batches;

        Tuning(final SampleMatrix samples, final Split.Part learned, final Split.Part heldOut,
            final Training training) {
            this.samples = samples;
            this.learned = learned;
            this.heldOut = heldOut;
            this.training = training;
            batches = BatchSource.whole(compute, samples, learned, settings.training(),
                lowest.standard() ? null : compute.vector(lowest.visibleStandardDeviations()));
        }

        @Override
        public Learner learner() {
            return learner;
        }

        @Override
        public BatchSource batches() {
            return batches;
        }

        @Override
        public Epochs epochs() {
            return settings.epochs();
        }

        @Override
        public Rates rates(final int epoch) {
            return new Rates(epoch, (float)settings.rates().top(epoch), (float)settings.momentum());
        }

        @Override
        public String steepness(final int epoch) {
            return "the learning rates (wake " + settings.rates().wake(epoch) + ", top " + settings.rates().top(epoch)
                + ", sleep " + settings.rates().sleep(epoch) + ")"
                + (settings.classColumn().isEmpty() || settings.discriminativeWeight() == 1 ? ""
                    : " or the discriminative weight (" + settings.discriminativeWeight() + ")");
        }

        @Override
        public TrainingLog.Entry measure(final Epoch epoch) {
            try (Compute part = compute.part()) {
                final DeepBeliefNetwork tuned = network(part, learned.size(), part::copy);
                return TrainingLog.Entry.of(new TrainingLog.LayerRange(1, tuned.layers().size()),
                    TrainingLog.WAKE_SLEEP, epoch.number(),
                    new TrainingLog.Layers(Double.NaN, epoch.weightNorm()), epoch.speed())
                    .withReconstruction(new TrainingLog.Pair(
                        Evaluation.reconstructionError(part, tuned, samples, learned, MEASURED_ROWS,
                            training::cancelled),
                        Evaluation.reconstructionError(part, tuned, samples, heldOut, Long.MAX_VALUE,
                            training::cancelled)))
                    .withAccuracies(new TrainingLog.Pair(accuracy(part, tuned, learned, MEASURED_ROWS),
                        accuracy(part, tuned, heldOut, Long.MAX_VALUE)));
            }
        }

        private double accuracy(final Compute part, final DeepBeliefNetwork tuned, final Split.Part rows,
            final long mostRows) {
            return settings.classColumn().isEmpty() ? Double.NaN : Evaluation.accuracy(part, tuned,
                Prediction.Source.LABEL_UNITS, samples, rows, mostRows, training::cancelled);
        }
    }
}
