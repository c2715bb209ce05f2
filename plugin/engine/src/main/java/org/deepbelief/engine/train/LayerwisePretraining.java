// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.ConditionalLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.model.TrainingStep;

/**
 * Greedy layer-wise pretraining (Hinton, Osindero and Teh 2006): each layer learns, without labels, from the means of
 * the layer below, which then stays as it is. Where a class column is given, softmax label units stand beside the input
 * of the top RBM while it learns.
 */
public final class LayerwisePretraining {

    private final Compute compute;

    private final Settings settings;

    private final Training training;

    /** Where it goes on from; empty for a new network. */
    private final Optional<DeepBeliefNetwork> start;

    /** From the bottom up, as far as they have learned. */
    final List<Layer> layers = new ArrayList<>();

    LayerwisePretraining(final Compute compute, final Settings settings, final TrainingMonitor monitor) {
        this(compute, settings, monitor, Optional.empty());
    }

    private LayerwisePretraining(final Compute compute, final Settings settings, final TrainingMonitor monitor,
        final Optional<DeepBeliefNetwork> start) {
        this.compute = compute;
        this.settings = settings;
        this.start = start;
        training = new Training(compute, TrainingLog.PRETRAINING, settings.layers().size(), settings.training(),
            monitor);
    }

    /**
     * How a stack is pretrained.
     *
     * @param layers from the bottom up, at least one
     * @param training how the training runs
     * @param labelUnits the class column whose classes become label units beside the top RBM's input, if any; target 0
     *            of a row is then the index of its class, NaN where it is missing
     */
    public record Settings(List<LayerSettings> layers, TrainingSettings training, Optional<ClassColumn> labelUnits) {

