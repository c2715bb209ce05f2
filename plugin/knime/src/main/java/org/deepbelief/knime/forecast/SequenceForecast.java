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

    /** Whether what follows is drawn, not expected. */
    private final boolean draws;

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
        draws = settings.draws() > 0;
        stepsAhead = settings.m_appendExpected ? settings.m_stepsAhead : 0;
    }

    /** The expected units of a row, NaN where nothing was foretold of it, and then its unexpectedness. */
    void run(final SequencedRows source, final BooleanSupplier stop, final RowConsumer consumer) throws IOException {
        final float[] row = new float[units];
        final double[] results = new double[units + 1];
        final RowResults given = RowResults.of(results);
        // What is foretold of the rows to come, the next one first.
        final Deque<float[]> foretold = new ArrayDeque<>();
        int sequence = -1;
        final float[] noTargets = {};
        while (source.next(row, noTargets)) {
            checkCancelled(stop);
            if (source.sequence() != sequence) {
                follow(sequence, stop);
                sequence = source.sequence();
                forecast.begin();
                foretold.clear();
            }
            if (stepsAhead > 1) {
                foretold.add(forecast.next(stepsAhead)[stepsAhead - 1]);
            }
            results[units] = forecast.follow(row);
            if (stepsAhead == 1) {
                foretold.add(forecast.expected());
            }
            Arrays.fill(results, 0, units, Double.NaN);
            if (stepsAhead > 0 && foretold.size() == stepsAhead) {
                copy(foretold.remove(), results);
            }
            consumer.accept(given);
        }
        follow(sequence, stop);
    }

    private void follow(final int sequence, final BooleanSupplier stop) {
        if (sequence < 0) {
            return;
        }
        final double[] next = new double[units];
        if (draws) {
            forecast.beginDrawing(sequence);
        }
        for (int step = 1; step <= rowsToFollow; step++) {
            checkCancelled(stop);
            final float[][] rows = draws ? forecast.draw() : new float[][]{forecast.followExpected()};
            for (int draw = 0; draw < rows.length; draw++) {
                checkCancelled(stop);
                copy(rows[draw], next);
                following.add(sequence, step, draw + 1, next);
            }
        }
    }

    private static void checkCancelled(final BooleanSupplier stop) {
        if (stop.getAsBoolean()) {
            throw new CancellationException("Cancelled.");
        }
    }

    private static void copy(final float[] expected, final double[] into) {
        for (int i = 0; i < expected.length; i++) {
            into[i] = expected[i];
        }
    }
}
