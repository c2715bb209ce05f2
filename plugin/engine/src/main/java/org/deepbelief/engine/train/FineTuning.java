// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.model.TrainingStep;

/**
 * Fine-tuning by back-propagation from the recognition weights: softmax outputs under cross-entropy for a class column,
 * linear outputs under least squares for numbers, or, without a target, the whole stack unrolled into an autoencoder
 * with the generative weights as its decoder (Hinton and Salakhutdinov 2006).
 * <p>
 * The associative memory and, but for the autoencoder, the generative weights stay as they were.
 */
public final class FineTuning {

    /** What the network learns to give. */
    public sealed interface Target permits Target.Classes, Target.Numbers, Target.Inputs {

        /**
         * The class in target 0 of the samples.
         *
         * @param column the class column
         */
        record Classes(ClassColumn column) implements Target {
        }

        /**
         * The numbers in the targets of the samples.
         *
         * @param columns their names, one a target
         */
        record Numbers(List<String> columns) implements Target {
            public Numbers {
                columns = List.copyOf(columns);
            }
        }

        /** Its own inputs, through the code of the last layer. */
        record Inputs() implements Target {
        }
    }

    /**
     * How the gradient is followed.
     *
     * @param optimizer how
     * @param rate the learning rate
     * @param momentum in [0, 1); for Adam the decay of the first moment
     * @param weightDecay L2: in a step each weight w loses rate * weightDecay * w; at least 0
     */
    public record Descent(OptimizerKind optimizer, Schedule rate, double momentum, double weightDecay) {

        /** @throws IllegalArgumentException if a setting is out of its range; the message names it */
        public Descent {
            Ranges.share("momentum", momentum);
            Ranges.notNegative("weight decay", weightDecay);
        }

        Rates rates(final int epoch) {
            return new Rates(epoch, (float)rate.rate(epoch), (float)momentum);
        }
    }

    /**
     * How to fine-tune.
     *
     * @param target what the network learns to give
     * @param training how the training runs
     * @param epochs at least one
     * @param descent how the gradient is followed
     * @param dropout which units are left out
     * @param frozenLayers how many layers, from the bottom, keep their weights
     * @param balancedClasses whether each class counts the same, however many rows it has
     */
    public record Settings(Target target, TrainingSettings training, Epochs epochs, Descent descent, Dropout dropout,
        int frozenLayers, boolean balancedClasses) {

        /** @throws IllegalArgumentException if a setting is out of its range; the message names it */
        public Settings {
            Ranges.atLeast("number of epochs", epochs.count(), 1);
            Ranges.atLeast("number of frozen layers", frozenLayers, 0);
            if (epochs.patience() > 0 && training.validationShare() == 0) {
                throw new IllegalArgumentException(
                    "Early stopping needs rows to measure on: choose a validation share above 0.");
            }
        }

        /** These for another target. */
        public Settings withTarget(final Target wanted) {
            return new Settings(wanted, training, epochs, descent, dropout, frozenLayers, balancedClasses);
        }

        /** These for another way to run and other epochs, which may need each other. */
        public Settings withTraining(final TrainingSettings run, final Epochs passes) {
            return new Settings(target, run, passes, descent, dropout, frozenLayers, balancedClasses);
        }

        /** These with another way to follow the gradient. */
        public Settings withDescent(final Descent steps) {
            return new Settings(target, training, epochs, steps, dropout, frozenLayers, balancedClasses);
        }

        /** These with other units left out. */
        public Settings withDropout(final Dropout shares) {
            return new Settings(target, training, epochs, descent, shares, frozenLayers, balancedClasses);
        }

        /** These with so many layers frozen. */
        public Settings withFrozenLayers(final int layers) {
            return new Settings(target, training, epochs, descent, dropout, layers, balancedClasses);
        }

        /** These with classes that count the same or not. */
        public Settings withBalancedClasses(final boolean balanced) {
            return new Settings(target, training, epochs, descent, dropout, frozenLayers, balanced);
        }
    }

    private final DeepBeliefNetwork network;

    private final SampleMatrix samples;

    private final Settings settings;

    private final TrainingMonitor monitor;

