// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.engine.units.UnitGroup;

/**
 * Greedy layer-wise pretraining (Hinton, Osindero and Teh 2006): each layer learns, without labels, from the means of
 * the layer below, which then stays as it is. Where a class column is given, softmax label units stand beside the input
 * of the top RBM while it learns.
 */
public final class LayerwisePretraining {

    private static final double EXPLODED_WEIGHTS = 100;

    private static final double EXPLODED_ERROR_GROWTH = 1e4;

    private static final int LAYER_STREAM = 40;

    private static final int ROWS_TO_CANCEL = 256;

    private final Compute compute;

    private final Settings settings;

    private final TrainingMonitor monitor;

    private final TrainingProgress progress;

    private final List<TrainingLog.Entry> entries = new ArrayList<>();

    private final double totalWork;

    private double workDone;

    private LayerwisePretraining(final Compute compute, final Settings settings, final int visibleUnits,
        final TrainingMonitor monitor) {
        this.compute = compute;
        this.settings = settings;
        this.monitor = monitor;
        this.progress = new TrainingProgress(settings.layers().size());
        double work = 0;
        int inputs = visibleUnits;
        for (LayerSettings layer : settings.layers()) {
            work += work(layer, inputs);
            inputs = layer.units();
        }
        totalWork = work;
    }

    /**
     * How a stack is pretrained.
     *
     * @param layers from the bottom up, at least one
     * @param batchSize the rows of a mini-batch, at least 1
     * @param seed of all random numbers
     * @param validationShare the share of rows that is held out and only measured, in [0, 1)
     * @param labelUnits the class column whose classes become label units beside the top RBM's input, if any; target 0
     *            of a row is then the index of its class, NaN where it is missing
     * @param threads how many threads compute, 0 for one a processor; the result does not depend on it
     */
    public record Settings(List<LayerSettings> layers, int batchSize, long seed, double validationShare,
        Optional<ClassColumn> labelUnits, int threads) {

        /** @throws IllegalArgumentException if a setting is out of range; the message names it */
        public Settings {
            layers = List.copyOf(layers);
            if (layers.isEmpty()) {
                throw new IllegalArgumentException("There is no layer to pretrain; add at least one.");
            }
            if (batchSize < 1) {
                throw new IllegalArgumentException("The batch size is " + batchSize + "; choose at least 1.");
            }
            if (!(validationShare >= 0 && validationShare < 1)) {
                throw new IllegalArgumentException("The validation share is " + validationShare
                    + "; choose one from 0 to below 1.");
            }
            if (threads < 0) {
                throw new IllegalArgumentException("The number of threads is " + threads + "; choose at least 0.");
            }
            LayerSettings top = layers.get(layers.size() - 1);
            if (labelUnits.isPresent() && top.method() != LayerMethod.RESTRICTED_BOLTZMANN_MACHINE) {
                throw new IllegalArgumentException("Label units need a restricted Boltzmann machine as the top layer.");
            }
            for (int i = 1; i < layers.size(); i++) {
                if (layers.get(i).sampledZeros() > 0) {
                    throw new IllegalArgumentException("Layer " + (i + 1)
                        + " is to sample zeros; only the first layer can.");
                }
            }
            if (labelUnits.isPresent() && layers.size() == 1 && top.sampledZeros() > 0) {
                throw new IllegalArgumentException("Label units stand beside the inputs of the only layer, which is to"
                    + " sample zeros. Add a second layer, leave out the class column, or sample no zeros.");
            }
        }

        /** Batches of 100 rows, nothing held out, no label units, all processors. */
        public static Settings defaults(final List<LayerSettings> layers, final long seed) {
            return new Settings(layers, 100, seed, 0, Optional.empty(), 0);
        }
    }

    /**
     * Pretrains a new network.
     *
     * @param samples the encoded rows; stay open
     * @param encoding what the units of the rows are
     * @throws IllegalArgumentException if there is no row, or rows and encoding do not fit
     * @throws CancellationException if the monitor cancels; everything is freed
     * @throws DivergenceException if the numbers explode
     * @throws IOException if a layer's output does not fit the memory budget of the rows and its file cannot be written
     */
    public static TrainingResult train(final SampleMatrix samples, final InputEncoding encoding,
        final Settings settings, final TrainingMonitor monitor) throws IOException {
        if (samples.rows() == 0) {
            throw new IllegalArgumentException("There is no row to learn from.");
        }
        if (samples.units() != encoding.units()) {
            throw new IllegalArgumentException("The rows have " + samples.units() + " units, the encoding "
                + encoding.units() + ".");
        }
        if (settings.labelUnits().isPresent() && samples.targets() == 0) {
            throw new IllegalArgumentException("Label units are wanted, but the rows have no class.");
        }
        if (settings.layers().get(0).sampledZeros() > 0) {
            requireBernoulli(encoding);
        }
        try (Compute compute = Compute.open(settings.threads())) {
            return new LayerwisePretraining(compute, settings, samples.units(), monitor).stack(samples, encoding);
        }
    }

