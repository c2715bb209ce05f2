// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.OutputHead;

/** The inputs, through the generation of the same layers: the unrolled autoencoder (Hinton and Salakhutdinov 2006). */
final class InputObjective implements WantedOutputs {

    private final Compute compute;

    InputObjective(final Compute compute) {
        this.compute = compute;
    }

    @Override
    public List<BackpropagationStage.Way> ways(final Compute memory, final List<DenseLayer> encoder,
        final int below) {
        final List<BackpropagationStage.Way> ways = new ArrayList<>();
        for (int n = encoder.size() - 1; n >= 0; n--) {
            ways.add(BackpropagationStage.Way.down(encoder.get(n)));
        }
        return ways;
    }

    @Override
    public FloatMatrix wanted(final Batch batch) {
        return batch.visible();
    }

    @Override
    public boolean mayMiss() {
        return false;
    }

    @Override
    public FloatMatrix rowWeights() {
        return null;
    }

    @Override
    public void addResiduals(final Batch batch, final BackpropagationStage top, final Losses losses) {
        losses.addSquares(top.squaredError(), numbers(batch));
    }

    @Override
    public long counted(final Batch batch) {
        return batch.count();
    }

    @Override
    public void addOutputs(final Batch batch, final FloatMatrix outputs, final Losses losses) {
        losses.addSquares(compute.squaredDistance(batch.visible(), outputs, batch.count(), null), numbers(batch));
    }

    private static long numbers(final Batch batch) {
        return (long)batch.count() * batch.visible().columns();
    }

    @Override
    public List<DenseLayer> tuned(final List<DenseLayer> layers, final List<BackpropagationStage> outputs) {
        final List<DenseLayer> tuned = new ArrayList<>(layers);
        for (int n = 0; n < layers.size(); n++) {
            final BackpropagationStage stage = outputs.get(outputs.size() - 1 - n);
            tuned.set(n, layers.get(n).withGeneration(stage.result(), stage.resultBiases()));
        }
        return tuned;
    }

    @Override
    public Optional<OutputHead> head(final BackpropagationStage top) {
        return Optional.empty();
    }

    @Override
    public TrainingLog.Entry logged(final TrainingLog.Entry entry, final TrainingLog.Pair losses) {
        return entry.withLosses(losses).withReconstruction(losses);
    }
}
