// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.Arrays;

/**
 * Which of many visible units take part in a step: all that are not zero somewhere in the batch, and of the others a
 * random sample, each with the same probability q and independently of the others. A sampled unit stands for 1/q units.
 * The active units are numbered by places from 0 on, in ascending order.
 */
public final class ActiveUnits {

    /** With fewer, the sample of a nearly empty batch would tell nothing of the zeros. */
    private static final int LEAST_SAMPLE = 256;

    private final int visibleUnits;

    private final long[] nonZero;

    private final int[] places;

    private final int[] units;

    private final float[] weights;

    private int count;

    /** @param visibleUnits how many units there are */
    public ActiveUnits(final int visibleUnits) {
        this.visibleUnits = visibleUnits;
        nonZero = new long[(visibleUnits + Long.SIZE - 1) / Long.SIZE];
        places = new int[visibleUnits];
        units = new int[visibleUnits];
        weights = new float[visibleUnits];
    }

    /**
     * Chooses the active units of a batch, whose columns are given the numbers of their places.
     *
     * @param batch cases x visible units; cases x active units afterwards
     * @param zeros how many units to sample for each one that is not zero somewhere in the batch
     * @param key see {@link CounterRandom#key}; the same key draws the same sample
     */
    public void choose(final SparseMatrix batch, final double zeros, final long key) {
        mark(batch);
        choose(zeros, key);
        toPlaces(batch);
    }

    /** Marks the units that are not zero somewhere in a batch, for {@link #choose(double, long)}. */
    public void mark(final SparseMatrix batch) {
        Arrays.fill(nonZero, 0);
        for (int i = 0; i < batch.count(); i++) {
            mark(batch.column(i));
        }
    }

    /**
     * Marks the units that are not zero somewhere in the parts of a batch.
     *
     * @param counts in how many rows each unit is not zero
     */
    public void mark(final float[] counts) {
        Arrays.fill(nonZero, 0);
        for (int unit = 0; unit < visibleUnits; unit++) {
            if (counts[unit] > 0) {
                mark(unit);
            }
        }
    }

    private void mark(final int unit) {
        nonZero[unit / Long.SIZE] |= 1L << unit;
    }

    /** Chooses the active units: those that are marked, and a sample of the others, see above. */
    public void choose(final double zeros, final long key) {
        int ones = 0;
        for (long word : nonZero) {
            ones += Long.bitCount(word);
        }
        double share = Math.min(1, Math.max(LEAST_SAMPLE, zeros * ones) / Math.max(1, visibleUnits - ones));
        float q = (float)share;
        long rowKey = CounterRandom.subKey(key, 0);
        count = 0;
        for (int unit = 0; unit < visibleUnits; unit++) {
            boolean certain = (nonZero[unit / Long.SIZE] >>> unit & 1) != 0;
            if (certain || CounterRandom.uniform(CounterRandom.bits(rowKey, unit)) < q) {
                places[unit] = count;
                units[count] = unit;
                weights[count++] = certain ? 1f : 1f / q;
            }
        }
    }

    /** Gives the columns of a batch, all of which are active units, the numbers of their places. */
    public void toPlaces(final SparseMatrix batch) {
        batch.renumber(places, count);
    }

    /** How many units are active. */
    public int count() {
        return count;
    }

    /** The unit at a place. */
    public int unit(final int place) {
        return units[place];
    }

    /** For how many units the one at a place stands: 1, or 1/q for a sampled one. */
    public float weight(final int place) {
        return weights[place];
    }

    /** How many units there are, active or not. */
    public int visibleUnits() {
        return visibleUnits;
    }
}