    private final Split.Part learned;

    private final Split.Part heldOut;

    private double[] offsets;

    private double[] scales;

    private float[] classWeights;

    private FineTuning(final DeepBeliefNetwork network, final SampleMatrix samples, final Settings settings,
        final TrainingMonitor monitor) {
        this.network = network;
        this.samples = samples;
        this.settings = settings;
        this.monitor = monitor;
        final int classes = settings.target() instanceof Target.Classes target ? target.column().size() : 0;
        final Split split = Split.of(samples, settings.training().validationShare(), classes, settings.training().seed());
        learned = withTarget(split.training());
        heldOut = withTarget(split.validation());
    }

    /**
     * Fine-tunes a network.
     *
     * @param network where to start; it is not changed
     * @param samples rows of its encoding, with their targets. Rows without any target are left out.
     * @param monitor watches
     * @return the network with its new output head (none for the autoencoder), and the loss of each epoch
     * @throws IllegalArgumentException if samples, network and settings do not fit together; the message says how
     * @throws CancellationException if the monitor cancels
     * @throws DivergenceException if the loss or the weights explode
     */
    public static TrainingResult train(final DeepBeliefNetwork network, final SampleMatrix samples,
        final Settings settings, final TrainingMonitor monitor) {
        check(network, samples, settings);
        final FineTuning tuning = new FineTuning(network, samples, settings, monitor);
        try (Compute compute = Compute.open(settings.training().threads())) {
            return tuning.run(compute);
        }
    }

    private static void check(final DeepBeliefNetwork network, final SampleMatrix samples, final Settings settings) {
        if (samples.units() != network.encoding().units()) {
            throw new IllegalArgumentException("The rows have " + samples.units() + " units, but the network takes "
                + network.encoding().units() + ".");
        }
        final int layers = network.layers().size();
        if (settings.frozenLayers() > layers) {
            throw new IllegalArgumentException("The network has " + layers + " layers; " + settings.frozenLayers()
                + " of them cannot be frozen.");
        }
        final int wanted = settings.target() instanceof Target.Numbers numbers ? numbers.columns().size()
            : settings.target() instanceof Target.Classes ? 1 : 0;
        if (samples.targets() < wanted) {
            throw new IllegalArgumentException(
                "The rows have " + samples.targets() + " targets where " + wanted + " are to be learned.");
        }
    }

    /** The rows with at least one target. */
    private Split.Part withTarget(final Split.Part rows) {
        if (settings.target() instanceof Target.Inputs) {
            return rows;
        }
        final int targets = settings.target() instanceof Target.Numbers numbers ? numbers.columns().size() : 1;
        final BitSet chosen = new BitSet();
        final float[] values = new float[samples.targets()];
        for (long i = 0; i < rows.size(); i++) {
            samples.readTargets(rows.row(i), values, 0);
            for (int t = 0; t < targets; t++) {
                if (!Float.isNaN(values[t])) {
                    chosen.set((int)rows.row(i));
                }
            }
        }
        return chosen.cardinality() == rows.size() ? rows : Split.Part.of(chosen);
    }

    private TrainingResult run(final Compute compute) {
        if (learned.size() == 0) {
            throw new IllegalArgumentException(settings.target() instanceof Target.Inputs ? "There is no row to learn "
                + "from." : "No row has a target to learn from. Give at least one row a target value.");
        }
        if (settings.epochs().patience() > 0 && heldOut.size() == 0) {
            throw new IllegalArgumentException("Early stopping needs rows to measure on, but a validation share of "
                + settings.training().validationShare() + " of " + learned.size() + " rows holds none out. Choose a larger share,"
                + " or switch early stopping off (0).");
        }
        final List<DenseLayer> layers = new ArrayList<>(DenseLayer.all(network.layers()));
        layers.set(0, layers.get(0).standardised(compute));
        final DenseLayer lowest = network.layers().get(0).dense();
        final boolean decoder = settings.target() instanceof Target.Inputs;
        final boolean remembers = settings.epochs().averaged() > 0 || settings.epochs().patience() > 0;
        try (BackpropagationStep step = step(compute, layers);
            RememberedWeights remembered = remembers ? step.remembered() : null) {
            final List<TrainingLog.Entry> log =
                train(compute, step, remembered, lowest.standard() ? null : lowest.visibleStandardDeviations());
            final List<DenseLayer> tuned = step.layers(layers, decoder);
            tuned.set(0, settings.frozenLayers() > 0 && !decoder ? lowest
                : tuned.get(0).withStandardDeviationsOf(lowest, compute, FloatMatrix::copy));
            return new TrainingResult(network.trained(tuned, network.memory(), head(step),
                new TrainingStep(TrainingStep.FINE_TUNING, RecordedSettings.of(settings), learned.size(), settings.training().seed())),
                new TrainingLog(log));
        }
    }

