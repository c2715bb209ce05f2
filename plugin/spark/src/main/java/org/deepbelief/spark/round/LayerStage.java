// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.Serializable;
import java.util.function.Supplier;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.train.Course;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.LayerCourse;
import org.deepbelief.engine.train.LayerInput;
import org.deepbelief.engine.train.LayerLearner;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Training;
import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;

/**
 * The pretraining of one layer in rounds.
 *
 * @param settings make the settings of the stack where it learns
 * @param index the layer, from 0 on
 * @param input what it reads: of all rows
 * @param batchSize the rows of a step, see {@link PartBatches}
 */
public record LayerStage(Settings settings, int index, LayerInput input, int batchSize) implements Stage {

    /** Settings that travel. */
    public interface Settings extends Supplier<LayerwisePretraining.Settings>, Serializable {
    }

    private LayerwisePretraining.Settings stack(final int part) {
        final LayerwisePretraining.Settings stack = ofPart(settings.get(), part);
        return stack.withTraining(stack.training().withBatchSize(batchSize));
    }

    /** Settings with the seed of a part. */
    static LayerwisePretraining.Settings ofPart(final LayerwisePretraining.Settings stack, final int part) {
        final TrainingSettings run = stack.training();
        return stack.withTraining(run.withSeed(Seeds.ofPart(run.seed(), part)));
    }

    /** What holds the states of the parts. */
    LayerLearner learner(final Compute compute) {
        return LayerCourse.learner(compute, index, stack(0), input, batchSize);
    }

    @Override
    public Epochs epochs() {
        return Epochs.of(settings.get().layers().get(index).epochs());
    }

    @Override
    public int layer() {
        return index + 1;
    }

    @Override
    public Training training(final Compute compute) {
        final LayerwisePretraining.Settings stack = settings.get();
        return new Training(compute, TrainingLog.PRETRAINING, stack.layers().size(), stack.training(),
            TrainingMonitor.NONE);
    }

    @Override
    public Course course(final Compute compute, final SampleMatrix rows, final int part) {
        return new LayerCourse(compute, index, stack(part), input, rows, held(stack(part), rows));
    }

    @Override
    public Precision precision() {
        return settings.get().training().precision();
    }

    @Override
    public double stepShare() {
        return (double)batchSize / settings.get().training().batchSize();
    }

    @Override
    public boolean holdsOut() {
        return settings.get().training().validationShare() > 0;
    }

    @Override
    public PartRows split(final SampleMatrix rows, final int part) {
        final Split split = held(stack(part), rows);
        return PartRows.of(split.training(), split.validation(), batchSize);
    }

    /**
     * The rows of a part: the same in all layers.
     *
     * @param stack with the seed of the part
     */
    static Split held(final LayerwisePretraining.Settings stack, final SampleMatrix rows) {
        return Split.of(rows, stack.training().validationShare(), stack.labelUnits().map(ClassColumn::size).orElse(0),
            stack.training().seed(), () -> { });
    }
}
