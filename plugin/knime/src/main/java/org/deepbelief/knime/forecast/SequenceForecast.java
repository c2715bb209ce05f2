// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.forecast;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import org.deepbelief.engine.infer.Forecast;
import org.deepbelief.engine.infer.RowConsumer;
import org.deepbelief.engine.infer.RowResults;
import org.deepbelief.knime.table.SequencedRows;

/** Takes rows through a forecast: what was expected of each, how unexpected it is, and at the end what follows. */
final class SequenceForecast {

    private final Forecast forecast;

    private final int rowsToFollow;

    /** 0 where nothing is to be expected of the rows of the table. */
    private final int stepsAhead;

    private final int units;

    private final FollowingRows following;

    SequenceForecast(final Forecast forecast, final ForecastParameters settings, final int units,
        final FollowingRows following) {
        this.forecast = forecast;
        this.units = units;
        this.following = following;
        rowsToFollow = settings.m_rows;
        stepsAhead = settings.m_appendExpected ? settings.m_stepsAhead : 0;
    }

    /** The expected units of a row, NaN where nothing was foretold of it, and then its unexpectedness. */
    void run(final SequencedRows source, final BooleanSupplier stop, final RowConsumer consumer) throws IOException {
        final float[] row = new float[units];
        final double[] results = new double[units + 1];
        final RowResults given = given(results);
        // What is foretold of the rows to come, the next one first.
        final Deque<float[]> foretold = new ArrayDeque<>();
        int sequence = -1;
        while (source.next(row, new float[0])) {
            if (stop.getAsBoolean()) {
                throw new CancellationException("Cancelled.");
            }
            if (source.sequence() != sequence) {
                follow(sequence, stop);
                sequence = source.sequence();
                forecast.begin();
                foretold.clear();
            }
            if (stepsAhead > 0) {
                foretold.add(forecast.next(stepsAhead)[stepsAhead - 1]);
            }
            Arrays.fill(results, Double.NaN);
            if (stepsAhead > 0 && foretold.size() == stepsAhead) {
                final float[] expected = foretold.remove();
                for (int i = 0; i < units; i++) {
                    results[i] = expected[i];
                }
            }
            results[units] = forecast.follow(row);
            consumer.accept(given);
        }
        follow(sequence, stop);
    }

    private static RowResults given(final double[] results) {
        return new RowResults() {

            @Override
            public int size() {
                return results.length;
            }

            @Override
            public double at(final int index) {
                return results[index];
            }
        };
    }

    private void follow(final int sequence, final BooleanSupplier stop) {
        if (sequence < 0) {
            return;
        }
        final double[] next = new double[units];
        final float[][] rows = forecast.next(rowsToFollow);
        for (int step = 1; step <= rowsToFollow; step++) {
            if (stop.getAsBoolean()) {
                throw new CancellationException("Cancelled.");
            }
            for (int i = 0; i < units; i++) {
                next[i] = rows[step - 1][i];
            }
            following.add(sequence, step, next);
        }
    }
}
