// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;

/**
 * Neighbourhood components analysis: {@code d(-p_i)/dD_ij = p_ij (p_i - [j is of i's class])} with its sign turned,
 * where p_i is the chance that row i picks a row of its class.
 */
final class CpuClassLoss extends CpuPairwiseLoss {

    private final float[] classes;

    /** 1 for a row with a class, else 0. */
    private final float[] labelled;

    private final RowKernel pick = this::pick;

    private int labels;

    CpuClassLoss(final CpuCompute compute, final int dimensions, final int batchSize) {
        super(compute, dimensions, batchSize);
        classes = new float[batchSize];
        labelled = new float[batchSize];
    }

    @Override
    void fillPairs(final HostMatrix given) {
        labels = 0;
        for (int row = 0; row < count(); row++) {
            float index = given.get(row, 0);
            labelled[row] = Float.isNaN(index) ? 0 : 1;
            classes[row] = Float.isNaN(index) ? -1 : index;
            labels += (int)labelled[row];
        }
        compute().overRows(count(), pick);
        symmetrise(pairs(), 1f);
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
        float least = Float.POSITIVE_INFINITY;
        for (int start = 0; start < count(); start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, count() - start);
            distances(row, start, scratch.first, scratch, length);
            for (int i = 0; i < length; i++) {
                if (labelled[start + i] != 0 && start + i != row) {
                    least = Math.min(least, scratch.first[i]);
                }
            }
            System.arraycopy(scratch.first, 0, all, start, length);
        }
        double sum = 0;
        double own = 0;
        for (int start = 0; start < count(); start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, count() - start);
            for (int i = 0; i < length; i++) {
                scratch.first[i] = Math.min(0f, least - all[start + i]);
            }
            UnitKernels.exp(scratch.first, scratch, length);
            for (int i = 0; i < length; i++) {
                float picked = start + i == row ? 0 : scratch.first[i] * labelled[start + i];
                all[start + i] = picked;
                sum += picked;
                own += classes[start + i] == classes[row] ? picked : 0;
            }
        }
        float chance = (float)(own / sum);
        float share = (float)(1 / sum);
        for (int start = 0; start < count(); start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, count() - start);
            for (int i = 0; i < length; i++) {
                float mate = classes[start + i] == classes[row] ? 1 - chance : -chance;
                scratch.first[i] = share * all[start + i] * mate;
            }
            pairs().writeRow(row, start, scratch.first, 0, length);
        }
        lose(row, 1 - own / sum);
    }
}
