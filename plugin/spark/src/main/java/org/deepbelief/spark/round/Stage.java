// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.Serializable;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.train.Course;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.Training;

/**
 * A model that learns in rounds, as far as it is the same for all parts of the rows: one layer, or a whole network. It
 * travels to where the parts are. The number of a part, from 0 on, tells its random numbers from those of the others.
 */
interface Stage extends Serializable {

    /** How long it learns. */
    Epochs epochs();

    /** The layer that learns, from 1 on; 0 for the whole network. */
    int layer();

    /** The loop that runs its steps, without time budget. */
    Training training(Compute compute);

    /** The precision of its products; each part has what its processor has of it. */
    Precision precision();

    /** What computes a part. */
    default Compute compute(final int threads) {
        return Compute.open(threads, precision());
    }

    /** The most rows of a step. */
    int batchSize();

    /** How far a step goes beside one with a batch as asked for, in (0, 1]. */
    double stepShare();

    /** Whether rows are held out. */
    boolean holdsOut();

    /** Which rows of a part are learned from. */
    PartRows split(SampleMatrix rows, int part);

    /** The way of a learner through the rows of a part. The learner has any state and is to be closed. */
    Course course(Compute compute, SampleMatrix rows, int part);

    /** How many steps an epoch has in a part. */
    default long steps(final SampleMatrix rows, final int part) {
        return split(rows, part).steps();
    }
}
