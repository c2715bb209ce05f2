// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.train.Course;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.FineTuningRows;
import org.deepbelief.engine.train.FineTuningWork;
import org.deepbelief.engine.train.TargetFit;
import org.deepbelief.engine.train.Training;
import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;

/**
 * The fine-tuning of a network in rounds.
 *
 * @param network the file of the network where it starts
 * @param settings make the settings where it learns
 * @param fit of the targets of all rows
 * @param batchSize the rows of a step
 */
public record TuningStage(byte[] network, Settings settings, TargetFit fit, int batchSize) implements Stage {

    private static final Runnable GO_ON = () -> { };

    /** Settings that travel. */
    public interface Settings extends Supplier<FineTuning.Settings>, Serializable {
    }

    private FineTuning.Settings settings(final int part) {
        final FineTuning.Settings all = settings.get();
        final TrainingSettings run = all.training();
        return all.withTraining(run.withSeed(Seeds.ofPart(run.seed(), part)).withBatchSize(batchSize), all.epochs());
    }

    /** What holds the states of the parts; to be closed. */
    FineTuningWork work(final Compute compute, final int part) {
        try {
            final DeepBeliefNetwork start = ModelArchive.read(new ByteArrayInputStream(network));
            return new FineTuningWork(compute, start, settings(part), fit, batchSize);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which rows are learned from. */
    static FineTuningRows rows(final FineTuning.Settings settings, final SampleMatrix rows) {
        return FineTuningRows.of(rows, settings.target(), settings.training(), GO_ON);
    }

    @Override
    public Epochs epochs() {
        return settings.get().epochs();
    }

    @Override
    public Training training(final Compute compute) {
        return new Training(compute, TrainingLog.FINE_TUNING, 1, settings.get().training(), TrainingMonitor.NONE);
    }

    @Override
    public Course course(final Compute compute, final SampleMatrix rows, final int part) {
        return work(compute, part).course(rows, rows(settings.get(), rows), GO_ON);
    }

    @Override
    public long steps(final SampleMatrix rows) {
        return (rows(settings.get(), rows).learned().size() + batchSize - 1) / batchSize;
    }
}