    private BackpropagationStep step(final Compute compute, final List<DenseLayer> layers) {
        final int hidden = network.lastLayer().hiddenUnits();
        if (settings.target() instanceof Target.Classes classes) {
            if (settings.balancedClasses()) {
                classWeights = balance(classes.column());
            }
            return new BackpropagationStep(compute, layers, false, compute.zeros(hidden, classes.column().size()),
                new float[classes.column().size()], Activation.SOFTMAX, false, settings);
        }
        if (settings.target() instanceof Target.Numbers numbers) {
            final int outputs = numbers.columns().size();
            standardise(numbers.columns());
            return new BackpropagationStep(compute, layers, false, compute.zeros(hidden, outputs),
                new float[outputs], Activation.IDENTITY, true, settings);
        }
        return new BackpropagationStep(compute, layers, true, null, null, null, false, settings);
    }

    private Optional<OutputHead> head(final BackpropagationStep step) {
        if (settings.target() instanceof Target.Classes classes) {
            return Optional
                .of(new OutputHead.Classifier(classes.column(), step.headWeights(), step.headBiases()));
        }
        if (settings.target() instanceof Target.Numbers numbers) {
            return Optional.of(new OutputHead.Regressor(numbers.columns(), step.headWeights(), step.headBiases(),
                offsets, scales));
        }
        return Optional.empty();
    }

    /** Rows divided by the classes that there are and by the rows of the class. */
    private float[] balance(final ClassColumn column) {
        final long[] counts = new long[column.size()];
        final float[] values = new float[samples.targets()];
        for (long i = 0; i < learned.size(); i++) {
            samples.readTargets(learned.row(i), values, 0);
            counts[(int)values[0]]++;
        }
        final long present = Arrays.stream(counts).filter(count -> count > 0).count();
        final float[] weights = new float[counts.length];
        for (int c = 0; c < weights.length; c++) {
            weights[c] = counts[c] == 0 ? 0 : (float)((double)learned.size() / present / counts[c]);
        }
        return weights;
    }

    /** Mean and standard deviation of each target over the rows to learn from. */
    private void standardise(final List<String> columns) {
        offsets = new double[columns.size()];
        scales = new double[columns.size()];
        final long[] counts = new long[columns.size()];
        final float[] values = new float[samples.targets()];
        for (long i = 0; i < learned.size(); i++) {
            samples.readTargets(learned.row(i), values, 0);
            for (int t = 0; t < offsets.length; t++) {
                if (!Float.isNaN(values[t])) {
                    // Welford's running mean and sum of squares
                    final double difference = values[t] - offsets[t];
                    offsets[t] += difference / ++counts[t];
                    scales[t] += difference * (values[t] - offsets[t]);
                }
            }
        }
        for (int t = 0; t < offsets.length; t++) {
            if (counts[t] == 0) {
                throw new IllegalArgumentException("The target \"" + columns.get(t) + "\" is missing in every row.");
            }
            scales[t] = scales[t] > 0 ? Math.sqrt(scales[t] / counts[t]) : 1;
        }
    }

