// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;

/**
 * A deep belief network (Hinton, Osindero and Teh 2006): one or several senses, each with an encoding and layers of its
 * own, joined by a common stack of layers with an associative memory at its top, and an output head where fine-tuning
 * has put one. Immutable.
 */
public final class DeepBeliefNetwork {

    private final List<Sense> senses;

    private final List<Layer> layers;

    private final InputEncoding encoding;

    private final List<Level> levels;

    private final AssociativeMemory memory;

    private final Optional<OutputHead> head;

    private final Provenance provenance;

    private final float[] residualDeviations;

    /**
     * A network of one sense.
     *
     * @param encoding how the input columns become the visible units of the first layer
     * @param layers from the bottom up, at least one; each layer's hidden units are the next one's visible units
     * @param memory the undirected RBM at the top, of the shape of the last layer
     * @param head the output layer, if any
     * @param provenance how the network came to be
     * @throws IllegalArgumentException if the parts do not fit each other
     */
    public DeepBeliefNetwork(final InputEncoding encoding, final List<? extends Layer> layers,
        final AssociativeMemory memory, final Optional<OutputHead> head, final Provenance provenance) {
        this(List.of(new Sense(SenseStructure.ONLY, encoding, List.of())), List.copyOf(layers), memory, head,
            provenance);
    }

    /**
     * @param senses the sources, at least one, with distinct names; a single one has no layers of its own
     * @param layers the layers that all senses have in common, from the bottom up, at least one; the first takes the
     *            units of all senses side by side, in their order
     * @param memory the undirected RBM at the top, of the shape of the last layer
     * @param head the output layer, if any
     * @param provenance how the network came to be
     * @throws IllegalArgumentException if the parts do not fit each other
     */
    public DeepBeliefNetwork(final List<Sense> senses, final List<Layer> layers, final AssociativeMemory memory,
        final Optional<OutputHead> head, final Provenance provenance) {
        this(senses, layers, memory, head, provenance, null);
    }

    /** @param residualDeviations see {@link #residualDeviations}; null for 1 each */
    private DeepBeliefNetwork(final List<Sense> senses, final List<Layer> layers, final AssociativeMemory memory,
        final Optional<OutputHead> head, final Provenance provenance, final float[] residualDeviations) {
        this.residualDeviations = residualDeviations;
        this.senses = List.copyOf(senses);
        this.layers = List.copyOf(layers);
        this.memory = Objects.requireNonNull(memory, "memory");
        this.head = Objects.requireNonNull(head, "head");
        this.provenance = Objects.requireNonNull(provenance, "provenance");
        encoding = structure().encoding();
        levels = Stream.concat(SideBySide.levels(this.senses).stream(), this.layers.stream()).toList();
        final Layer last = lastLayer();
        Shapes.check("weights of the associative memory", memory.weights(), last.visibleUnits(), last.hiddenUnits());
        if (head.isPresent()) {
            Shapes.check("output weights", head.get().weights(), last.hiddenUnits(), head.get().weights().columns());
        }
        if (residualDeviations != null) {
            Shapes.checkDeviations("residual deviations", residualDeviations, encoding.units());
        }
    }

    /** The sources, in the order of their units in the common layers. */
    public List<Sense> senses() {
        return senses;
    }

    /** How the input columns become visible units: those of all senses side by side, in their order. */
    public InputEncoding encoding() {
        return encoding;
    }

    /**
     * The layers that all senses have in common, from the bottom up: all layers of a network of one sense. The first
     * takes the units that the senses hand up.
     */
    public List<Layer> layers() {
        return layers;
    }

    /**
     * The way from the columns to the top, from the bottom up: the layers of the senses side by side, then those that
     * they have in common. Of a network of one sense these are its layers.
     */
    public List<Level> levels() {
        return levels;
    }

    /** How many of the levels are below the layers that all senses have in common; 0 where there is one sense. */
    public int senseLevels() {
        return levels.size() - layers.size();
    }

    /** The top layer. */
    public Layer lastLayer() {
        return layers.get(layers.size() - 1);
    }

    /** The undirected RBM at the top. */
    public AssociativeMemory memory() {
        return memory;
    }

    /**
     * The memory as a layer of its own: the machine of the last layer's units with the memory's weights and biases, in
     * the units of the data and without label units.
     */
    public BoltzmannLayer machine() {
        return memory.machine(lastLayer());
    }

    /**
     * Checks that no layer knows the rows before each.
     *
     * @param what cannot be done with such a network, as the beginning of a sentence
     * @throws IllegalArgumentException if one does; the message names its kind
     */
    public void requireNoOrder(final String what) {
        for (int n = 0; n < layers.size(); n++) {
            if (layers.get(n).kind().temporal()) {
                throw new IllegalArgumentException(what + " takes rows by themselves, but layer " + (n + 1)
                    + " of the network is " + layers.get(n).kind().one() + ", which knows the rows before each.");
            }
        }
    }

    /** The output layer, if fine-tuning has put one on top. */
    public Optional<OutputHead> head() {
        return head;
    }

    /** How the network came to be. */
    public Provenance provenance() {
        return provenance;
    }

    /**
     * How far Gaussian inputs are from what the lowest hidden units lead to expect: the root of the mean square of
     * these residuals in the rows of the last training, in the layer's standard deviations. One a visible unit; 1 for
     * units of other kinds, and where it was not measured. The free energy of rows goes by it. A copy.
     */
    public float[] residualDeviations() {
        return residualDeviations == null ? DenseLayer.ones(encoding.units()) : residualDeviations.clone();
    }

