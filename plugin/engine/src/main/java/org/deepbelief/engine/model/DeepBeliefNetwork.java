// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;

/**
 * A deep belief network (Hinton, Osindero and Teh 2006): one or several senses, each with an encoding and layers of its
 * own, joined by a common stack of layers with an associative memory at its top, and an output head where fine-tuning
 * has put one. Immutable.
 */
public final class DeepBeliefNetwork {

    private final List<Sense> senses;

    private final List<Layer> common;

    private final AssociativeMemory memory;

    private final Optional<OutputHead> head;

    private final Provenance provenance;

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
     * @param common the layers above all senses, from the bottom up, at least one; the first takes the units of all
     *            senses side by side, in their order
     * @param memory the undirected RBM at the top, of the shape of the last layer
     * @param head the output layer, if any
     * @param provenance how the network came to be
     * @throws IllegalArgumentException if the parts do not fit each other
     */
    public DeepBeliefNetwork(final List<Sense> senses, final List<Layer> common, final AssociativeMemory memory,
        final Optional<OutputHead> head, final Provenance provenance) {
        this.senses = List.copyOf(senses);
        this.common = List.copyOf(common);
        this.memory = Objects.requireNonNull(memory, "memory");
        this.head = Objects.requireNonNull(head, "head");
        this.provenance = Objects.requireNonNull(provenance, "provenance");
        structure();
        final Layer last = lastLayer();
        Shapes.check("weights of the associative memory", memory.weights(), last.visibleUnits(), last.hiddenUnits());
        if (head.isPresent()) {
            Shapes.check("output weights", head.get().weights(), last.hiddenUnits(), head.get().weights().columns());
        }
    }

    /** The sources, in the order of their units in the common layers. */
    public List<Sense> senses() {
        return senses;
    }

    /** The layers above all senses, from the bottom up. */
    public List<Layer> common() {
        return common;
    }

    /**
     * How the input columns of a network of one sense become visible units.
     *
     * @throws IllegalStateException if it has several senses
     */
    public InputEncoding encoding() {
        layers();
        return senses.get(0).encoding();
    }

    /**
     * The layers of a network of one sense from the bottom up.
     *
     * @throws IllegalStateException if it has several senses
     */
    public List<Layer> layers() {
        if (senses.size() > 1) {
            throw new IllegalStateException("The network has " + senses.size() + " senses.");
        }
        return common;
    }

    /** The top layer. */
    public Layer lastLayer() {
        return common.get(common.size() - 1);
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
        for (int n = 0; n < common.size(); n++) {
            if (common.get(n).kind().temporal()) {
                throw new IllegalArgumentException(what + " takes rows by themselves, but layer " + (n + 1)
                    + " of the network is " + common.get(n).kind().one() + ", which knows the rows before each.");
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

    /** The column of the classes: the output head's if it has classes, else the label units'. */
    public Optional<ClassColumn> classColumn() {
        return structure().classColumn();
    }

    /** This network after one more training step, with what the step changed of the common layers. */
    public DeepBeliefNetwork trained(final List<? extends Layer> newLayers, final AssociativeMemory newMemory,
        final Optional<OutputHead> newHead, final TrainingStep step) {
        return new DeepBeliefNetwork(senses, List.copyOf(newLayers), newMemory, newHead, provenance.plus(step));
    }

    /**
     * This network without an input column, as if its units always were at their means. So a column that is to be
     * predicted can be taken out if it was learned as an input.
     *
     * @param column the name of a column that is not the only one, of a network of one sense
     * @throws IllegalArgumentException if it is no input, or the only one
     */
    public DeepBeliefNetwork withoutInput(final String column) {
        final InputEncoding encoding = encoding();
        final int index = encoding.indexOf(column);
        if (index < 0 || encoding.columns().size() == 1) {
            throw new IllegalArgumentException("The column \"" + column + "\" "
                + (index < 0 ? "is no input of the network." : "is the only input of the network."));
        }
        final InputEncoding left = encoding.without(index);
        final int first = encoding.firstUnit(index);
        final RemovedUnits removed = new RemovedUnits(first, Arrays.copyOfRange(encoding.means(), first,
            first + encoding.columns().get(index).units()));
        final List<Layer> layers = new ArrayList<>(common);
        layers.set(0, common.get(0).without(removed, left.groups()));
        AssociativeMemory top = memory;
        if (common.size() == 1) {
            top = lastLayer().shares(memory) && memory.labels().isPresent()
                ? layers.get(0).memory().withLabels(memory.labels().get())
                : lastLayer().shares(memory) ? layers.get(0).memory() : memory.without(removed, lastLayer());
        }
        return new DeepBeliefNetwork(left, layers, top, head, provenance);
    }

    /** This network after what it went on from, if it did. */
    public DeepBeliefNetwork after(final Optional<Provenance> earlier) {
        return earlier.isEmpty() ? this : new DeepBeliefNetwork(senses, common, memory, head,
            earlier.get().plus(provenance));
    }

    /** This network with another output head. */
    public DeepBeliefNetwork withHead(final OutputHead newHead) {
        return new DeepBeliefNetwork(senses, common, memory, Optional.of(newHead), provenance);
    }

    /** The network without its weights. */
    public NetworkStructure structure() {
        return new NetworkStructure(senses.stream().map(Sense::structure).toList(),
            common.stream().map(Layer::structure).toList(), !common.isEmpty() && lastLayer().shares(memory),
            memory.labels().map(LabelUnits::target), head.map(DeepBeliefNetwork::headStructure), provenance);
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
