// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.train.Course;
import org.deepbelief.engine.train.Learner;
import org.deepbelief.engine.train.Training;

/**
 * Steps that are taken to see how long one takes, and are not kept: for a second, or an epoch if that is shorter. They
 * are taken in runs of 1, 2, 4 and so on, of which the fastest counts: the first ones load and compile what they need.
 *
 * @param stage what learns
 * @param state where it starts
 * @param threads that compute in a part
 */
record Trial(Stage stage, byte[] state, int threads) implements PartWork<Double> {

    private static final double SECONDS = 1;

    private static final int LEAST_STEPS = 16;

    /** Returns the seconds of a step; 0 where there is none. */
    @Override
    public Double run(final int part, final SampleMatrix rows) throws IOException {
        final long steps = stage.steps(rows, part);
        if (steps == 0) {
            return 0.0;
        }
        try (Compute compute = stage.compute(threads)) {
            final Course course = stage.course(compute, rows, part);
            try (Learner learner = course.learner()) {
                States.read(state, learner.state());
                final Training training = stage.training(compute);
                long first = 0;
                double all = 0;
                double fastest = Double.POSITIVE_INFINITY;
                for (long count = 1; first < steps && (all < SECONDS || count <= LEAST_STEPS); count *= 2) {
                    final long end = Math.min(steps, first + count);
                    final long start = System.nanoTime();
                    training.steps(course, 0, first, end);
                    final double seconds = (System.nanoTime() - start) / 1e9;
                    fastest = Math.min(fastest, seconds / (end - first));
                    all += seconds;
                    first = end;
                }
                return fastest;
            }
        }
    }
}