    /**
     * This network with measured residuals, see {@link #residualDeviations}.
     *
     * @param deviations one a visible unit, above 0
     * @throws IllegalArgumentException if they are not
     */
    public DeepBeliefNetwork withResidualDeviations(final float[] deviations) {
        return new DeepBeliefNetwork(senses, layers, memory, head, provenance, deviations.clone());
    }

    /** The column of the classes: the output head's if it has classes, else the label units'. */
    public Optional<ClassColumn> classColumn() {
        return structure().classColumn();
    }

    /**
     * This network after one more training step, with what the step changed of the common layers. The residuals are
     * those of other weights then, and are to be measured anew.
     */
    public DeepBeliefNetwork trained(final List<? extends Layer> newLayers, final AssociativeMemory newMemory,
        final Optional<OutputHead> newHead, final TrainingStep step) {
        return new DeepBeliefNetwork(senses, List.copyOf(newLayers), newMemory, newHead, provenance.plus(step));
    }

    /**
     * This network without an input column, as if its units always were at their means. So a column that is to be
     * predicted can be taken out if it was learned as an input. How far the other inputs are from what it expects is
     * to be measured anew.
     *
     * @param column the name of a column that is not the only one of its sense
     * @throws IllegalArgumentException if it is no input, or the only one, or one of several senses that has no layer
     */
    public DeepBeliefNetwork withoutInput(final String column) {
        final Sense sense = senses.stream().filter(one -> one.encoding().indexOf(column) >= 0).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("The column \"" + column
                + "\" is no input of the network."));
        final InputEncoding whole = sense.encoding();
        if (whole.columns().size() == 1) {
            throw new IllegalArgumentException("The column \"" + column + "\" is the only input of the "
                + (senses.size() == 1 ? "network." : "sense \"" + sense.name() + "\"."));
        }
        final int index = whole.indexOf(column);
        final InputEncoding left = whole.without(index);
        final int first = whole.firstUnit(index);
        final RemovedUnits removed = new RemovedUnits(first,
            Arrays.copyOfRange(whole.means(), first, first + whole.columns().get(index).units()));
        return senses.size() == 1 ? without(removed, left) : with(sense.without(removed, left));
    }

    private DeepBeliefNetwork without(final RemovedUnits removed, final InputEncoding left) {
        final List<Layer> others = new ArrayList<>(layers);
        others.set(0, layers.get(0).without(removed, left.groups()));
        AssociativeMemory top = memory;
        if (layers.size() == 1) {
            top = lastLayer().shares(memory) && memory.labels().isPresent()
                ? others.get(0).memory().withLabels(memory.labels().get())
                : lastLayer().shares(memory) ? others.get(0).memory() : memory.without(removed, lastLayer());
        }
        return new DeepBeliefNetwork(left, others, top, head, provenance);
    }

    /** This network with another sense of the same name. */
    private DeepBeliefNetwork with(final Sense changed) {
        return new DeepBeliefNetwork(
            senses.stream().map(sense -> sense.name().equals(changed.name()) ? changed : sense).toList(), layers,
            memory, head, provenance, null);
    }

    /** This network after what it went on from, if it did. */
    public DeepBeliefNetwork after(final Optional<Provenance> earlier) {
        return earlier.isEmpty() ? this : new DeepBeliefNetwork(senses, layers, memory, head,
            earlier.get().plus(provenance), residualDeviations);
    }

    /** This network with another record of how it came to be. */
    DeepBeliefNetwork withProvenance(final Provenance other) {
        return new DeepBeliefNetwork(senses, layers, memory, head, other, residualDeviations);
    }

    /** This network with another output head. */
    public DeepBeliefNetwork withHead(final OutputHead newHead) {
        return new DeepBeliefNetwork(senses, layers, memory, Optional.of(newHead), provenance, residualDeviations);
    }

    /**
     * The layers that all senses have in common as a network of one sense, whose columns are what the senses hand up.
     */
    public DeepBeliefNetwork commonLayers() {
        return new DeepBeliefNetwork(Sense.topEncoding(senses), layers, memory, head, provenance);
    }

    /** This network with the layers, memory, head and provenance of what {@link #commonLayers} has become. */
    public DeepBeliefNetwork withCommonLayers(final DeepBeliefNetwork trained) {
        return new DeepBeliefNetwork(senses, trained.layers, trained.memory, trained.head, trained.provenance);
    }

    /** The network without its weights. */
    public NetworkStructure structure() {
        return new NetworkStructure(senses.stream().map(Sense::structure).toList(),
            layers.stream().map(Layer::structure).toList(), !layers.isEmpty() && lastLayer().shares(memory),
            memory.labels().map(LabelUnits::target), head.map(DeepBeliefNetwork::headStructure), provenance,
            residualDeviations != null);
    }

    private static NetworkStructure.Head headStructure(final OutputHead head) {
        if (head instanceof OutputHead.Classifier classifier) {
            return new NetworkStructure.Head.ClassHead(classifier.target());
        }
        final OutputHead.Regressor regressor = (OutputHead.Regressor)head;
        return new NetworkStructure.Head.NumberHead(regressor.targets(),
            DoubleStream.of(regressor.offsets()).boxed().toList(),
            DoubleStream.of(regressor.scales()).boxed().toList());
    }
}
