// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;

/**
 * Neighbourhood components analysis: {@code d(-p_i)/dD_ij = p_ij (p_i - [j is of i's class])} with its sign turned,
 * where p_i is the chance that row i picks a row of its class.
 */
final class CpuClassLoss extends CpuPairwiseLoss {

    /** 1 for a row with a class, else 0. */
    private final float[] labelled;

    /** The next row of a row's class, in a ring. */
    private final int[] next;

    /** Of each class, the last row so far, or -1. */
    private int[] last = new int[0];

    private final RowKernel pick = this::pick;

    private int labels;

    CpuClassLoss(final CpuCompute compute, final int dimensions, final int batchSize) {
        super(compute, dimensions, batchSize);
        labelled = new float[batchSize];
        next = new int[batchSize];
    }

    @Override
    void fillPairs(final HostMatrix given) {
        labels = 0;
        Arrays.fill(last, -1);
        for (int row = 0; row < count(); row++) {
            float index = given.get(row, 0);
            labelled[row] = Float.isNaN(index) ? 0 : 1;
            if (labelled[row] != 0) {
                enter((int)index, row);
                labels++;
            }
        }
        compute().overRows(count(), pick);
        symmetrise(pairs(), 1f);
    }

    private void enter(final int index, final int row) {
        if (index >= last.length) {
            int known = last.length;
            last = Arrays.copyOf(last, Math.max(index + 1, 2 * known));
            Arrays.fill(last, known, last.length, -1);
        }
        int before = last[index];
        next[row] = before < 0 ? row : next[before];
        if (before >= 0) {
            next[before] = row;
        }
        last[index] = row;
    }

    @Override
    double factor() {
        return 1.0 / Math.max(1, labels);
    }

    private void pick(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            if (labelled[row] == 0 || labels < 2) {
                Arrays.fill(scratch.first, 0f);
                writeBlocks(row, scratch.first);
                lose(row, labelled[row]);
            } else {
                pick(row, scratch);
            }
        }
    }

    private void writeBlocks(final int row, final float[] block) {
        for (int start = 0; start < count(); start += Scratch.BLOCK) {
            pairs().writeRow(row, start, block, 0, Math.min(Scratch.BLOCK, count() - start));
        }
    }

    private void pick(final int row, final Scratch scratch) {
        float[] all = scratch.floats(count());
        for (int start = 0; start < count(); start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, count() - start);
            distances(row, start, scratch.first, scratch, length);
            System.arraycopy(scratch.first, 0, all, start, length);
        }
        all[row] = Float.POSITIVE_INFINITY;
        float least = least(all);
        for (int start = 0; start < count(); start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, count() - start);
            for (int i = 0; i < length; i++) {
                scratch.first[i] = Math.min(0f, least - all[start + i]);
            }
            UnitKernels.exp(scratch.first, scratch, length);
            for (int i = 0; i < length; i++) {
                all[start + i] = scratch.first[i] * labelled[start + i];
            }
        }
        all[row] = 0;
        double sum = sum(all);
        double own = 0;
        for (int mate = next[row]; mate != row; mate = next[mate]) {
            own += all[mate];
        }
        float chance = (float)(own / sum);
        float share = (float)(1 / sum);
        for (int start = 0; start < count(); start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, count() - start);
            for (int i = 0; i < length; i++) {
                scratch.first[i] = share * all[start + i] * -chance;
            }
            pairs().writeRow(row, start, scratch.first, 0, length);
        }
        for (int mate = next[row]; mate != row; mate = next[mate]) {
            pairs().set(row, mate, share * all[mate] * (1 - chance));
        }
        lose(row, 1 - own / sum);
    }

    /** The least of those that count; several side by side, since one would wait for each comparison. */
    private float least(final float[] distances) {
        float first = Float.POSITIVE_INFINITY;
        float second = first;
        float third = first;
        float fourth = first;
        int i = 0;
        for (; i + 3 < count(); i += 4) {
            first = Math.min(first, counted(distances, i));
            second = Math.min(second, counted(distances, i + 1));
            third = Math.min(third, counted(distances, i + 2));
            fourth = Math.min(fourth, counted(distances, i + 3));
        }
        for (; i < count(); i++) {
            first = Math.min(first, counted(distances, i));
        }
        return Math.min(Math.min(first, second), Math.min(third, fourth));
    }

    private float counted(final float[] distances, final int row) {
        return labelled[row] == 0 ? Float.POSITIVE_INFINITY : distances[row];
    }

    private double sum(final float[] values) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < count(); i += 4) {
            first += values[i];
            second += values[i + 1];
            third += values[i + 2];
            fourth += values[i + 3];
        }
        for (; i < count(); i++) {
            first += values[i];
        }
        return first + second + (third + fourth);
    }
}
