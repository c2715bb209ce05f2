// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.BitSet;

import org.deepbelief.engine.math.CounterRandom;

/**
 * Rows shared out among folds by chance, so that each row can be measured by what was learned from those of other
 * folds. Folds have as many rows each, and with classes as many of each class, as nearly as these can be shared out.
 */
public final class Folds {

    private static final int STREAM = 0x52;

    private static final int ROWS_TO_CANCEL = 256;

    private final SampleMatrix samples;

    private final Split.Part rows;

    private final int classes;

    private final BitSet[] folds;

    /**
     * Shares rows out.
     *
     * @param rows which, at most 2^31
     * @param classes the number of classes if target 0 is a class index, which each of the rows has; else 0
     * @param count of the folds, at least 2
     * @param seed the same seed shares out in the same way
     * @param checkCancelled run every few hundred rows; throws if the passes are to end
     */
    public Folds(final SampleMatrix samples, final Split.Part rows, final int classes, final int count,
        final long seed, final Runnable checkCancelled) {
        this.samples = samples;
        this.rows = rows;
        this.classes = classes;
        folds = new BitSet[count];
        for (int fold = 0; fold < count; fold++) {
            folds[fold] = new BitSet();
        }
        shareOut(room(checkCancelled), CounterRandom.key(seed, STREAM, 0), checkCancelled);
    }

    /** How many rows of each class each fold takes. */
    private long[][] room(final Runnable checkCancelled) {
        final long[][] room = new long[Math.max(1, classes)][folds.length];
        final long[] of = new long[room.length];
        for (long i = 0; i < rows.size(); i++) {
            ask(i, checkCancelled);
            of[group(rows.row(i))]++;
        }
        int next = 0;
        for (int group = 0; group < room.length; group++) {
            for (long row = 0; row < of[group] % folds.length; row++) {
                room[group][next++ % folds.length]++;
            }
            for (int fold = 0; fold < folds.length; fold++) {
                room[group][fold] += of[group] / folds.length;
            }
        }
        return room;
    }

    /** Sequential sampling: each row goes to a fold by the room that its class still has there. */
    private void shareOut(final long[][] room, final long key, final Runnable checkCancelled) {
        for (long i = 0; i < rows.size(); i++) {
            ask(i, checkCancelled);
            final long row = rows.row(i);
            final long[] left = room[group(row)];
            long all = 0;
            for (final long one : left) {
                all += one;
            }
            double drawn = (double)CounterRandom.uniform(key, row, 0) * all;
            int fold = 0;
            while (drawn >= left[fold]) {
                drawn -= left[fold++];
            }
            left[fold]--;
            folds[fold].set((int)row);
        }
    }

    private int group(final long row) {
        return classes == 0 ? 0 : (int)samples.target(row, 0);
    }

    private static void ask(final long row, final Runnable checkCancelled) {
        if (row % ROWS_TO_CANCEL == 0) {
            checkCancelled.run();
        }
    }

    /** The rows of a fold, from 0 on. */
    public Split.Part in(final int fold) {
        return Split.Part.of(folds[fold]);
    }

    /** The rows of the other folds. */
    public Split.Part outside(final int fold) {
        final BitSet others = new BitSet();
        for (int other = 0; other < folds.length; other++) {
            if (other != fold) {
                others.or(folds[other]);
            }
        }
        return Split.Part.of(others);
    }
}
