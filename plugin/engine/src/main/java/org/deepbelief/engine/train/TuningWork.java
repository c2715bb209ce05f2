// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.model.DeepBeliefNetwork;

/** A network that is ready to be trained as a whole, by rows that may be a part of all. */
public interface TuningWork extends AutoCloseable {

    /** What learns. */
    Learner learner();

    /**
     * The learner's way through rows.
     *
     * @param learned which of the samples it learns from
     * @param heldOut which are only measured
     * @param training asked whether a measurement is to end
     */
    Course course(SampleMatrix samples, Split.Part learned, Split.Part heldOut, Training training);

    /**
     * The network as it is now.
     *
     * @param rows from how many it has learned
     */
    DeepBeliefNetwork network(long rows);

    @Override
    void close();
}
