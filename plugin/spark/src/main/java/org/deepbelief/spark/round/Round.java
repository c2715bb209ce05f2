// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;
import java.io.Serializable;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.train.Course;
import org.deepbelief.engine.train.Learner;
import org.deepbelief.engine.train.Training;

/**
 * One part's steps of a round.
 *
 * @param stage what learns
 * @param span which steps
 * @param states where it stands, see {@link States#bytes}
 * @param threads that compute in a part; the result does not depend on it
 */
record Round(Stage stage, Span span, byte[][] states, int threads) implements PartWork<Round.Result> {

    /**
     * What a part has learned.
     *
     * @param rows that it learned from
     * @param error the sum of the learner's errors
     * @param errorCount what it is a sum over
     * @param state where it stands now
     * @param seconds that its steps took
     */
    record Result(long rows, double error, double errorCount, byte[] state, double seconds) implements Serializable {
    }

    @Override
    public Result run(final int part, final SampleMatrix rows) throws IOException {
        final byte[] state = states[Math.min(part, states.length - 1)];
        final long steps = stage.steps(rows, part);
        final long first = span.first(steps);
        final long end = span.end(steps);
        if (first == end) {
            return new Result(0, 0, 0, state, 0);
        }
        try (Compute compute = stage.compute(threads)) {
            final Course course = stage.course(compute, rows, part);
            try (Learner learner = course.learner()) {
                States.read(state, learner.state());
                final long start = System.nanoTime();
                final Training.Steps done = stage.training(compute).steps(course, span.epoch(), first, end);
                final double seconds = (System.nanoTime() - start) / 1e9;
                return new Result(done.rows(), done.error(), done.errorCount(), States.bytes(learner.state()),
                    seconds);
            }
        }
    }
}