    private static void requireBernoulli(final InputEncoding encoding) {
        for (InputColumn column : encoding.columns()) {
            if (!column.group().type().binary()) {
                throw new IllegalArgumentException("The column \"" + column.name() + "\" becomes "
                    + column.group().type() + " units. Zeros can be sampled where all inputs are Bernoulli units;"
                    + " choose these, take the column out, or sample no zeros.");
            }
        }
    }

    private TrainingResult stack(final SampleMatrix samples, final InputEncoding encoding) throws IOException {
        int classes = settings.labelUnits().map(ClassColumn::size).orElse(0);
        Split split = Split.of(samples, settings.validationShare(), classes, settings.seed());
        List<Layer> layers = new ArrayList<>();
        Optional<LabelUnits> labels = Optional.empty();
        List<UnitGroup> visible = encoding.groups();
        SampleMatrix current = samples;
        try {
            for (int i = 0; i < settings.layers().size(); i++) {
                boolean top = i == settings.layers().size() - 1;
                LayerSettings layerSettings = settings.layers().get(i);
                try (Compute part = compute.part();
                    LayerTrainer trainer = trainer(part, layerSettings, visible, current, split, i,
                        top ? classes : 0)) {
                    learn(trainer, layerSettings, current, split, i);
                    layers.add(trainer.layer());
                    if (top && classes > 0) {
                        ContrastiveDivergence machine = (ContrastiveDivergence)trainer;
                        labels = Optional.of(new LabelUnits(settings.labelUnits().get(), machine.labelWeights(),
                            machine.labelBiases()));
                    }
                }
                if (!top) {
                    Layer layer = layers.get(i);
                    visible = List.of(new UnitGroup(layer.hiddenType(), layer.hiddenUnits()));
                    SampleMatrix below = current;
                    try (Compute part = compute.part(); LayerOutput output = new LayerOutput(part, layer, below)) {
                        current = SampleMatrix.read(output, layer.hiddenUnits(), samples.targets(), samples.storage(),
                            monitor::cancelled);
                    } finally {
                        if (below != samples) {
                            below.close();
                        }
                    }
                }
            }
        } catch (IOException | RuntimeException | Error failure) {
            layers.forEach(layer -> layer.recognitionWeights().close());
            throw failure;
        } finally {
            if (current != samples) {
                current.close();
            }
        }
        AssociativeMemory memory = AssociativeMemory.of(layers.get(layers.size() - 1));
        if (labels.isPresent()) {
            memory = memory.withLabels(labels.get());
        }
        TrainingStep step = new TrainingStep(TrainingStep.PRETRAINING, provenance(), split.training().size(),
            settings.seed());
        DeepBeliefNetwork network = new DeepBeliefNetwork(encoding, layers, memory, Optional.empty(),
            new Provenance(List.of(step)));
        return new TrainingResult(network, new TrainingLog(entries));
    }

    private LayerTrainer trainer(final Compute part, final LayerSettings layer, final List<UnitGroup> visible,
        final SampleMatrix samples, final Split split, final int index, final int classes) {
        boolean sampled = index == 0 && layer.sampledZeros() > 0 && samples.sparse();
        double[] means = new double[samples.units()];
        double[] classMeans = new double[classes];
        means(samples, split.training(), means, classMeans);
        long seed = CounterRandom.key(settings.seed(), LAYER_STREAM, index);
        List<UnitGroup> groups = visible.stream()
            .map(group -> layer.method() == LayerMethod.AUTOENCODER
                ? new UnitGroup(group.type().reconstructed(), group.size()) : group)
            .toList();
        if (sampled) {
            return new SampledDivergence(part, groups, layer, means, settings.batchSize(), seed);
        }
        return layer.method() == LayerMethod.AUTOENCODER
            ? new Autoencoder(part, groups, layer, means, settings.batchSize(), seed)
            : new ContrastiveDivergence(part, groups, layer, means, classMeans, settings.batchSize(), seed);
    }

    private void checkCancelled() {
        if (monitor.cancelled()) {
            throw new CancellationException("Pretraining was cancelled.");
        }
    }

