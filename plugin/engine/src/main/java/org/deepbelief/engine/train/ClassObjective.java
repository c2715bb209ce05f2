// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.OutputHead;

/** Softmax outputs under cross-entropy: the class in target 0. */
final class ClassObjective implements WantedOutputs {

    private final Compute compute;

    private final ClassColumn column;

    private final Optional<OutputHead.Classifier> start;

    private final FloatMatrix wanted;

    /** By class; null for 1. */
    private final float[] classWeights;

    /** The rows of a batch x 1; null where each row counts the same. */
    private final FloatMatrix rowWeights;

    private final float[] weightBuffer;

    private final float[] outputBuffer;

    private final TargetBuffer targets = new TargetBuffer();

    /**
     * @param compute gives the memory, which is released with it
     * @param weights how much a row of each class counts; null for 1
     * @param mayMiss whether a row may lack a class, which then counts for nothing
     * @param head of the network; where it is one for the column, the weights of the classes that it knows are gone on
     *            from
     * @param batchSize the most rows of a batch
     */
    ClassObjective(final Compute compute, final ClassColumn column, final float[] weights, final boolean mayMiss,
        final Optional<OutputHead> head, final int batchSize) {
        this.compute = compute;
        this.column = column;
        start = head.filter(OutputHead.Classifier.class::isInstance).map(OutputHead.Classifier.class::cast)
            .filter(classifier -> classifier.target().name().equals(column.name()));
        wanted = compute.zeros(batchSize, column.size());
        outputBuffer = new float[Math.multiplyExact(batchSize, column.size())];
        classWeights = weights;
        rowWeights = weights == null && !mayMiss ? null : compute.zeros(batchSize, 1);
        weightBuffer = new float[batchSize];
    }

    @Override
    public List<BackpropagationStage.Way> ways(final Compute memory, final List<DenseLayer> encoder,
        final int hidden) {
        final FloatMatrix weights = memory.zeros(hidden, column.size());
        final float[] biases = new float[column.size()];
        for (int c = 0; start.isPresent() && c < column.size(); c++) {
            final int known = start.get().target().indexOf(column.values().get(c));
            for (int unit = 0; known >= 0 && unit < hidden; unit++) {
                weights.set(unit, c, start.get().weights().get(unit, known));
            }
            biases[c] = known >= 0 ? start.get().biases()[known] : 0;
        }
        return List.of(new BackpropagationStage.Way(weights, false, biases,
            UnitLayout.of(Activation.SOFTMAX, column.size())));
    }

    @Override
    public FloatMatrix wanted(final Batch batch) {
        compute.oneHot(batch.targets(), batch.count(), wanted);
        targets.read(batch.targets());
        if (rowWeights != null) {
            for (int row = 0; row < batch.count(); row++) {
                weightBuffer[row] = lacksClass(row) ? 0 : weight(row);
            }
            rowWeights.write(weightBuffer);
        }
        return wanted;
    }

    @Override
    public boolean mayMiss() {
        return false;
    }

    @Override
    public FloatMatrix rowWeights() {
        return rowWeights;
    }

    @Override
    public void addResiduals(final Batch batch, final BackpropagationStage top, final Losses losses) {
        top.delta().read(outputBuffer);
        for (int row = 0; row < batch.count(); row++) {
            if (lacksClass(row)) {
                continue;
            }
            final float weight = weight(row);
            final float residual = outputBuffer[row * column.size() + wantedClass(row)];
            losses.addCrossEntropy(1 - residual / (weight == 0 ? 1 : weight), weight);
        }
    }

    @Override
    public void addOutputs(final Batch batch, final FloatMatrix outputs, final Losses losses) {
        targets.read(batch.targets());
        outputs.read(outputBuffer);
        for (int row = 0; row < batch.count(); row++) {
            if (lacksClass(row)) {
                continue;
            }
            final int first = row * column.size();
            int best = 0;
            for (int c = 1; c < column.size(); c++) {
                best = outputBuffer[first + c] > outputBuffer[first + best] ? c : best;
            }
            losses.addClassified(best == wantedClass(row));
            losses.addCrossEntropy(outputBuffer[first + wantedClass(row)], weight(row));
        }
    }

    @Override
    public long counted(final Batch batch) {
        long there = 0;
        for (int row = 0; row < batch.count(); row++) {
            there += lacksClass(row) ? 0 : 1;
        }
        return Math.max(1, there);
    }

    private boolean lacksClass(final int row) {
        return Float.isNaN(targets.get(row));
    }

    private int wantedClass(final int row) {
        return (int)targets.get(row);
    }

    private float weight(final int row) {
        return classWeights == null ? 1 : classWeights[wantedClass(row)];
    }

    @Override
    public List<DenseLayer> tuned(final List<DenseLayer> layers, final List<BackpropagationStage> outputs) {
        return layers;
    }

    @Override
    public Optional<OutputHead> head(final BackpropagationStage top) {
        return Optional.of(new OutputHead.Classifier(column, top.result(), top.resultBiases()));
    }

    @Override
    public TrainingLog.Entry logged(final TrainingLog.Entry entry, final TrainingLog.Pair losses) {
        return entry.withLosses(losses);
    }
}
