// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.PairwiseLoss;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.EmbeddingLayer;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.units.UnitGroup;

/** Linear outputs that are the places of rows in a map. The errors of a batch come from all pairs of its rows. */
final class MapObjective implements Objective {

    private final int dimensions;

    private final long seed;

    private final float classWeight;

    /** Null where only classes count. */
    private final PairwiseLoss neighbours;

    /** Null where only neighbours count. */
    private final PairwiseLoss classes;

    /**
     * @param compute gives the memory, which is released with it
     * @param inputs the visible units, by which rows are neighbours
     * @param batchSize the most rows of a batch
     */
    MapObjective(final Compute compute, final Embedding.Settings settings, final int inputs, final int batchSize) {
        dimensions = settings.dimensions();
        seed = settings.training().seed();
        final Embedding.Aim aim = settings.aim();
        classWeight = (float)aim.classWeight();
        neighbours = aim.perplexity()
            .map(perplexity -> compute.neighbourLoss(perplexity, inputs, dimensions, batchSize)).orElse(null);
        classes = aim.classes().map(column -> compute.classLoss(dimensions, batchSize)).orElse(null);
    }

    /** The first places are of the size of the activations below. */
    @Override
    public List<BackpropagationStage.Way> ways(final Compute compute, final List<DenseLayer> encoder,
        final int below) {
        final int hidden = encoder.get(encoder.size() - 1).hiddenUnits();
        final FloatMatrix weights = compute.zeros(hidden, dimensions);
        compute.fillGaussian(weights, (float)(1 / Math.sqrt(hidden)),
            RandomRows.byPlace().key(RandomStream.MAP_WEIGHTS.key(seed, 0)));
        return List.of(new BackpropagationStage.Way(weights, false, new float[dimensions],
            UnitLayout.of(Activation.IDENTITY, dimensions)));
    }

    @Override
    public void gather(final Batch batch, final FloatMatrix below, final BackpropagationStage top,
        final Statistics statistics, final Losses losses) {
        final int rows = batch.count();
        top.expect(below, rows);
        double loss = 0;
        float kept = 0;
        if (neighbours != null) {
            final float weight = 1 - classWeight;
            loss += weight * neighbours.run(top.output(), rows, batch.visible(), weight, kept, top.delta());
            kept = 1;
        }
        if (classes != null) {
            loss += classWeight
                * classes.run(top.output(), rows, batch.targets(), classWeight, kept, top.delta());
        }
        statistics.sum(top.sums(), top.delta(), rows, 1f);
        losses.addMean(loss, rows);
    }

    @Override
    public long counted(final Batch batch) {
        return batch.count();
    }

    @Override
    public void addOutputs(final Batch batch, final FloatMatrix outputs, final Losses losses) {
        double loss = 0;
        if (neighbours != null) {
            loss += (1 - classWeight) * neighbours.measure(outputs, batch.count(), batch.visible());
        }
        if (classes != null) {
            loss += classWeight * classes.measure(outputs, batch.count(), batch.targets());
        }
        losses.addMean(loss, batch.count());
    }

    @Override
    public List<DenseLayer> tuned(final List<DenseLayer> layers, final List<BackpropagationStage> outputs) {
        final DenseLayer last = layers.get(layers.size() - 1);
        final BackpropagationStage top = outputs.get(0);
        final List<DenseLayer> tuned = new ArrayList<>(layers);
        tuned.add(EmbeddingLayer.above(List.of(new UnitGroup(last.hiddenType(), last.hiddenUnits())), top.result(),
            top.resultBiases()));
        return tuned;
    }

    @Override
    public Optional<OutputHead> head(final BackpropagationStage top) {
        return Optional.empty();
    }

    @Override
    public TrainingLog.Entry logged(final TrainingLog.Entry entry, final TrainingLog.Pair losses) {
        return entry.withLosses(losses);
    }
}
