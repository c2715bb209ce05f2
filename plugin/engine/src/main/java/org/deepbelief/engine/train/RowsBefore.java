// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.deepbelief.engine.data.PrecedingRows;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;

/**
 * How many rows before each help to foretell it: by the generalised cross-validation of a linear prediction
 * ({@link Autoregression}), the largest of some numbers that counts for half of the best one at least in the mean of
 * predictions. All are judged on the same rows.
 */
public final class RowsBefore {

    private static final int[] NUMBERS = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48};

    /** A quarter of the longest sequence stands before a row at most, so that enough rows have all of theirs. */
    private static final int PARTS_OF_LONGEST = 4;

    /** What counts less, in shares of the best, adds hardly anything. */
    private static final double LEAST_SHARE = 0.5;

    private RowsBefore() {
    }

    /**
     * Chooses a number.
     *
     * @param samples at least one row
     * @param means one a unit
     * @param threads that compute, 0 for one a processor
     * @param checkCancelled run every few hundred rows; throws if the passes are to end
     * @return at least 1
     */
    public static int of(final SampleMatrix samples, final float[] means, final int threads,
        final Runnable checkCancelled) {
        final long most = Math.max(1, longest(samples, checkCancelled) / PARTS_OF_LONGEST);
        final int[] numbers = Arrays.stream(NUMBERS)
            .filter(number -> number <= most && number * (long)means.length <= Autoregression.MOST_UNITS).toArray();
        if (numbers.length < 2) {
            return 1;
        }
        try (Compute compute = Compute.open(threads)) {
            final float[] all = new float[means.length];
            Arrays.fill(all, 1);
            final PrecedingRows before = new PrecedingRows(samples, numbers[numbers.length - 1], means);
            final Autoregression fit = new Autoregression(compute, before, means, all);
            fit.add(samples, before.complete(Split.none(samples).training(), checkCancelled), checkCancelled);
            final double[] validations = new double[numbers.length];
            for (int n = 0; n < numbers.length; n++) {
                checkCancelled.run();
                validations[n] = fit.validation(numbers[n]);
            }
            final double[] shares = fit.shares(validations);
            int last = numbers.length - 1;
            while (shares[last] < LEAST_SHARE) {
                last--;
            }
            return numbers[last];
        }
    }

    /** The numbers of rows before that predictions are the mean of: those up to the most, and that itself. */
    static int[] upTo(final int most) {
        return IntStream.concat(Arrays.stream(NUMBERS).filter(number -> number < most), IntStream.of(most)).toArray();
    }

    /** The rows of the longest sequence. */
    public static long longest(final SampleMatrix samples, final Runnable checkCancelled) {
        long longest = 0;
        long length = 0;
        for (long row = 0; row < samples.rows(); row++) {
            if (row % 256 == 0) {
                checkCancelled.run();
            }
            length = samples.startsSequence(row) ? 1 : length + 1;
            longest = Math.max(longest, length);
        }
        return longest;
    }
}
