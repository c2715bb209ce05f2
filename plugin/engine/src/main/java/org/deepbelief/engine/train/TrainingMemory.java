// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deepbelief.engine.math.MatrixMemory;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;

/**
 * The native memory that a training takes at least, told from its sizes before it takes any: its weights, what goes
 * with each of them (increments, copies that are measured), and the units of a batch. Biases and the like are left out,
 * and the rounded forms of mixed precision, half of a copy.
 *
 * @param bytes how many
 * @param layer the one whose training, or whose part in it, takes the most, from 1 on
 * @param inputs of that layer
 * @param units of that layer
 */
public record TrainingMemory(double bytes, int layer, int inputs, int units) {

    /** Weights and increments. */
    private static final int MOMENTUM_COPIES = 2;

    /** Weights, gradients and two moments. */
    private static final int ADAM_COPIES = 4;

    /** Affinities of inputs and pulls in the map. */
    private static final int PAIR_MATRICES = 2;

    /** Finds the layer that takes most. */
    private static final class Parts {

        private final List<Integer> sizes;

        private double most;

        private int layer = 1;

        Parts(final List<Integer> sizes) {
            this.sizes = sizes;
        }

        void add(final int index, final double numbers) {
            if (numbers > most) {
                most = numbers;
                layer = index + 1;
            }
        }

        TrainingMemory of(final double numbers) {
            return new TrainingMemory(Float.BYTES * numbers, layer, sizes.get(layer - 1), sizes.get(layer));
        }
    }

    /**
     * Of layer-wise pretraining, where the layer that learns has increments, and those below are kept.
     *
     * @param sizes the visible units and those of each layer; 0 visible units where they are not known yet
     * @param rows of a batch, 1 where they are not known yet
     * @param sparse whether the first layer takes its rows by what is not zero
     */
    public static TrainingMemory ofPretraining(final List<Integer> sizes, final long rows, final boolean sparse) {
        final Parts parts = new Parts(sizes);
        double kept = 0;
        double most = 0;
        for (int n = 0; n < sizes.size() - 1; n++) {
            final double units = sizes.get(n + 1) + (n == 0 && sparse ? 0.0 : sizes.get(n));
            final double learning = MOMENTUM_COPIES * weights(sizes, n) + 2.0 * rows * units;
            parts.add(n, learning);
            most = Math.max(most, kept + learning);
            kept += weights(sizes, n);
        }
        return parts.of(most);
    }

    /**
     * This and what a layer with a context takes beside, where there is one: weights and increments from the context to
     * the units on both sides, the contexts of a batch, and in the end the rows of its {@link Calibration}.
     *
     * @param sizes the visible units and those of each layer
     * @param rowsBefore how many rows before are the context of each layer
     * @param rows of a batch
     */
    TrainingMemory withContexts(final List<Integer> sizes, final List<Integer> rowsBefore, final long rows) {
        double most = 0;
        for (int n = 0; n < rowsBefore.size(); n++) {
            final double context = (double)rowsBefore.get(n) * sizes.get(n);
            final double calibrated =
                context == 0 ? 0 : Calibration.ROWS * (2.0 * sizes.get(n) + context + sizes.get(n + 1));
            most = Math.max(most,
                context * (MOMENTUM_COPIES * ((double)sizes.get(n) + sizes.get(n + 1)) + rows) + calibrated);
        }
        return new TrainingMemory(bytes + Float.BYTES * most, layer, inputs, units);
    }

    /** Of wake-sleep tuning: below the memory each weight has a way up and one down. Both are copied to be measured. */
    public static TrainingMemory ofWakeSleep(final List<Integer> sizes, final long rows) {
        final Parts parts = new Parts(sizes);
        double all = (double)rows * sizes.get(0);
        for (int n = 0; n < sizes.size() - 1; n++) {
            final int ways = n == sizes.size() - 2 ? 1 : 2;
            final double part = ways * (MOMENTUM_COPIES + 1) * weights(sizes, n)
                + 2.0 * rows * ((double)sizes.get(n) + sizes.get(n + 1));
            parts.add(n, part);
            all += part;
        }
        return parts.of(all);
    }

    /**
     * Of fine-tuning: forward with all layers, backward with those that are not frozen; without a target both ways.
     *
     * @param target whether there is one
     * @param frozen how many layers keep their weights
     */
    public static TrainingMemory ofFineTuning(final List<Integer> sizes, final long rows, final boolean target,
        final int frozen, final OptimizerKind optimizer) {
        final int copies = optimizer == OptimizerKind.ADAM ? ADAM_COPIES : MOMENTUM_COPIES;
        final Parts parts = new Parts(sizes);
        double all = (double)rows * sizes.get(0);
        for (int n = 0; n < sizes.size() - 1; n++) {
            final double up = (n < frozen ? 1 : copies) * weights(sizes, n) + 2.0 * rows * sizes.get(n + 1);
            final double down = target ? 0 : copies * weights(sizes, n) + 2.0 * rows * sizes.get(n);
            parts.add(n, up + down);
            all += up + down;
        }
        return parts.of(all);
    }

    /** Of embedding: as fine-tuning, with matrices of all pairs of a batch's rows. */
    public static TrainingMemory ofEmbedding(final List<Integer> sizes, final long rows, final int frozen,
        final OptimizerKind optimizer) {
        final TrainingMemory stack = ofFineTuning(sizes, rows, true, frozen, optimizer);
        return new TrainingMemory(stack.bytes + PAIR_MATRICES * Float.BYTES * (double)rows * rows, stack.layer,
            stack.inputs, stack.units);
    }

    private static double weights(final List<Integer> sizes, final int layer) {
        return (double)sizes.get(layer) * sizes.get(layer + 1);
    }

    /** The visible units of a network and those of each layer. */
    static List<Integer> sizes(final DeepBeliefNetwork network) {
        return Stream.concat(Stream.of(network.encoding().units()),
            network.layers().stream().map(Layer::hiddenUnits)).toList();
    }

    /** What is wanted and what is there, as a sentence, where that is less. */
    public Optional<String> shortage(final long available) {
        return bytes <= available ? Optional.empty() : Optional.of("The training takes at least "
            + MatrixMemory.words(bytes) + " of memory, most of it for layer " + layer + " with its " + inputs + " x "
            + units + " weights, but " + MatrixMemory.words(Math.max(0, available)) + " are there.");
    }

    /** @throws IllegalArgumentException if there is less memory left; the message tells what to change */
    void require() {
        shortage(MatrixMemory.available((long)bytes)).ifPresent(shortage -> {
            throw new IllegalArgumentException(shortage + " Choose fewer units or a smaller batch size; -D"
                + MatrixMemory.LIMIT_PROPERTY + "=MIB raises the limit, where the machine has more.");
        });
    }
}
