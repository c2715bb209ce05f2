// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.train.Course;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.TargetFit;
import org.deepbelief.engine.train.Training;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;
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
        final TrainingSettings run = kind.training();
        try {
            return kind.work(compute, ModelArchive.read(new ByteArrayInputStream(network)), fit,
                run.withSeed(Seeds.ofPart(run.seed(), part)).withBatchSize(batchSize));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Epochs epochs() {
        return kind.epochs();
    }

    @Override
    public int layer() {
        return 0;
    }

    @Override
    public Training training(final Compute compute) {
        return new Training(compute, kind.phase(), 1, kind.training(), TrainingMonitor.NONE);
    }

    @Override
    public Course course(final Compute compute, final SampleMatrix rows, final int part) {
        return work(compute, part).course(rows, kind.learned(rows), Split.Part.of(new BitSet()), training(compute));
    }

    @Override
    public long steps(final SampleMatrix rows) {
        return (kind.learned(rows).size() + batchSize - 1) / batchSize;
    }
}
