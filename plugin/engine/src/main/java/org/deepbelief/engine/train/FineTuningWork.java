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
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.TrainingStep;

/**
 * A network that is ready to be fine-tuned. Layers that know the rows before each stay as they are, with all below
 * them: their features, of rows in order, are what the rest learns from.
 */
public final class FineTuningWork implements TuningWork {

    private final Compute compute;

    private final DeepBeliefNetwork network;

    private final FineTuning.Settings settings;

    private final Objective objective;

    /** How many layers, from the bottom, make the features that are learned from. */
    private final int below;

    /** Those above. */
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
        below = ordered(network);
        if (settings.target().targets() == 0) {
            network.requireNoOrder("Fine-tuning without a target");
        }
        objective =
            settings.target().objective(compute, settings, fit, network.head(), settings.rowsAtOnce(batchSize));
        layers = new ArrayList<>(DenseLayer.all(network.layers().subList(below, depth)));
        final boolean standard = layers.isEmpty() || layers.get(0).standard();
        deviations = standard ? null : compute.vector(layers.get(0).visibleStandardDeviations());
        if (!standard) {
            layers.set(0, layers.get(0).standardised(compute));
        }
        final int inputs = below == 0 ? layers.get(0).visibleUnits() : network.layers().get(below - 1).hiddenUnits();
        learner = new StackBackpropagation(compute, inputs, layers, objective, settings.steps(below, fit,
            standard ? null : network.layers().get(below).dense().visibleStandardDeviations()), batchSize);
    }

    /** How many layers, from the bottom, are up to the highest that knows the rows before each; 0 where none does. */
    static int ordered(final DeepBeliefNetwork network) {
        int count = 0;
        for (int n = 0; n < network.layers().size(); n++) {
            count = network.layers().get(n).kind().temporal() ? n + 1 : count;
        }
        return count;
    }

    @Override
    public Learner learner() {
        return learner;
    }

    @Override
    public Course course(final SampleMatrix samples, final Split.Part learned, final Split.Part heldOut,
        final Training training) {
        return measurable(samples, learned, heldOut, training);
    }

    FineTuningCourse measurable(final SampleMatrix samples, final Split.Part learned, final Split.Part heldOut,
        final Training training) {
        final PartlyLabelledRows batched = settings.smoothness().wanted()
            ? PartlyLabelledRows.of(samples, learned, training::checkCancelled) : PartlyLabelledRows.whole(learned);
        return new FineTuningCourse(settings, learner, objective,
            TrainingLog.LayerRange.above(Math.max(below, settings.frozenLayers()), below + layers.size()),
            batched.source(compute, samples, settings.training(), deviations),
            BatchSource.whole(compute, samples, heldOut, settings.training(), deviations), training::checkCancelled);
    }

    @Override
    public DeepBeliefNetwork network(final long rows) {
        final List<DenseLayer> tuned = learner.layers(layers);
        final List<Layer> all = new ArrayList<>(network.layers().subList(0, below));
        all.addAll(tuned);
        if (!tuned.isEmpty()) {
            final DenseLayer lowest = network.layers().get(below).dense();
            all.set(below, tuned.get(0) == layers.get(0) ? lowest
                : tuned.get(0).withStandardDeviationsOf(lowest, compute, FloatMatrix::copy));
        }
        return network.trained(all, network.memory(), objective.head(learner.top()),
            new TrainingStep(TrainingStep.FINE_TUNING, RecordedSettings.of(settings), rows,
                settings.training().seed()));
    }

    @Override
    public void close() {
        learner.close();
    }
}
