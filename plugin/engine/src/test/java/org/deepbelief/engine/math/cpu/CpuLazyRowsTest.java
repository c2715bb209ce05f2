// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.deepbelief.engine.math.ActiveUnits;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.math.SparseMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuLazyRowsTest {

    private static final int VISIBLE = 3000;

    private static final int HIDDEN = 5;

    private static final int CASES = 4;

    private final double[][] weights = new double[VISIBLE][HIDDEN];

    private final double[][] increments = new double[VISIBLE][HIDDEN];

    @Tag("long")
    @Test
    void rowsCatchUpThroughManySteps() {
        rowsThatCatchUpAreWhatEachStepWouldHaveMadeThem(1100, 0.9, 0.0001, 1);
    }

    @ParameterizedTest
    @CsvSource({"60, 0.9, 0.003, 1", "60, 0, 0.01, 2", "60, 0.997, 0.003, 1", "60, 0.5, 0, 4"})
    void rowsThatCatchUpAreWhatEachStepWouldHaveMadeThem(final int steps, final double momentum, final double l2,
        final int threads) {
        Random random = new Random(steps);
        ActiveUnits active = new ActiveUnits(VISIBLE);
        try (CpuCompute compute = CpuCompute.open(threads, Precision.FLOAT32);
            HostMatrix w = HostMatrix.zeros(VISIBLE, HIDDEN);
            HostMatrix increment = HostMatrix.zeros(VISIBLE, HIDDEN);
            HostMatrix hidden = HostMatrix.zeros(CASES, HIDDEN);
            HostMatrix modelHidden = HostMatrix.zeros(CASES, HIDDEN);
            HostMatrix modelVisible = HostMatrix.zeros(CASES, VISIBLE)) {
            CpuLazyRows rows = compute.lazyRows(w, increment, active);
            for (int i = 0; i < VISIBLE; i++) {
                for (int j = 0; j < HIDDEN; j++) {
                    w.set(i, j, random.nextFloat() - 0.5f);
                    weights[i][j] = w.get(i, j);
                }
            }
            SparseMatrix visible = new SparseMatrix();
            Scratch scratch = new Scratch();
            long skipped = 0;
            for (int step = 0; step < steps; step++) {
                fill(visible, random);
                active.choose(visible, 1, CounterRandom.key(7, 1, step));
                skipped += VISIBLE - active.count();
                for (int chunk = 0; chunk < active.count(); chunk += CpuLazyRows.CHUNK) {
                    int end = Math.min(active.count(), chunk + CpuLazyRows.CHUNK);
                    rows.startChunk(chunk);
                    rows.gather(chunk, end, scratch);
                    for (int place = chunk; place < end; place += 13) {
                        assertEquals(weights[active.unit(place)][step % HIDDEN],
                            rows.gathered().get(place, step % HIDDEN), 2e-4,
                            "unit " + active.unit(place) + " at step " + step);
                    }
                }
                for (int i = 0; i < CASES; i++) {
                    for (int j = 0; j < HIDDEN; j++) {
                        hidden.set(i, j, random.nextFloat());
                        modelHidden.set(i, j, random.nextFloat());
                    }
                    for (int place = 0; place < active.count(); place++) {
                        modelVisible.set(i, place, random.nextFloat());
                    }
                }
                float usedMomentum = (float)(step < steps / 2 ? momentum / 2 : momentum);
                float usedL2 = (float)(step < steps / 3 ? l2 * 2 : l2);
                eagerStep(active, visible, hidden, modelVisible, modelHidden, 0.02f, usedMomentum, usedL2);
                rows.step(visible, hidden, modelVisible, modelHidden, 0.02f, usedMomentum, usedL2);
            }
            assertTrue(skipped > steps * VISIBLE / 2, "rows skipped: " + skipped);
            rows.catchUp();
            for (int i = 0; i < VISIBLE; i++) {
                for (int j = 0; j < HIDDEN; j++) {
                    assertEquals(weights[i][j], w.get(i, j), 2e-4, "weight " + i + ", " + j);
                    assertEquals(increments[i][j], increment.get(i, j), 2e-5, "increment " + i + ", " + j);
                }
            }
        }
    }

    @Tag("long")
    @Test
    void rowsThatAreHardlyEverActiveCatchUpToo() {
        int units = 50_000;
        int steps = 1500;
        double weight = 1;
        double increment = 0.01;
        ActiveUnits active = new ActiveUnits(units);
        try (CpuCompute compute = CpuCompute.open(1, Precision.FLOAT32);
            HostMatrix w = HostMatrix.zeros(units, 1);
            HostMatrix increments = HostMatrix.zeros(units, 1);
            HostMatrix hidden = HostMatrix.zeros(1, 1);
            HostMatrix modelVisible = HostMatrix.zeros(1, units)) {
            CpuLazyRows rows = compute.lazyRows(w, increments, active);
            w.fill(1f);
            increments.fill(0.01f);
            SparseMatrix empty = new SparseMatrix();
            for (int step = 0; step < steps; step++) {
                empty.clear(units);
                empty.endRow();
                active.choose(empty, 1, step);
                rows.step(empty, hidden, modelVisible, hidden, 1f, 0.998f, 1e-4f);
                increment *= 0.998f;
                weight += increment - 1e-4f * weight;
            }
            rows.catchUp();
            for (int i = 0; i < units; i++) {
                assertEquals(weight, w.get(i, 0), 1e-4 * weight, "weight of row " + i);
                assertEquals(increment, increments.get(i, 0), 1e-4 * increment, "increment of row " + i);
            }
        }
    }

    /** Steps by given sums, of which each row has some steps without: the same as every step for all rows. */
    @Test
    void stepsByGivenSumsCatchUpToo() {
        int units = 3;
        int columns = 1100;
        double[] weight = {1, 1, 1};
        double[] increment = {0.01, 0.01, 0.01};
        float[] row = new float[columns];
        ActiveUnits active = new ActiveUnits(units);
        SparseMatrix visible = new SparseMatrix();
        visible.clear(units);
        visible.add(1, 2f);
        visible.add(2, -3f);
        visible.endRow();
        visible.endRow();
        active.choose(visible, 1, 1);
        try (CpuCompute compute = CpuCompute.open(2, Precision.FLOAT32);
            HostMatrix w = HostMatrix.zeros(units, columns);
            HostMatrix increments = HostMatrix.zeros(units, columns); HostMatrix sums = HostMatrix.zeros(2, columns);
            HostMatrix product = HostMatrix.zeros(2, columns)) {
            w.fill(1f);
            increments.fill(0.01f);
            CpuLazyRows rows = compute.lazyRows(w, increments, active);
            for (int step = 0; step < 30; step++) {
                int[] chosen = step % 3 == 0 ? new int[] {0, 2} : step % 3 == 1 ? new int[] {1} : new int[0];
                for (int i = 0; i < chosen.length; i++) {
                    Arrays.fill(row, step - 10 * i);
                    sums.writeRow(i, row);
                }
                rows.step(chosen, chosen.length, sums, 0.001f, 0.8f, 0.01f);
                for (int unit = 0; unit < units; unit++) {
                    double gradient = 0;
                    for (int i = 0; i < chosen.length; i++) {
                        gradient += chosen[i] == unit ? 0.001 * (step - 10 * i) : 0;
                    }
                    increment[unit] = 0.8 * increment[unit] + gradient;
                    weight[unit] = 0.99 * weight[unit] + increment[unit];
                }
                rows.startChunk(0);
                rows.gather(0, units, new Scratch());
                rows.product(visible, product);
                for (int j = 0; j < columns; j += 157) {
                    assertEquals(2 * weight[1] - 3 * weight[2], product.get(0, j), 1e-5, "product, step " + step);
                    assertEquals(0, product.get(1, j));
                    assertEquals(weight[0], rows.gathered().get(0, j), 1e-5, "gathered, step " + step);
                }
                assertEquals(step + 1, rows.runs());
            }
            rows.catchUp();
            for (int unit = 0; unit < units; unit++) {
                for (int j = 0; j < columns; j += 157) {
                    assertEquals(weight[unit], w.get(unit, j), 1e-5, "weight " + unit);
                    assertEquals(increment[unit], increments.get(unit, j), 1e-6, "increment " + unit);
                }
            }
            assertThrows(IllegalArgumentException.class,
                () -> rows.step(new int[3], 3, sums, 0.001f, 0.8f, 0.01f), "three rows of two");
            assertThrows(IllegalArgumentException.class,
                () -> rows.step(new int[1], 1, HostMatrix.zeros(1, 5), 0.001f, 0.8f, 0.01f));
        }
    }

    /** More steps without a row than the table of powers has. */
    @Test
    void aRowThatWaitsForThousandsOfStepsDecaysThroughAll() {
        try (CpuCompute compute = CpuCompute.open(1, Precision.FLOAT32);
            HostMatrix w = HostMatrix.of(1, 1, new float[] {1});
            HostMatrix increments = HostMatrix.of(1, 1, new float[] {0.01f});
            HostMatrix sums = HostMatrix.zeros(1, 1)) {
            CpuLazyRows rows = compute.lazyRows(w, increments, new ActiveUnits(1));
            double weight = 1;
            double increment = 0.01f;
            for (int step = 0; step < 2500; step++) {
                rows.step(new int[0], 0, sums, 1f, 0.99f, 0.001f);
                increment *= 0.99f;
                weight += increment - 0.001f * weight;
            }
            rows.catchUp();
            assertEquals(weight, w.get(0, 0), 1e-4 * weight);
            assertEquals(0, increments.get(0, 0), 1e-12);
        }
    }

    /** What a dense trainer does, in double precision. */
    private void eagerStep(final ActiveUnits active, final SparseMatrix visible, final HostMatrix hidden,
        final HostMatrix modelVisible, final HostMatrix modelHidden, final double scale, final double momentum,
        final double l2) {
        double[][] gradient = new double[VISIBLE][HIDDEN];
        float[] row = new float[active.count()];
        for (int i = 0; i < CASES; i++) {
            visible.readRow(i, 0, row, row.length);
            for (int place = 0; place < active.count(); place++) {
                for (int j = 0; j < HIDDEN; j++) {
                    gradient[active.unit(place)][j] += scale * (row[place] * hidden.get(i, j)
                        - modelVisible.get(i, place) * modelHidden.get(i, j));
                }
            }
        }
        for (int i = 0; i < VISIBLE; i++) {
            for (int j = 0; j < HIDDEN; j++) {
                increments[i][j] = momentum * increments[i][j] + gradient[i][j];
                weights[i][j] += increments[i][j] - l2 * weights[i][j];
            }
        }
    }

    private static void fill(final SparseMatrix visible, final Random random) {
        visible.clear(VISIBLE);
        for (int i = 0; i < CASES; i++) {
            for (int unit = random.nextInt(300); unit < VISIBLE; unit += 1 + random.nextInt(300)) {
                visible.add(unit, 1 + random.nextInt(3));
            }
            visible.endRow();
        }
    }

    @Test
    void aTransposeIsTheTranspose() {
        Random random = new Random(3);
        SparseMatrix matrix = new SparseMatrix();
        SparseMatrix transpose = new SparseMatrix();
        float[] row = new float[VISIBLE];
        float[] column = new float[CASES];
        for (int round = 0; round < 3; round++) {
            fill(matrix, random);
            transpose.transpose(matrix);
            assertEquals(VISIBLE, transpose.rows());
            assertEquals(matrix.count(), transpose.count());
            for (int i = 0; i < CASES; i++) {
                matrix.readRow(i, 0, row, VISIBLE);
                for (int j = 0; j < VISIBLE; j++) {
                    transpose.readRow(j, 0, column, CASES);
                    assertEquals(row[j], column[i], "element " + i + ", " + j);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 7", "2, 700", "4, 2500"})
    void aSparseProductIsTheDenseProduct(final int threads, final int units) {
        Random random = new Random(4);
        SparseMatrix sparse = new SparseMatrix();
        fill(sparse, random);
        float[] row = new float[VISIBLE];
        try (CpuCompute compute = CpuCompute.open(threads, Precision.FLOAT32);
            HostMatrix dense = HostMatrix.zeros(CASES, VISIBLE);
            HostMatrix right = HostMatrix.zeros(VISIBLE, units); HostMatrix expected = HostMatrix.zeros(CASES, units);
            HostMatrix product = HostMatrix.zeros(CASES, units)) {
            for (int i = 0; i < CASES; i++) {
                sparse.readRow(i, 0, row, VISIBLE);
                dense.writeRow(i, row);
            }
            for (int i = 0; i < VISIBLE; i++) {
                for (int j = 0; j < units; j++) {
                    right.set(i, j, random.nextFloat() - 0.5f);
                }
            }
            compute.product(1f, dense, CASES, right, false, 0f, expected);
            product.fill(5);
            compute.product(sparse, right, product);
            for (int i = 0; i < CASES; i++) {
                for (int j = 0; j < units; j++) {
                    assertEquals(expected.get(i, j), product.get(i, j), 1e-4);
                }
            }
        }
    }
}