        /** @throws IllegalArgumentException if settings do not go together; the message names one */
        public Settings {
            layers = List.copyOf(layers);
            if (layers.isEmpty()) {
                throw new IllegalArgumentException("There is no layer to pretrain; add at least one.");
            }
            LayerSettings top = layers.get(layers.size() - 1);
            if (labelUnits.isPresent() && !top.takesLabels()) {
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

        /**
         * The part of the whole work that each layer is.
         *
         * @param inputs how many the first reads
         */
        public double[] shares(final int inputs) {
            double[] work = new double[layers.size()];
            int read = inputs;
            for (int i = 0; i < work.length; i++) {
                work[i] = (double)Math.max(1, layers.get(i).epochs()) * read * layers.get(i).units();
                read = layers.get(i).units();
            }
            double whole = Arrays.stream(work).sum();
            return Arrays.stream(work).map(part -> part / whole).toArray();
        }

        /** These for other layers. */
        public Settings withLayers(final List<? extends LayerSettings> stack) {
            return new Settings(List.copyOf(stack), training, labelUnits);
        }

        /** These with standard deviations that the first layer learns, if it is a machine. */
        public Settings withLearnedVariance() {
            if (!(layers.get(0) instanceof BoltzmannMachineSettings machine)) {
                return this;
            }
            final List<LayerSettings> stack = new ArrayList<>(layers);
            stack.set(0, machine.withLearnedVariance(true));
            return withLayers(stack);
        }

        /** These for another way to run. */
        public Settings withTraining(final TrainingSettings run) {
            return new Settings(layers, run, labelUnits);
        }

        /** These with label units, or without. */
        public Settings withLabelUnits(final Optional<ClassColumn> column) {
            return new Settings(layers, training, column);
        }
    }

    /**
     * Pretrains a new network.
     *
     * @param samples the encoded rows; stay open
     * @param encoding what the units of the rows are
     * @throws IllegalArgumentException if there is no row, rows and encoding do not fit, or there is less memory than
     *             the training takes at least
     * @throws CancellationException if the monitor cancels; everything is freed
     * @throws DivergenceException if the numbers explode
     * @throws IOException if a layer's output does not fit the memory budget of the rows and its file cannot be written
     */
    public static TrainingResult train(final SampleMatrix samples, final InputEncoding encoding,
        final Settings settings, final TrainingMonitor monitor) throws IOException {
        return train(samples, encoding, settings, monitor, Optional.empty());
    }

    /**
     * Goes on with a pretrained network: each layer learns from its weights on, as {@link #train} does from random
     * ones. Standard deviations that a layer has learned go on learning.
     *
     * @param network where to start; it is not changed, and its way to predict is left behind
     * @param samples rows of its encoding; stay open
     * @param settings with layers of the kinds and units of the network's. A network without label units gets them if
     *            the settings have a class column.
     * @throws IllegalArgumentException if network, rows and settings do not fit, or the network's layers have ways up
     *             and down of their own; the message says how. For the rest see {@link #train}.
     */
    public static TrainingResult goOn(final DeepBeliefNetwork network, final SampleMatrix samples,
        final Settings settings, final TrainingMonitor monitor) throws IOException {
        checkStart(network, settings);
        return train(samples, network.encoding(),
            network.layers().get(0).standard() ? settings : settings.withLearnedVariance(), monitor,
            Optional.of(network));
    }

    /**
     * Checks whether a network can go on, see {@link #goOn}.
     *
     * @throws IllegalArgumentException if network and settings do not fit, or the network was tuned; the message says
     *             how
     */
    public static void checkStart(final DeepBeliefNetwork network, final Settings settings) {
        if (network.senses().size() > 1) {
            throw new IllegalArgumentException("The network has " + network.senses().size()
                + " senses. Go on with the networks that it was made of, and fuse these.");
        }
        final List<Layer> there = network.layers();
        if (there.size() != settings.layers().size()) {
            throw new IllegalArgumentException("The network has " + there.size() + " layers, the settings have "
                + settings.layers().size() + ".");
        }
        for (int i = 0; i < there.size(); i++) {
            final LayerSettings layer = settings.layers().get(i);
            if (there.get(i).kind() != layer.kind() || there.get(i).hiddenUnits() != layer.units()
                || !there.get(i).hiddenType().equals(layer.hiddenType())) {
                throw new IllegalArgumentException("Layer " + (i + 1) + " of the network is of the kind "
                    + there.get(i).kind().words() + " with " + there.get(i).hiddenUnits() + " "
                    + there.get(i).hiddenType().words() + " units; in the settings it is of the kind "
                    + layer.kind().words() + " with " + layer.units() + " " + layer.hiddenType().words() + " units.");
            }
        }
        for (int i = 0; i < there.size(); i++) {
            final int wanted = settings.layers().get(i).rowsBefore();
            if (there.get(i) instanceof ConditionalLayer layer && layer.rowsBefore() != wanted) {
                throw new IllegalArgumentException("Layer " + (i + 1) + " of the network reads "
                    + layer.rowsBefore() + " rows before each; in the settings it reads " + wanted + ".");
            }
        }
        if (!network.structure().sharedMemory() || !there.stream().allMatch(Layer::tied)) {
            throw new IllegalArgumentException("The network was tuned: its layers have other weights up than down, and"
                + " pretraining would undo that. Go on with its tuning, or with the network as it was pretrained.");
        }
        final Optional<LabelUnits> labels = network.memory().labels();
        if (labels.isPresent() && !settings.labelUnits().equals(Optional.of(labels.get().target()))) {
            throw new IllegalArgumentException("The network has label units for the column \""
                + labels.get().target().name() + "\" and its classes " + labels.get().classes()
                + ". Go on with that class column.");
        }
    }

    private static TrainingResult train(final SampleMatrix samples, final InputEncoding encoding,
        final Settings settings, final TrainingMonitor monitor, final Optional<DeepBeliefNetwork> start)
        throws IOException {
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
        checkInputs(encoding, settings);
        memory(samples, settings).require();
        try (Compute compute = settings.training().compute()) {
            final Settings followed = settings.withTraining(settings.training().on(compute));
            return new LayerwisePretraining(compute, followed, monitor, start).stack(samples, encoding);
        }
    }

    private static TrainingMemory memory(final SampleMatrix samples, final Settings settings) {
        final List<Integer> sizes = new ArrayList<>(List.of(samples.units()));
        settings.layers().forEach(layer -> sizes.add(layer.units()));
        final long learned = (long)(samples.rows() * (1 - settings.training().validationShare()));
        final long rows = Math.min(settings.training().batchSize(), learned);
        return TrainingMemory.ofPretraining(sizes, rows,
            samples.sparse() && settings.layers().get(0).sampledZeros() > 0).withContexts(sizes,
                settings.layers().stream().map(LayerSettings::rowsBefore).toList(), rows);
    }

    /** @throws IllegalArgumentException if zeros are to be sampled and a column becomes other units than bits */
    public static void checkInputs(final InputEncoding encoding, final Settings settings) {
        final boolean sampled = settings.layers().get(0).sampledZeros() > 0;
        for (InputColumn column : encoding.columns()) {
            if (sampled && !column.groups().stream().allMatch(group -> group.type().binary())) {
                throw new IllegalArgumentException("The column \"" + column.name() + "\" becomes "
                    + column.groups().get(0).type() + " units. Zeros can be sampled where all inputs are Bernoulli"
                    + " units; choose these, take the column out, or sample no zeros.");
            }
        }
    }

    TrainingResult stack(final SampleMatrix samples, final InputEncoding encoding) throws IOException {
        int classes = settings.labelUnits().map(ClassColumn::size).orElse(0);
        TrainingSettings run = settings.training();
        Split split = Split.of(samples, run.validationShare(), classes, run.seed(), training::checkCancelled);
        double[] shares = settings.shares(samples.units());
        Optional<LabelUnits> labels = Optional.empty();
        List<UnitGroup> visible = encoding.groups();
        SampleMatrix current = samples;
        DeepBeliefNetwork network;
        try {
            for (int i = 0; i < shares.length; i++) {
                boolean top = i == shares.length - 1;
                LayerInput input = input(visible, current, split.training(), top ? classes : 0);
                try (Compute part = compute.part(); LayerCourse course = course(part, i, input, current, split)) {
                    course.start(training::checkCancelled);
                    if (start.isPresent()) {
                        course.learner().goOnFrom(start.get().layers().get(i),
                            top ? start.get().memory().labels() : Optional.empty());
                    }
                    training.run(course, shares[i]);
                    course.finish(training::checkCancelled);
                    layers.add(course.learner().layer());
                    labels = top ? settings.labelUnits().flatMap(course.learner()::labelUnits) : labels;
                }
                if (!top) {
                    visible = List.of(new UnitGroup(layers.get(i).hiddenType(), layers.get(i).hiddenUnits()));
                    SampleMatrix below = current;
                    current = LayerOutput.read(compute, layers.get(i), below, training::cancelled);
                    if (below != samples) {
                        below.close();
                    }
                }
            }
            network = ResidualFit.measured(compute,
                network(encoding, layers, labels, settings, split.training().size()), samples, split.training(),
                training::checkCancelled);
        } catch (IOException | RuntimeException | Error failure) {
            layers.forEach(layer -> layer.recognitionWeights().close());
            throw failure;
        } finally {
            if (current != samples) {
                current.close();
            }
        }
        return new TrainingResult(network.after(start.map(DeepBeliefNetwork::provenance)), training.log());
    }

    /**
     * The network of layers that were pretrained.
     *
     * @param layers from the bottom up
     * @param labels the label units beside the last layer's input, if any
     * @param rows how many they have learned from
     */
    public static DeepBeliefNetwork network(final InputEncoding encoding, final List<Layer> layers,
        final Optional<LabelUnits> labels, final Settings settings, final long rows) {
        AssociativeMemory memory = AssociativeMemory.of(layers.get(layers.size() - 1));
        if (labels.isPresent()) {
            memory = memory.withLabels(labels.get());
        }
        TrainingStep step = new TrainingStep(TrainingStep.PRETRAINING, RecordedSettings.of(settings), rows,
            settings.training().seed());
        return new DeepBeliefNetwork(encoding, layers, memory, Optional.empty(), new Provenance(List.of(step)));
    }

    private LayerCourse course(final Compute part, final int index, final LayerInput input, final SampleMatrix rows,
        final Split split) {
        return training.make(() -> new LayerCourse(part, index, settings, input, rows, split));
    }

    private LayerInput input(final List<UnitGroup> groups, final SampleMatrix samples, final Split.Part rows,
        final int classes) {
        LayerInputFit fit = new LayerInputFit(samples.units(), classes);
        fit.add(samples, rows, training::checkCancelled);
        return fit.input(groups);
    }
}