    private List<TrainingLog.Entry> train(final Compute compute, final BackpropagationStep step,
        final RememberedWeights remembered, final float[] deviations) {
        final Targets targets = new Targets(compute, deviations);
        final MiniBatches batches = new MiniBatches(samples, learned, settings.training().batchSize(), settings.training().seed());
        final TrainingProgress progress = new TrainingProgress(network.layers().size());
        final List<TrainingLog.Entry> log = new ArrayList<>();
        int best = -1;
        double lowest = Double.POSITIVE_INFINITY;
        for (int epoch = 0; epoch < settings.epochs().count(); epoch++) {
            final long start = System.nanoTime();
            final float rate = (float)settings.descent().rate().rate(epoch);
            batches.startEpoch(epoch);
            targets.reset();
            for (long batch = 0; batch < batches.batches(); batch++) {
                checkCancelled();
                final int rows = targets.fill(batches, batch, step.input());
                step.statistics(targets.wanted, targets.weights, rows, rate, (float)settings.descent().momentum(),
                    epoch * batches.batches() + batch);
                step.update(rate, (float)settings.descent().weightDecay());
                targets.measureResiduals(step.residuals(), rows);
                if (!Double.isFinite(targets.loss())) {
                    throw new DivergenceException(0, epoch + 1, "the loss is not a number any more",
                        "the learning rate (" + settings.descent().rate().initial() + ")");
                }
                progress.update(0, epoch + 1, settings.epochs().count(),
                    (epoch + (batch + 1.0) / batches.batches()) / settings.epochs().count(), targets.loss());
                monitor.progress(progress);
            }
            if (remembered != null) {
                remembered.average(epoch, settings.epochs().count(), settings.epochs().averaged());
            }
            final double seconds = (System.nanoTime() - start) / 1e9;
            final double loss = targets.loss();
            final double error = targets.squaredError();
            final double weightNorm = step.weightNorm();
            if (!(weightNorm < Ranges.EXPLODED_WEIGHTS)) {
                throw new DivergenceException(0, epoch + 1, "the weights are " + weightNorm + " in size",
                    "the learning rate (" + settings.descent().rate().initial() + ")");
            }
            measureHeldOut(step, targets);
            final boolean improved = heldOut.size() > 0 && targets.loss() < lowest;
            if (improved) {
                lowest = targets.loss();
                best = epoch;
                if (settings.epochs().patience() > 0) {
                    remembered.keep();
                }
            }
            final boolean inputs = settings.target() instanceof Target.Inputs;
            log.add(TrainingLog.Entry.of(0, TrainingLog.FINE_TUNING, epoch + 1,
                new TrainingLog.Layers(Double.NaN, weightNorm),
                new TrainingLog.Speed(seconds, learned.size() / seconds))
                .withReconstruction(inputs ? new TrainingLog.Pair(error, targets.squaredError())
                    : TrainingLog.Pair.NONE)
                .withLosses(new TrainingLog.Pair(loss, targets.loss()))
                .withAccuracies(new TrainingLog.Pair(Double.NaN, targets.accuracy())));
            if (settings.epochs().patience() > 0 && epoch - best >= settings.epochs().patience()) {
                break;
            }
        }
        final int kept = settings.epochs().patience() > 0 && best >= 0 ? best : log.size() - 1;
        if (settings.epochs().patience() > 0 && best >= 0) {
            remembered.restore();
        }
        log.set(kept, log.get(kept).asBest());
        return log;
    }

    private void checkCancelled() {
        if (monitor.cancelled()) {
            throw new CancellationException("Fine-tuning was cancelled.");
        }
    }

    private void measureHeldOut(final BackpropagationStep step, final Targets targets) {
        targets.reset();
        final MiniBatches batches = new MiniBatches(samples, heldOut, settings.training().batchSize(), settings.training().seed());
        for (long batch = 0; batch < batches.batches(); batch++) {
            checkCancelled();
            final int rows = targets.fill(batches, batch, step.input());
            targets.measureOutputs(step.expect(rows), rows);
        }
    }

    /** The wanted outputs of a batch, and how far the outputs of the batches so far are from them. */
    private final class Targets {

        private final Compute compute;

        private final float[] deviations;

        private final FloatMatrix given;

        private final FloatMatrix wanted;

        private final float[] weights;

        private final float[] row;

        private double lossSum;

        private double squareSum;

        private double weightSum;

        private long right;

        private long counted;

