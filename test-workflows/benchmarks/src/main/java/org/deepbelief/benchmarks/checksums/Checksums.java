// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.checksums;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.train.AutoencoderSettings;
import org.deepbelief.engine.train.BoltzmannMachineSettings;
import org.deepbelief.engine.train.Chain;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Learning;
import org.deepbelief.engine.train.Momentum;
import org.deepbelief.engine.train.Noise;
import org.deepbelief.engine.train.OptimizerKind;
import org.deepbelief.engine.train.Penalty;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.Sparsity;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.engine.units.UnitType;

/**
 * Prints a checksum of all weights and biases for each of many small trainings: two builds that do the same, in the
 * same order of rounding, print the same on the same machine, at any number of threads.
 */
public final class Checksums {

    private static final Optional<ClassColumn> NO_CLASS = Optional.empty();

    private static final Optional<ClassColumn> CLASS = Optional.of(new ClassColumn("class", DrawnRows.CLASSES));

    private static final long DATA_SEED = 1;

    private final TrainingSettings training;

    private final DrawnRows rows;

    private Checksums(final int threads, final DrawnRows rows) {
        training = new TrainingSettings(32, 7, 0.1, threads, Optional.empty());
        this.rows = rows;
    }

    /** @param arguments how many threads compute; 2 without it */
    public static void main(final String[] arguments) throws IOException {
        try (DrawnRows rows = new DrawnRows(DATA_SEED)) {
            new Checksums(arguments.length == 0 ? 2 : Integer.parseInt(arguments[0]), rows).run();
        }
    }

    private void run() throws IOException {
        final BoltzmannMachineSettings plain = machine(60, 0.1);
        final DeepBeliefNetwork stack = binary("machine, two layers", NO_CLASS, plain, machine(50, 0.1));
        binary("machine, centred, means", NO_CLASS, plain.withChain(Chain.OF_MEANS).withCentredGradient(true));
        binary("machine, CD-3", NO_CLASS, plain.withChain(new Chain(3, false, true)));
        binary("machine, persistent chains", NO_CLASS, machine(60, 0.05).withChain(new Chain(1, true, true)));
        final BoltzmannMachineSettings sparse = machine(60, 0.02).withChain(Chain.OF_MEANS).withCentredGradient(true)
            .withHidden(new HiddenUnits(60, UnitType.bernoulli(), new Sparsity(0.1, 0.01), 0.5));
        mixed("machine, centred, sparsity, dropout", sparse, sparse);
        mixed("machine, mixed inputs", machine(60, 0.01));
        final DeepBeliefNetwork gaussian =
            mixed("machine, learned deviations", machine(60, 0.01).withLearnedVariance(true), machine(40, 0.1));
        mixed("machine, rectified-linear", machine(60, 0.001).withHidden(
            HiddenUnits.of(60, UnitType.rectifiedLinear())), machine(30, 0.001));
        binary("machine, Gaussian code", NO_CLASS, plain,
            machine(5, 0.001).withHidden(HiddenUnits.of(5, UnitType.gaussian())));
        final BoltzmannMachineSettings centred = machine(60, 0.05).withChain(Chain.OF_MEANS).withCentredGradient(true);
        final DeepBeliefNetwork labelled = binary("machine, label units, centred", CLASS, centred, centred);
        binary("machine, label units, samples", CLASS, machine(60, 0.05));
        show("machine, sampled zeros", pretrain(rows.sparse, DrawnRows.sparseEncoding(), NO_CLASS,
            machine(60, 0.05).withSampledZeros(1)));
        binary("autoencoder, masks, dropout", NO_CLASS, autoencoder(UnitType.bernoulli(), Sparsity.NONE, 0.3,
            new Noise(0.2, 0)));
        mixed("autoencoder, rectified-linear, noise", autoencoder(UnitType.rectifiedLinear(), Sparsity.NONE, 0,
            new Noise(0, 0.1)));
        binary("autoencoder, sparsity", NO_CLASS, autoencoder(UnitType.bernoulli(), new Sparsity(0.1, 0.05), 0,
            new Noise(0.2, 0)));
        wakeSleep(stack, labelled, gaussian);
        fineTune(stack, labelled, gaussian);
    }

    private void wakeSleep(final DeepBeliefNetwork stack, final DeepBeliefNetwork labelled,
        final DeepBeliefNetwork gaussian) {
        final WakeSleepTuning.Settings settings = new WakeSleepTuning.Settings(training, new Epochs(4, 2, 0),
            new WakeSleepTuning.LearningRates(0.02, 0.01, 0.02, 0.1), 0.5, 0.0001, List.of(1, 3), 1, NO_CLASS);
        final WakeSleepTuning.Settings withClass = new WakeSleepTuning.Settings(training, new Epochs(4, 2, 0),
            settings.rates(), 0.5, 0.0001, List.of(1, 3), 1, CLASS);
        show("wake-sleep, label units",
            WakeSleepTuning.train(labelled, rows.binary, withClass, TrainingMonitor.NONE).network());
        show("wake-sleep, new label units",
            WakeSleepTuning.train(stack, rows.binary, withClass, TrainingMonitor.NONE).network());
        show("wake-sleep, learned deviations",
            WakeSleepTuning.train(gaussian, rows.mixed, settings, TrainingMonitor.NONE).network());
    }

