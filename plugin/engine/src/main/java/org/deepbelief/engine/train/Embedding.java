// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;

/**
 * Embedding: a layer of linear units above a network gives each row a place in a map, and the whole stack is tuned by
 * back-propagation so that neighbours stay neighbours (parametric t-SNE: van der Maaten 2009), or rows of a class lie
 * together (nonlinear neighbourhood components analysis: Salakhutdinov and Hinton 2007), or both where some rows have a
 * class and the others have none (after Weston, Ratle and Collobert 2008). The features of the new layer are the places
 * of any rows, new ones too.
 *
 * <p>The loss is one of all pairs of a batch's rows, so that a step costs O(rows of the batch^2), whatever the table
 * has; and so that, unlike those of other learners, the sums of the parts of a batch do not add up to those of the
 * batch: a batch is gathered as a whole.
 *
 * <p>An output head and label units go, and a map that the network has on top already gives way to the new one.
 */
public final class Embedding {

    /** What is to lie together in the map. */
    public sealed interface Aim permits Aim.Neighbours, Aim.Classes, Aim.Both {

        /** The weight of the classes' loss, in [0, 1]; the neighbours' has the rest. */
        double classWeight();

        /** How many neighbours a row has, if they count. */
        Optional<Double> perplexity();

        /** The column of the classes in target 0 of the samples, if they count. */
        Optional<ClassColumn> classes();

        /** Whether rows without a class are learned from too. */
        default boolean learnsFromUnlabelled() {
            return perplexity().isPresent();
        }

        /**
         * Rows that are neighbours by their inputs.
         *
         * @param neighbours the perplexity, above 1: about how many neighbours a row has in a batch
         */
        record Neighbours(double neighbours) implements Aim {

            /** @throws IllegalArgumentException if the perplexity is out of its range */
            public Neighbours {
                Ranges.require(neighbours > 1 && neighbours < Double.POSITIVE_INFINITY, "perplexity", neighbours,
                    "more than 1");
            }

            @Override
            public double classWeight() {
                return 0;
            }

            @Override
            public Optional<Double> perplexity() {
                return Optional.of(neighbours);
            }

            @Override
            public Optional<ClassColumn> classes() {
                return Optional.empty();
            }
        }

        /**
         * Rows of the same class; those without one are left out.
         *
         * @param column the class column
         */
        record Classes(ClassColumn column) implements Aim {

            @Override
            public double classWeight() {
                return 1;
            }

            @Override
            public Optional<Double> perplexity() {
                return Optional.empty();
            }

            @Override
            public Optional<ClassColumn> classes() {
                return Optional.of(column);
            }
        }

        /**
         * Neighbours among all rows and, among those that have one, rows of the same class. Where fewer than half of
         * the rows have a class, half of each batch are of these, as far as there are so many.
         *
         * @param neighbours of all rows
         * @param column the class column
         * @param classWeight in (0, 1)
         */
        record Both(Neighbours neighbours, ClassColumn column, double classWeight) implements Aim {

            /** @throws IllegalArgumentException if the weight is out of its range */
            public Both {
                Ranges.require(classWeight > 0 && classWeight < 1, "weight of the classes", classWeight,
                    "above 0 and below 1");
            }

            @Override
            public Optional<Double> perplexity() {
                return neighbours.perplexity();
            }

            @Override
            public Optional<ClassColumn> classes() {
                return Optional.of(column);
            }
        }
    }

