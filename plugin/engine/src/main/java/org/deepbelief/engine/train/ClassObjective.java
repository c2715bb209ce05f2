// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.OutputHead;

/**
 * Softmax outputs under cross-entropy: the class in target 0. Of rows without a class the outputs are to tell much:
 * each row is to be of some class for sure, and all together of the classes as often as rows are that have one
 * (Krause, Perona and Gomes 2010). With p_i the outputs of row i, m their mean over the rows without a class of a
 * batch, s the shares of the classes and H the entropy,
 *
 * <pre>
 * loss        w (n KL(m || s) + sum over i of H(p_i))
 * -dE/dx_ij   w p_ij (log p_ij + H(p_i) - log(m_j / s_j) + sum over k of p_ik log(m_k / s_k))
 * </pre>
 */
final class ClassObjective implements WantedOutputs {

    /** Below it an output counts as that, so that its logarithm is finite. */
    private static final double LEAST_OUTPUT = 1e-12;

    private final Compute compute;

    private final ClassColumn column;

    private final Optional<OutputHead.Classifier> start;

    private final FloatMatrix wanted;

    /** By class; null for 1. */
    private final float[] classWeights;

    /** The rows of a batch x 1; null where each row counts the same, or some lack a class. */
    private final FloatMatrix rowWeights;

    private final float[] weightBuffer;

    /** How rows without a class count; null where there are none. */
    private final Information information;

    /** By class, log(m / s) of the batch. */
    private final double[] excess;

    private final float[] outputBuffer;

    private final TargetBuffer targets = new TargetBuffer();

    /**
     * @param compute gives the memory, which is released with it
     * @param weights how much a row of each class counts; null for 1
     * @param information how much rows without a class are to tell; null where there are none
     * @param head of the network; where it is one for the column, the weights of the classes that it knows are gone on
     *            from
     * @param batchSize the most rows of a batch
     */
    ClassObjective(final Compute compute, final ClassColumn column, final float[] weights,
        final Information information, final Optional<OutputHead> head, final int batchSize) {
        this.compute = compute;
        this.column = column;
        start = head.filter(OutputHead.Classifier.class::isInstance).map(OutputHead.Classifier.class::cast)
            .filter(classifier -> classifier.target().name().equals(column.name()));
        wanted = compute.zeros(batchSize, column.size());
        outputBuffer = new float[Math.multiplyExact(batchSize, column.size())];
        classWeights = weights;
        rowWeights = weights == null || information != null ? null : compute.zeros(batchSize, 1);
        weightBuffer = rowWeights == null ? null : new float[batchSize];
        this.information = information;
        excess = information == null ? null : new double[column.size()];
    }

    /**
     * How much rows without a class are to tell of theirs.
     *
     * @param weight of such a row
     * @param shares of the classes, each above 0, together 1
     */
    record Information(double weight, double[] shares) {

        /** Beside the weight of rows that are moved (Hu et al. 2017). */
        private static final double WEIGHT = 0.1;

        /** @param movedWeight that of a row that is moved */
        static Information of(final double movedWeight, final TargetFit fit) {
            return new Information(WEIGHT * movedWeight, fit.likelyShares());
        }
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
                weightBuffer[row] = weight(row);
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
    public void gather(final Batch batch, final FloatMatrix below, final BackpropagationStage top,
        final Statistics statistics, final Losses losses) {
        if (information == null) {
            WantedOutputs.super.gather(batch, below, top, statistics, losses);
            return;
        }
        top.residual(below, batch.count(), wanted(batch));
        top.delta().read(outputBuffer);
        takeExcess(batch.count());
        for (int row = 0; row < batch.count(); row++) {
            final int first = row * column.size();
            if (lacksClass(row)) {
                inform(first);
                continue;
            }
            losses.addCrossEntropy(1 - outputBuffer[first + wantedClass(row)], weight(row));
            for (int c = 0; c < column.size(); c++) {
                outputBuffer[first + c] *= weight(row);
            }
        }
        top.delta().write(outputBuffer);
        statistics.sum(top.sums(), top.delta(), batch.count(), 1f);
    }

    /**
     * How much more often the outputs tell of each class than they are to. Rows without a class wanted nothing, so that
     * their errors are the negatives of their outputs.
     */
    private void takeExcess(final int rows) {
        Arrays.fill(excess, 0);
        int lacking = 0;
        for (int row = 0; row < rows; row++) {
            if (lacksClass(row)) {
                lacking++;
                for (int c = 0; c < excess.length; c++) {
                    excess[c] -= outputBuffer[row * excess.length + c];
                }
            }
        }
        for (int c = 0; c < excess.length; c++) {
            excess[c] = Math.log(Math.max(LEAST_OUTPUT, excess[c] / lacking) / information.shares[c]);
        }
    }

    /** Puts what the outputs of a row without a class are to change by in the place of their negatives. */
    private void inform(final int first) {
        double negativeEntropy = 0;
        double meanExcess = 0;
        for (int c = 0; c < excess.length; c++) {
            final double p = Math.max(LEAST_OUTPUT, -outputBuffer[first + c]);
            negativeEntropy += p * Math.log(p);
            meanExcess += p * excess[c];
        }
        for (int c = 0; c < excess.length; c++) {
            final double p = Math.max(LEAST_OUTPUT, -outputBuffer[first + c]);
            outputBuffer[first + c] =
                (float)(information.weight * p * (Math.log(p) - negativeEntropy - excess[c] + meanExcess));
        }
    }

    @Override
    public void addResiduals(final Batch batch, final BackpropagationStage top, final Losses losses) {
        top.delta().read(outputBuffer);
        for (int row = 0; row < batch.count(); row++) {
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
