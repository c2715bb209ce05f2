// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.Serializable;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.train.Course;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.Training;

/**
 * A model that learns in rounds, as far as it is the same for all parts of the rows: one layer, or a whole network. It
 * travels to where the parts are.
 */
public interface Stage extends Serializable {

    /** How long it learns; without patience. */
    Epochs epochs();

    /** The layer that learns, from 1 on; 0 for the whole network. */
    int layer();

    /** The loop that runs its steps, without time budget. */
    Training training(Compute compute);

    /**
     * The way of a learner through the rows of a part. The learner has any state and is to be closed.
     *
     * @param part the number of the part, from 0 on, by which its random numbers differ from those of the others
     */
    Course course(Compute compute, SampleMatrix rows, int part);

    /** How many steps an epoch has in a part. */
    long steps(SampleMatrix rows);
}
