// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.data.NumberScale;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.OutputHead;

/** A linear output under least squares: the number in target 0, standardised. */
final class NumberObjective implements WantedOutputs {

    private final String column;

    private final NumberScale scale;

    private final Optional<OutputHead.Regressor> start;

    private final FloatMatrix wanted;

    private final float[] wantedBuffer;

    private final float[] outputBuffer;

    private final TargetBuffer targets = new TargetBuffer();

    /**
     * @param compute gives the memory, which is released with it
     * @param column the name of the target
     * @param head of the network; where it is one for the column alone, it is gone on from
     * @param batchSize the most rows of a batch
     */
    NumberObjective(final Compute compute, final String column, final NumberScale scale,
        final Optional<OutputHead> head, final int batchSize) {
        this.column = column;
        this.scale = scale;
        start = head.filter(OutputHead.Regressor.class::isInstance).map(OutputHead.Regressor.class::cast)
            .filter(regressor -> regressor.targets().equals(List.of(column)));
        wanted = compute.zeros(batchSize, 1);
        wantedBuffer = new float[batchSize];
        outputBuffer = new float[batchSize];
    }

    @Override
    public List<BackpropagationStage.Way> ways(final Compute memory, final List<DenseLayer> encoder,
        final int hidden) {
        final FloatMatrix weights = memory.zeros(hidden, 1);
        final float[] biases = new float[1];
        if (start.isPresent()) {
            // The same number in other units: scale (h w + b) + offset is what it was.
            final double factor = start.get().scales()[0] / scale.deviation();
            for (int unit = 0; unit < hidden; unit++) {
                weights.set(unit, 0, (float)(factor * start.get().weights().get(unit, 0)));
            }
            biases[0] =
                (float)(factor * start.get().biases()[0] + scale.standardise(start.get().offsets()[0]));
        }
        return List.of(new BackpropagationStage.Way(weights, false, biases, UnitLayout.of(Activation.IDENTITY, 1)));
    }

    @Override
    public FloatMatrix wanted(final Batch batch) {
        targets.read(batch.targets());
        for (int row = 0; row < batch.count(); row++) {
            wantedBuffer[row] = (float)scale.standardise(targets.get(row));
        }
        wanted.write(wantedBuffer);
        return wanted;
    }

    @Override
    public boolean mayMiss() {
        return true;
    }

    @Override
    public FloatMatrix rowWeights() {
        return null;
    }

    @Override
    public void addResiduals(final Batch batch, final BackpropagationStage top, final Losses losses) {
        top.delta().read(outputBuffer);
        for (int row = 0; row < batch.count(); row++) {
            addSquare(row, outputBuffer[row], losses);
        }
    }

    @Override
    public long counted(final Batch batch) {
        long there = 0;
        for (int row = 0; row < batch.count(); row++) {
            there += Float.isNaN(wantedBuffer[row]) ? 0 : 1;
        }
        return Math.max(1, there);
    }

    @Override
    public void addOutputs(final Batch batch, final FloatMatrix outputs, final Losses losses) {
        wanted(batch);
        outputs.read(outputBuffer);
        for (int row = 0; row < batch.count(); row++) {
            addSquare(row, wantedBuffer[row] - outputBuffer[row], losses);
        }
    }

    private void addSquare(final int row, final float residual, final Losses losses) {
        if (!Float.isNaN(wantedBuffer[row])) {
            losses.addSquares((double)residual * residual, 1);
        }
    }

    @Override
    public List<DenseLayer> tuned(final List<DenseLayer> layers, final List<BackpropagationStage> outputs) {
        return layers;
    }

    @Override
    public Optional<OutputHead> head(final BackpropagationStage top) {
        return Optional.of(new OutputHead.Regressor(List.of(column), top.result(), top.resultBiases(),
            new double[] {scale.mean()}, new double[] {scale.deviation()}));
    }

    @Override
    public TrainingLog.Entry logged(final TrainingLog.Entry entry, final TrainingLog.Pair losses) {
        return entry.withLosses(losses);
    }
}
