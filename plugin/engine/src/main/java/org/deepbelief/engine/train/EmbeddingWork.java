// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.model.TrainingStep;

/** A network that is ready to be embedded. */
public final class EmbeddingWork implements TuningWork {

    private final Compute compute;

    private final DeepBeliefNetwork network;

    private final Embedding.Settings settings;

    private final MapObjective objective;

    private final List<DenseLayer> layers;

    private final FloatMatrix deviations;

    private final StackBackpropagation learner;

    /**
     * @param compute gives the memory, which is released with it
     * @param network where to start; it is not changed
     * @param settings how. Parts of the rows must have the same but for the seed, of which each needs its own.
     * @param batchSize the most rows of a batch
     * @throws IllegalArgumentException if more layers are to be frozen than there are
     */
    public EmbeddingWork(final Compute compute, final DeepBeliefNetwork network, final Embedding.Settings settings,
        final int batchSize) {
        check(network, settings);
        this.compute = compute;
        this.network = network;
        this.settings = settings;
        objective = new MapObjective(compute, settings, network.encoding().units(), batchSize);
        layers = new ArrayList<>(below(network));
        final DenseLayer lowest = layers.get(0);
        deviations = lowest.standard() ? null : compute.vector(lowest.visibleStandardDeviations());
        layers.set(0, lowest.standardised(compute));
        learner = new StackBackpropagation(compute, layers, objective, settings.steps(), batchSize);
    }

    /** @throws IllegalArgumentException if more layers are to be frozen than there are */
    static void check(final DeepBeliefNetwork network, final Embedding.Settings settings) {
        final int depth = below(network).size();
        if (settings.frozenLayers() > depth) {
            throw new IllegalArgumentException("The network has " + depth + " layers below the map; "
                + settings.frozenLayers() + " of them cannot be frozen.");
        }
    }

    /** The layers below the map: all but a map that is there already, if another layer is below that. */
    static List<DenseLayer> below(final DeepBeliefNetwork network) {
        final List<Layer> all = network.layers();
        final int depth = all.size();
        return DenseLayer.all(depth > 1 && network.lastLayer().kind() == LayerKind.EMBEDDING
            ? all.subList(0, depth - 1) : all);
    }

    @Override
    public Learner learner() {
        return learner;
    }

    StackBackpropagation stack() {
        return learner;
    }

    @Override
    public Course course(final SampleMatrix samples, final Split.Part learned, final Split.Part heldOut,
        final Training training) {
        return course(samples,
            EmbeddingRows.of(samples, learned, heldOut, settings, training::checkCancelled), training);
    }

    Course course(final SampleMatrix samples, final EmbeddingRows rows, final Training training) {
        return new EmbeddingCourse(settings, learner,
            TrainingLog.LayerRange.above(settings.frozenLayers(), layers.size() + 1),
            rows.learned(compute, samples, deviations), rows.heldOut(compute, samples, deviations),
            training::checkCancelled);
    }

    @Override
    public DeepBeliefNetwork network(final long rows) {
        final DenseLayer lowest = network.layers().get(0).dense();
        final List<DenseLayer> tuned = new ArrayList<>(learner.layers(layers));
        tuned.set(0, tuned.get(0) == layers.get(0) ? lowest
            : tuned.get(0).withStandardDeviationsOf(lowest, compute, FloatMatrix::copy));
        return network.trained(tuned, AssociativeMemory.of(tuned.get(tuned.size() - 1)), Optional.empty(),
            new TrainingStep(TrainingStep.EMBEDDING, RecordedSettings.of(settings), rows, settings.training().seed()));
    }

    @Override
    public void close() {
        learner.close();
    }
}