    private void means(final SampleMatrix samples, final Split.Part rows, final double[] means,
        final double[] classMeans) {
        float[] values = samples.sparse() ? null : new float[samples.units()];
        SparseMatrix nonZeros = new SparseMatrix();
        long labelled = 0;
        for (long i = 0; i < rows.size(); i++) {
            if (i % ROWS_TO_CANCEL == 0) {
                checkCancelled();
            }
            long row = rows.row(i);
            if (samples.sparse()) {
                nonZeros.clear(samples.units());
                samples.appendNonZeros(row, nonZeros);
                for (int j = 0; j < nonZeros.count(); j++) {
                    means[nonZeros.column(j)] += nonZeros.value(j);
                }
            } else {
                samples.readUnits(row, values, 0);
                for (int j = 0; j < values.length; j++) {
                    means[j] += values[j];
                }
            }
            if (classMeans.length > 0 && !Float.isNaN(samples.target(row, 0))) {
                classMeans[(int)samples.target(row, 0)]++;
                labelled++;
            }
        }
        for (int j = 0; j < means.length; j++) {
            means[j] /= rows.size();
        }
        for (int j = 0; j < classMeans.length; j++) {
            classMeans[j] /= Math.max(1, labelled);
        }
    }

    private void learn(final LayerTrainer trainer, final LayerSettings layer, final SampleMatrix samples,
        final Split split, final int index) {
        long seed = CounterRandom.key(settings.seed(), LAYER_STREAM, index);
        MiniBatches batches = new MiniBatches(samples, split.training(), settings.batchSize(), seed);
        MiniBatches trainingSample = new MiniBatches(samples, split.training(), LayerMonitor.batchRows(), seed);
        MiniBatches validationSample = new MiniBatches(samples, split.validation(), LayerMonitor.batchRows(), seed);
        try (BatchFeed feed = trainer.feed(samples, batches); LayerMeasuring measuring = trainer.monitor()) {
            long step = 0;
            double firstError = 0;
            for (int epoch = 0; epoch < layer.epochs(); epoch++) {
                long start = System.nanoTime();
                batches.startEpoch(epoch);
                double error = 0;
                double activation = 0;
                long rows = 0;
                float rate = layer.rate(epoch);
                for (long batch = 0; batch < batches.batches(); batch++, step++) {
                    checkCancelled();
                    int count = feed.gather(batch, step);
                    trainer.update(rate, layer.momentum(epoch));
                    rows += count;
                    error += trainer.squaredError();
                    activation += trainer.meanActivation();
                    double meanError = error / rows / samples.units();
                    if (step == 0) {
                        firstError = meanError;
                    }
                    if (!(meanError <= EXPLODED_ERROR_GROWTH * Math.max(1, firstError))) {
                        throw new DivergenceException(index + 1, epoch + 1, "the reconstruction error has grown from "
                            + firstError + " to " + meanError, "the learning rate (" + rate + ")");
                    }
                    workDone += (double)count / split.training().size() * work(layer, samples.units())
                        / layer.epochs();
                    progress.update(index + 1, epoch + 1, layer.epochs(), Math.min(1, workDone / totalWork),
                        meanError);
                    monitor.progress(progress);
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                double norm = trainer.weightNorm();
                if (!(norm < EXPLODED_WEIGHTS)) {
                    throw new DivergenceException(index + 1, epoch + 1, "the weights have grown to " + norm
                        + " (root mean square)", "the learning rate (" + rate + ")");
                }
                LayerMonitor.Measurement learned = measuring.measure(trainingSample, split.training().size());
                LayerMonitor.Measurement held = measuring.measure(validationSample, split.validation().size());
                entries.add(new TrainingLog.Entry(index + 1, TrainingLog.PRETRAINING, epoch + 1,
                    learned.reconstructionError(), held.reconstructionError(), learned.pseudoLikelihood(),
                    held.freeEnergy() - learned.freeEnergy(), Double.NaN, Double.NaN, Double.NaN, Double.NaN,
                    activation / rows / layer.units(), norm, seconds, rows / seconds, epoch == layer.epochs() - 1));
            }
        }
    }

    private static double work(final LayerSettings layer, final int inputs) {
        return (double)Math.max(1, layer.epochs()) * inputs * layer.units();
    }

    private Map<String, String> provenance() {
        Map<String, String> values = new TreeMap<>();
        values.put("batchSize", Integer.toString(settings.batchSize()));
        values.put("validationShare", Double.toString(settings.validationShare()));
        settings.labelUnits().ifPresent(column -> values.put("labelUnits", column.name()));
        for (int i = 0; i < settings.layers().size(); i++) {
            LayerSettings layer = settings.layers().get(i);
            for (var component : LayerSettings.class.getRecordComponents()) {
                try {
                    values.put("layers/" + i + "/" + component.getName(),
                        String.valueOf(component.getAccessor().invoke(layer)));
                } catch (ReflectiveOperationException exception) {
                    throw new IllegalStateException(exception);
                }
            }
        }
        return values;
    }
}
