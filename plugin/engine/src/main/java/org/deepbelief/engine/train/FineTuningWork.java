// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.TrainingStep;

/** A network that is ready to be fine-tuned. */
public final class FineTuningWork implements TuningWork {

    private final Compute compute;

    private final DeepBeliefNetwork network;

    private final FineTuning.Settings settings;

    private final Objective objective;

    private final List<DenseLayer> layers;

    private final FloatMatrix deviations;

    private final StackBackpropagation learner;

    /**
     * @param compute gives the memory, which is released with it
     * @param network where to start; it is not changed
     * @param settings how. Parts of the rows must have the same but for the seed, of which each needs its own.
     * @param fit of the targets of all rows to learn from
     * @param batchSize the most rows of a batch
     * @throws IllegalArgumentException if more layers are to be frozen than there are
     */
    public FineTuningWork(final Compute compute, final DeepBeliefNetwork network, final FineTuning.Settings settings,
        final TargetFit fit, final int batchSize) {
        final int depth = network.layers().size();
        if (settings.frozenLayers() > depth) {
            throw new IllegalArgumentException("The network has " + depth + " layers; " + settings.frozenLayers()
                + " of them cannot be frozen.");
        }
        this.compute = compute;
        this.network = network;
        this.settings = settings;
        objective = settings.target().objective(compute, settings, fit, network.head(), batchSize);
        final DenseLayer lowest = network.layers().get(0).dense();
        deviations = lowest.standard() ? null : compute.vector(lowest.visibleStandardDeviations());
        layers = new ArrayList<>(DenseLayer.all(network.layers()));
        layers.set(0, lowest.standardised(compute));
        learner = new StackBackpropagation(compute, layers, objective, settings.steps(), batchSize);
    }

    @Override
    public Learner learner() {
        return learner;
    }

    @Override
    public Course course(final SampleMatrix samples, final Split.Part learned, final Split.Part heldOut,
        final Training training) {
        return new FineTuningCourse(settings, learner, objective,
            TrainingLog.LayerRange.above(settings.frozenLayers(), layers.size()),
            BatchSource.whole(compute, samples, learned, settings.training(), deviations),
            BatchSource.whole(compute, samples, heldOut, settings.training(), deviations), training::checkCancelled);
    }

    @Override
    public DeepBeliefNetwork network(final long rows) {
        final DenseLayer lowest = network.layers().get(0).dense();
        final List<DenseLayer> tuned = learner.layers(layers);
        tuned.set(0, tuned.get(0) == layers.get(0) ? lowest
            : tuned.get(0).withStandardDeviationsOf(lowest, compute, FloatMatrix::copy));
        return network.trained(tuned, network.memory(), objective.head(learner.top()),
            new TrainingStep(TrainingStep.FINE_TUNING, RecordedSettings.of(settings), rows,
                settings.training().seed()));
    }

    @Override
    public void close() {
        learner.close();
    }
}
