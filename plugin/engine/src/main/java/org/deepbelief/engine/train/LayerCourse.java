// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.PrecedingRows;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;

/** The pretraining of one layer over rows that may be a part of all. */
public final class LayerCourse implements Course, AutoCloseable {

    private final int index;

    private final LayerSettings settings;

    private final Split split;

    private final LayerLearner learner;

    private final Compute compute;

    private final SampleMatrix samples;

    private final TrainingSettings run;

    /** The rows that it learns from. */
    private Split.Part learned;

    /** Made when the learner knows from what it goes on. */
    private BatchSource batches;

    private final LayerMeasuring measuring;

    private final MiniBatches trainingSample;

    private final MiniBatches validationSample;

    private double activation;

    private long rows;

    /**
     * @param compute gives the memory
     * @param index the layer, from 0 on
     * @param stack how the stack is pretrained. Parts of the rows must have the same but for the seed, of which each
     *            needs its own.
     * @param input what it reads: of all rows
     * @param samples the rows that it reads
     * @param split which of these it learns from
     */
    public LayerCourse(final Compute compute, final int index, final LayerwisePretraining.Settings stack,
        final LayerInput input, final SampleMatrix samples, final Split split) {
        this.compute = compute;
        this.index = index;
        this.samples = samples;
        this.split = split;
        learned = split.training();
        settings = stack.layers().get(index);
        run = stack.training().withSeed(seed(stack, index));
        learner = learner(compute, index, stack, input, (int)Math.min(run.batchSize(), split.training().size()));
        measuring = learner.monitor(compute);
        trainingSample = new MiniBatches(samples, split.training(), LayerMonitor.batchRows(), run.seed());
        validationSample = new MiniBatches(samples, split.validation(), LayerMonitor.batchRows(), run.seed());
    }

    /**
     * What learns the layer, without rows: to hold its state.
     *
     * @param batchSize the most rows of a batch
     */
    public static LayerLearner learner(final Compute compute, final int index,
        final LayerwisePretraining.Settings stack, final LayerInput input, final int batchSize) {
        return stack.layers().get(index).learner(compute, input, batchSize, seed(stack, index));
    }

    private static long seed(final LayerwisePretraining.Settings stack, final int index) {
        return RandomStream.LAYER.key(stack.training().seed(), index);
    }

    /**
     * Has the learner start from the rows, see {@link LayerLearner#start}.
     *
     * @param checkCancelled throws if the pass over them is to end
     */
    public void start(final Runnable checkCancelled) {
        learned = learner.learned(samples, split.training(), checkCancelled);
        learner.start(samples, learned, checkCancelled);
    }

    /**
     * Has the learner finish with the rows, see {@link LayerLearner#finish}.
     *
     * @param checkCancelled throws if the pass over them is to end
     */
    public void finish(final Runnable checkCancelled) {
        learner.finish(samples, learned, checkCancelled);
    }

    private BatchSource source() {
        final PrecedingRows before = learner.before(samples);
        return learner.pieceRows() > 0 ? BatchSource.pieces(compute, samples, learned, run, learner.pieceRows())
            : before != null ? BatchSource.ordered(compute, samples, learned, run, before)
            : learner.takesSparseRows() ? BatchSource.sparse(compute, samples, learned, run)
            : BatchSource.whole(compute, samples, learned, run);
    }

    @Override
    public LayerLearner learner() {
        return learner;
    }

    @Override
    public BatchSource batches() {
        if (batches == null) {
            batches = source();
        }
        return batches;
    }

    @Override
    public Epochs epochs() {
        return Epochs.of(settings.epochs());
    }

    @Override
    public Rates rates(final int epoch) {
        return settings.learning().rates(epoch);
    }

    @Override
    public String steepness(final int epoch) {
        return "the learning rate (" + settings.learning().rate().rate(epoch) + ")";
    }

    @Override
    public int layer() {
        return index + 1;
    }

    @Override
    public void started(final int epoch) {
        activation = 0;
        rows = 0;
    }

    @Override
    public void learned(final Batch batch) {
        activation += learner.activation();
        rows += batch.count();
    }

    @Override
    public TrainingLog.Entry measure(final Epoch epoch) {
        final LayerMonitor.Measurement learned = measuring.measure(trainingSample, split.training().size());
        final LayerMonitor.Measurement held = measuring.measure(validationSample, split.validation().size());
        return TrainingLog.Entry.of(TrainingLog.LayerRange.only(layer()), TrainingLog.PRETRAINING, epoch.number(),
            new TrainingLog.Layers(activation / rows / settings.units(), epoch.weightNorm()), epoch.speed())
            .withReconstruction(new TrainingLog.Pair(learned.reconstructionError(), held.reconstructionError()))
            .withLikelihood(new TrainingLog.Likelihood(learned.pseudoLikelihood(),
                held.freeEnergy() - learned.freeEnergy()));
    }

    /** Frees the weights, unless the layer has taken them over. */
    @Override
    public void close() {
        learner.close();
    }
}