    /**
     * How to embed.
     *
     * @param aim what is to lie together
     * @param dimensions of the map, at least 1
     * @param training how the training runs; the rows are parted into batches of the same size, at most the batch size
     * @param epochs at least one
     * @param descent how the gradient is followed
     * @param dropout which units are left out
     * @param frozenLayers how many layers, from the bottom, keep their weights
     */
    public record Settings(Aim aim, int dimensions, TrainingSettings training, Epochs epochs,
        FineTuning.Descent descent, Dropout dropout, int frozenLayers) {

        /** @throws IllegalArgumentException if a setting is out of its range; the message names it */
        public Settings {
            Ranges.atLeast("number of dimensions", dimensions, 1);
            Ranges.atLeast("batch size", training.batchSize(), 2);
            Ranges.atLeast("number of epochs", epochs.count(), 1);
            Ranges.atLeast("number of frozen layers", frozenLayers, 0);
            if (epochs.patience() > 0 && training.validationShare() == 0) {
                throw new IllegalArgumentException(
                    "Early stopping needs rows to measure on: choose a validation share above 0.");
            }
        }

        /** These for another aim. */
        public Settings withAim(final Aim wanted) {
            return new Settings(wanted, dimensions, training, epochs, descent, dropout, frozenLayers);
        }

        /** These for a map of other dimensions. */
        public Settings withDimensions(final int count) {
            return new Settings(aim, count, training, epochs, descent, dropout, frozenLayers);
        }

        /** These for another way to run and other epochs, which may need each other. */
        public Settings withTraining(final TrainingSettings run, final Epochs passes) {
            return new Settings(aim, dimensions, run, passes, descent, dropout, frozenLayers);
        }

        /** These with another way to follow the gradient. */
        public Settings withDescent(final FineTuning.Descent steps) {
            return new Settings(aim, dimensions, training, epochs, steps, dropout, frozenLayers);
        }

        StackBackpropagation.Steps steps() {
            return new StackBackpropagation.Steps(descent, dropout, frozenLayers, training.seed(), null);
        }
    }

    private Embedding() {
    }

    /**
     * Embeds the rows of a table. Of a network of several senses the layers learn that all have in common; those of
     * each sense stay as they are, and rows are neighbours by what the senses hand up.
     *
     * @param network where to start; it is not changed
     * @param samples rows of its encoding; the class, where classes count, in target 0, NaN where it is missing
     * @param monitor watches
     * @return the network with the map as its last layer, and the loss of each epoch
     * @throws IllegalArgumentException if samples, network and settings do not fit together, or there is less memory
     *             than the training takes at least; the message says how
     * @throws CancellationException if the monitor cancels
     * @throws DivergenceException if the loss or the weights explode
     * @throws UncheckedIOException if what several senses hand up does not fit the memory budget of the rows and its
     *             file cannot be written
     */
    public static TrainingResult train(final DeepBeliefNetwork network, final SampleMatrix samples,
        final Settings settings, final TrainingMonitor monitor) {
        check(network, samples, settings);
        try (Compute compute = settings.training().compute()) {
            final Settings followed = settings.withTraining(settings.training().on(compute), settings.epochs());
            return CommonLayers.train(compute, network, samples, monitor,
                (common, tops) -> train(compute, common, tops, followed, monitor));
        }
    }

    private static TrainingResult train(final Compute compute, final DeepBeliefNetwork network,
        final SampleMatrix samples, final Settings settings, final TrainingMonitor monitor) {
        final Training training = new Training(compute, TrainingLog.EMBEDDING, EmbeddingWork.below(network).size() + 1,
            settings.training(), monitor);
        final EmbeddingRows rows = EmbeddingRows.of(samples, settings, training::checkCancelled);
        final Stream<Integer> sizes = Stream.concat(Stream.of(network.encoding().units()),
            EmbeddingWork.below(network).stream().map(DenseLayer::hiddenUnits));
        TrainingMemory.ofEmbedding(Stream.concat(sizes, Stream.of(settings.dimensions())).toList(), rows.batchSize(),
            settings.frozenLayers(), settings.descent().optimizer()).require();
        final DeepBeliefNetwork embedded;
        try (Compute part = compute.part();
            EmbeddingWork work =
                training.make(() -> new EmbeddingWork(part, network, settings, rows.batchSize()))) {
            training.run(training.make(() -> work.course(samples, rows, training)));
            embedded = work.network(rows.learned());
        }
        return new TrainingResult(ResidualFit.measured(compute, embedded, samples, rows.learnedRows(),
            training::checkCancelled), training.log());
    }

    private static void check(final DeepBeliefNetwork network, final SampleMatrix samples, final Settings settings) {
        if (samples.units() != network.encoding().units()) {
            throw new IllegalArgumentException("The rows have " + samples.units() + " units, but the network takes "
                + network.encoding().units() + ".");
        }
        if (settings.aim().classes().isPresent() && samples.targets() < 1) {
            throw new IllegalArgumentException("The rows have no class where classes are to lie together.");
        }
        EmbeddingWork.check(network, settings);
    }
}
