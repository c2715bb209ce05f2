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
 * A deep belief network (Hinton, Osindero and Teh 2006): a stack of layers with an associative memory at its top, and
 * an output head where fine-tuning has put one. Immutable.
 */
public final class DeepBeliefNetwork {

    private final InputEncoding encoding;

    private final List<Layer> layers;

    private final AssociativeMemory memory;

    private final Optional<OutputHead> head;

    private final Provenance provenance;

    /**
     * @param encoding how the input columns become the visible units of the first layer
     * @param layers from the bottom up, at least one; each layer's hidden units are the next one's visible units
     * @param memory the undirected RBM at the top, of the shape of the last layer
     * @param head the output layer, if any
     * @param provenance how the network came to be
     * @throws IllegalArgumentException if the parts do not fit each other
     */
    public DeepBeliefNetwork(final InputEncoding encoding, final List<Layer> layers, final AssociativeMemory memory,
        final Optional<OutputHead> head, final Provenance provenance) {
        this.encoding = Objects.requireNonNull(encoding, "encoding");
        this.layers = List.copyOf(layers);
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

    /** How the input columns become the visible units of the first layer. */
    public InputEncoding encoding() {
        return encoding;
    }

    /** The layers from the bottom up. */
    public List<Layer> layers() {
        return layers;
    }

    /** The top layer. */
    public Layer lastLayer() {
        return layers.get(layers.size() - 1);
    }

    /** The undirected RBM at the top. */
    public AssociativeMemory memory() {
        return memory;
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

    /** This network after one more training step, with what the step changed. */
    public DeepBeliefNetwork trained(final List<Layer> newLayers, final AssociativeMemory newMemory,
        final Optional<OutputHead> newHead, final TrainingStep step) {
        return new DeepBeliefNetwork(encoding, newLayers, newMemory, newHead, provenance.plus(step));
    }

    /** This network with another output head. */
    public DeepBeliefNetwork withHead(final OutputHead newHead) {
        return new DeepBeliefNetwork(encoding, layers, memory, Optional.of(newHead), provenance);
    }

    /** The network without its weights. */
    public NetworkStructure structure() {
        final List<LayerStructure> structures = new ArrayList<>();
        layers.forEach(layer -> structures.add(layer.structure()));
        return new NetworkStructure(encoding, structures, sharesMemory(), memory.labels().map(LabelUnits::target),
            head.map(DeepBeliefNetwork::headStructure), provenance);
    }

    private boolean sharesMemory() {
        if (layers.isEmpty()) {
            return false;
        }
        final Layer last = lastLayer();
        return last.tied() && memory.weights() == last.recognitionWeights()
            && Arrays.equals(memory.visibleBiases(), last.visibleBiases())
            && Arrays.equals(memory.hiddenBiases(), last.hiddenBiases());
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