        Targets(final Compute compute, final float[] deviations) {
            this.compute = compute;
            this.deviations = deviations;
            final int outputs = settings.target() instanceof Target.Classes classes ? classes.column().size()
                : settings.target() instanceof Target.Numbers numbers ? numbers.columns().size() : samples.units();
            given = samples.targets() == 0 ? null : compute.zeros(settings.training().batchSize(), samples.targets());
            wanted = compute.zeros(settings.training().batchSize(), outputs);
            weights = classWeights == null ? null : new float[settings.training().batchSize()];
            row = new float[Math.max(outputs, samples.units())];
        }

        void reset() {
            lossSum = 0;
            squareSum = 0;
            weightSum = 0;
            right = 0;
            counted = 0;
        }

        int fill(final MiniBatches batches, final long batch, final FloatMatrix input) {
            final int rows = batches.fill(compute, batch, input, given);
            if (deviations != null) {
                for (int r = 0; r < rows; r++) {
                    input.readRow(r, row);
                    for (int i = 0; i < deviations.length; i++) {
                        row[i] /= deviations[i];
                    }
                    input.writeRow(r, row);
                }
            }
            for (int r = 0; r < rows; r++) {
                if (settings.target() instanceof Target.Classes) {
                    final int wantedClass = (int)given.get(r, 0);
                    for (int c = 0; c < wanted.columns(); c++) {
                        row[c] = c == wantedClass ? 1 : 0;
                    }
                    if (weights != null) {
                        weights[r] = classWeights[wantedClass];
                    }
                } else if (settings.target() instanceof Target.Numbers) {
                    for (int t = 0; t < wanted.columns(); t++) {
                        row[t] = (float)((given.get(r, t) - offsets[t]) / scales[t]);
                    }
                } else {
                    input.readRow(r, row);
                }
                wanted.writeRow(r, row);
            }
            return rows;
        }

        /** Adds up the losses of a batch from wanted minus mean, weighted, as training leaves it. */
        void measureResiduals(final FloatMatrix residuals, final int rows) {
            for (int r = 0; r < rows; r++) {
                residuals.readRow(r, row);
                if (settings.target() instanceof Target.Classes) {
                    final int wantedClass = (int)given.get(r, 0);
                    final float weight = weights == null ? 1 : weights[r];
                    addClass(1 - row[wantedClass] / (weight == 0 ? 1 : weight), weight);
                } else {
                    addSquares(r);
                }
            }
        }

        /** Adds up the losses of a batch from the outputs' means. */
        void measureOutputs(final FloatMatrix outputs, final int rows) {
            for (int r = 0; r < rows; r++) {
                outputs.readRow(r, row);
                if (settings.target() instanceof Target.Classes) {
                    final int wantedClass = (int)given.get(r, 0);
                    int best = 0;
                    for (int c = 1; c < wanted.columns(); c++) {
                        best = row[c] > row[best] ? c : best;
                    }
                    right += best == wantedClass ? 1 : 0;
                    counted++;
                    addClass(row[wantedClass], weights == null ? 1 : weights[r]);
                } else {
                    for (int i = 0; i < wanted.columns(); i++) {
                        final float residual = wanted.get(r, i) - row[i];
                        row[i] = Float.isNaN(wanted.get(r, i)) ? 0 : residual;
                    }
                    addSquares(r);
                }
            }
        }

        private void addClass(final double probability, final double weight) {
            lossSum -= weight * Math.log(Math.max(probability, 0x1p-24));
            weightSum += weight;
        }

        private void addSquares(final int r) {
            for (int i = 0; i < wanted.columns(); i++) {
                squareSum += (double)row[i] * row[i];
                weightSum += Float.isNaN(wanted.get(r, i)) ? 0 : 1;
            }
        }

        /** The mean cross-entropy in nats a row, or the mean squared error of a standardised number or an input. */
        double loss() {
            return settings.target() instanceof Target.Classes ? lossSum / weightSum : squaredError();
        }

        double squaredError() {
            return squareSum / weightSum;
        }

        double accuracy() {
            return counted == 0 ? Double.NaN : (double)right / counted;
        }
    }
}
