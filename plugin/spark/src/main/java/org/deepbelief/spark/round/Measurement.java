// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.train.Course;
import org.deepbelief.engine.train.Learner;

/**
 * Measures after an epoch what was learned, on the rows that a part holds out.
 *
 * @param stage what learns
 * @param epoch from 0 on
 * @param state where it stands
 * @param threads that compute in a part
 */
record Measurement(Stage stage, int epoch, byte[] state, int threads) implements PartWork<HeldOut> {

    @Override
    public HeldOut run(final int part, final SampleMatrix rows) throws IOException {
        final long heldOut = stage.split(rows, part).heldOut().size();
        if (heldOut == 0) {
            return HeldOut.NONE;
        }
        try (Compute compute = stage.compute(threads)) {
            final Course course = stage.course(compute, rows, part);
            try (Learner learner = course.learner()) {
                States.read(state, learner.state());
                return HeldOut.of(heldOut, course.measure(
                    new Course.Epoch(epoch + 1, 0, Double.NaN, learner.weightNorm(), Double.NaN)));
            }
        }
    }
}
