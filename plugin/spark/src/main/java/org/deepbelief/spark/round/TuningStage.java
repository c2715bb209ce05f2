// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.train.Course;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.TargetFit;
import org.deepbelief.engine.train.Training;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TuningWork;

/**
 * The training of a whole network in rounds.
 *
 * @param network the file of the network where it starts
 * @param fit of the targets of all rows
 * @param batchSize the rows of a step
 */
record TuningStage(byte[] network, TuningKind kind, TargetFit fit, int batchSize) implements Stage {

    /** What holds the states of the parts. */
    TuningWork work(final Compute compute, final int part) {
        try {
            return kind.work(compute, ModelArchive.read(new ByteArrayInputStream(network)), fit,
                kind.run().ofPart(part).withBatchSize(batchSize));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Epochs epochs() {
        return kind.run().epochs();
    }

    @Override
    public int layer() {
        return 0;
    }

    @Override
    public Training training(final Compute compute) {
        final TuningKind.Run run = kind.run();
        return new Training(compute, run.phase(), 1, run.training(), TrainingMonitor.NONE);
    }

    @Override
    public Course course(final Compute compute, final SampleMatrix rows, final int part) {
        final PartRows split = split(rows, part);
        return work(compute, part).course(rows, split.learned(), split.heldOut(), training(compute));
    }

    @Override
    public Precision precision() {
        return kind.run().training().precision();
    }

    @Override
    public double stepShare() {
        return kind.stepShare((double)batchSize / kind.run().training().batchSize());
    }

    @Override
    public boolean holdsOut() {
        return kind.run().training().validationShare() > 0;
    }

    @Override
    public PartRows split(final SampleMatrix rows, final int part) {
        return kind.split(rows, kind.run().ofPart(part).withBatchSize(batchSize));
    }
}