    private void fineTune(final DeepBeliefNetwork stack, final DeepBeliefNetwork labelled,
        final DeepBeliefNetwork gaussian) {
        final FineTuning.Descent adam =
            new FineTuning.Descent(OptimizerKind.ADAM, new Schedule(0.005, 0.01), 0.9, 0.001);
        final FineTuning.Descent momentum =
            new FineTuning.Descent(OptimizerKind.SGD, new Schedule(0.02, 0.01), 0.9, 0.001);
        final FineTuning.Target classes = new FineTuning.Target.Classes(CLASS.get());
        tune("fine-tuning, classes, Adam, dropout", stack, rows.binary, new FineTuning.Settings(classes, training,
            new Epochs(6, 3, 0), adam, new Dropout(0.1, 0.4), 0, false));
        tune("fine-tuning, balanced classes", labelled, rows.binary, new FineTuning.Settings(classes, training,
            new Epochs(8, 0, 2), momentum, Dropout.NONE, 1, true));
        tune("fine-tuning, number", gaussian, rows.mixedWithNumber, new FineTuning.Settings(
            new FineTuning.Target.Numbers("number"), training, Epochs.of(6), adam, Dropout.NONE, 0, false));
        tune("fine-tuning, autoencoder", gaussian, rows.mixed, new FineTuning.Settings(
            new FineTuning.Target.Inputs(), training, new Epochs(6, 2, 0), momentum, Dropout.NONE, 0, false));
    }

    private static void tune(final String name, final DeepBeliefNetwork network, final SampleMatrix samples,
        final FineTuning.Settings settings) {
        show(name, FineTuning.train(network, samples, settings, TrainingMonitor.NONE).network());
    }

    private static Learning learning(final double rate) {
        return new Learning(4, new Schedule(rate, 0.05), new Momentum(0.5, 0.9, 2), Penalty.l2(0.0002));
    }

    private static BoltzmannMachineSettings machine(final int units, final double rate) {
        return BoltzmannMachineSettings.plain(HiddenUnits.of(units, UnitType.bernoulli()), learning(rate));
    }

    private static AutoencoderSettings autoencoder(final UnitType type, final Sparsity sparsity, final double dropout,
        final Noise noise) {
        final double rate = type.bounded() ? Defaults.LEARNING.rate().initial() : 0.01;
        return new AutoencoderSettings(new HiddenUnits(60, type, sparsity, dropout), learning(rate), noise);
    }

    private DeepBeliefNetwork binary(final String name, final Optional<ClassColumn> labels,
        final LayerSettings... layers) throws IOException {
        return show(name, pretrain(rows.binary, DrawnRows.binaryEncoding(), labels, layers));
    }

    private DeepBeliefNetwork mixed(final String name, final LayerSettings... layers) throws IOException {
        return show(name, pretrain(rows.mixed, DrawnRows.mixedEncoding(), NO_CLASS, layers));
    }

    private DeepBeliefNetwork pretrain(final SampleMatrix samples, final InputEncoding encoding,
        final Optional<ClassColumn> labels, final LayerSettings... layers) throws IOException {
        return LayerwisePretraining.train(samples, encoding,
            new LayerwisePretraining.Settings(List.of(layers), training, labels), TrainingMonitor.NONE).network();
    }

    private static DeepBeliefNetwork show(final String name, final DeepBeliefNetwork network) {
        final CRC32 sum = new CRC32();
        for (final DenseLayer layer : DenseLayer.all(network.layers())) {
            add(sum, layer.recognitionWeights());
            add(sum, layer.hiddenBiases());
            add(sum, layer.generativeWeights());
            add(sum, layer.visibleBiases());
            add(sum, layer.visibleStandardDeviations());
        }
        add(sum, network.memory().weights());
        add(sum, network.memory().visibleBiases());
        add(sum, network.memory().hiddenBiases());
        network.memory().labels().ifPresent(labels -> {
            add(sum, labels.weights());
            add(sum, labels.biases());
        });
        network.head().ifPresent(head -> {
            if (head instanceof OutputHead.Classifier classifier) {
                add(sum, classifier.weights());
                add(sum, classifier.biases());
            } else if (head instanceof OutputHead.Regressor regressor) {
                add(sum, regressor.weights());
                add(sum, regressor.biases());
            }
        });
        System.out.printf("%-44s %08x%n", name, sum.getValue());
        return network;
    }

    private static void add(final CRC32 sum, final FloatMatrix matrix) {
        add(sum, matrix.toArray());
    }

    private static void add(final CRC32 sum, final float[] values) {
        final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        bytes.asFloatBuffer().put(values);
        sum.update(bytes.array());
    }
}
