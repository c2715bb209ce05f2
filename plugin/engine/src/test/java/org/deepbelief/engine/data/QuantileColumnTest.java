// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.Random;
import java.util.stream.IntStream;

import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers by their quantiles, against the formulas by hand and against what must not matter. */
class QuantileColumnTest {

    private static final long SEED = 7;

    private static final QuantileColumn COLUMN = new QuantileColumn("x", 10, 2, List.of(4.0, 8.0, 12.0, 20.0));

    private static InputEncoding fit(final double... numbers) throws FittingException {
        final NumberFit fit = new NumberFit("x", 1);
        for (int r = 0; r < numbers.length; r++) {
            fit.add(numbers[r], "Row" + r);
        }
        return new EncodingFit(List.of(fit)).encoding(false);
    }

    private static QuantileColumn column(final double... numbers) throws FittingException {
        return (QuantileColumn)fit(numbers).columns().get(0);
    }

    private static float[] units(final double number) {
        final float[] units = new float[4];
        COLUMN.encode(number, units, 0);
        return units;
    }

    @Test
    void unitsAreTheRobustScoreAndTheFilledPartsOfTheBins() {
        assertArrayEquals(new float[]{0, 1, 0.5f, 0}, units(10), 1e-7f);
        assertArrayEquals(new float[]{-2, 0.5f, 0, 0}, units(6), 1e-7f);
        assertArrayEquals(new float[]{3, 1, 1, 0.5f}, units(16), 1e-7f);
        assertArrayEquals(new float[]{(float)(3 + Math.log(3)), 1, 1, 1}, units(20), 1e-6f);
        assertArrayEquals(new float[]{(float)(-3 - Math.log(8)), 0, 0, 0}, units(-10), 1e-6f);
        assertEquals(List.of(new UnitGroup(UnitType.gaussian(), 1), new UnitGroup(UnitType.bernoulli(), 3)),
            COLUMN.groups());
    }

    @Test
    void theBinsSayTheNumberWhereUnitsDisagree() {
        for (final double number : new double[]{4, 5, 8, 11, 15.5, 20}) {
            final float[] units = units(number);
            assertEquals(number, COLUMN.decode(IntStream.range(0, 4).mapToDouble(u -> units[u]).toArray(), 0), 1e-5);
        }
        // 4 + 0.5 * 4 + 0.25 * 4 + 0.5 * 8, whatever the Gaussian unit says
        assertEquals(11, COLUMN.decode(new double[]{9, 1.5, 0.5, 0.25, 0.5}, 1), 1e-12);
        // No bin is fuller than full, and nothing lies outside of the training rows: 4 + 4 + 0 + 0.
        assertEquals(8, COLUMN.decode(new double[]{9, 1.2, -0.1, 0}, 0), 1e-12);
        final QuantileColumn sentinel = new QuantileColumn("x", 10, 2, List.of(4.0, 8.0, 12.0, 999999.0));
        assertEquals(13, sentinel.decode(new double[]{1.5, 1, 1, 0.01}, 0), 1e-12,
            "a hundredth of the last bin is 10,000");
    }

    @Test
    void whatLiesFartherOutIsFartherOutAndComesBack() {
        float last = units(7.9)[0];
        for (final double number : new double[]{17, 79, 7.9e9, 1e20, 1e100, 1e300, Double.MAX_VALUE}) {
            final float unit = units(number)[0];
            assertTrue(unit > last, number + " becomes " + unit + " after " + last);
            assertEquals(-unit, units(20 - number)[0], 1e-4 * unit);
            // A unit of single precision near 700 is known to 6e-5, and so is the logarithm of the number.
            assertEquals(1, COLUMN.decode(unit) / number, 1e-4);
            last = unit;
        }
        assertTrue(Double.isFinite(COLUMN.decode(1e30)));
    }

    /** Of 1 to 9: median 5, quartiles 3 and 7, 5 and 95 percent 1.4 and 8.6, thirds 1 + 8/3 and 1 + 16/3. */
    @Test
    void quantilesAreThoseOfTheTrainingRows() throws FittingException {
        final QuantileColumn column = column(9, 1, 8, 2, 7, 3, 6, 4, 5);
        assertEquals(5, column.centre());
        assertEquals(4 / 1.349, column.scale(), 1e-12);
        assertEquals(1, column.edges().get(0));
        assertEquals(1 + 8 / 3.0, column.edges().get(1), 1e-12);
        assertEquals(1 + 16 / 3.0, column.edges().get(2), 1e-12);
        assertEquals(9, column.edges().get(3));
        assertEquals(0, fit(9, 1, 8, 2, 7, 3, 6, 4, 5).means()[0], 1e-7);
    }

    @Test
    void aFewSentinelsMoveNeitherCentreNorScale() throws FittingException {
        final double[] numbers = new Random(SEED).doubles(200).toArray();
        final QuantileColumn clean = column(numbers);
        for (int i = 0; i < 4; i++) {
            numbers[40 * i] = 999999;
        }
        final QuantileColumn spoilt = column(numbers);
        assertEquals(clean.centre(), spoilt.centre(), 0.05 * clean.scale());
        assertEquals(clean.scale(), spoilt.scale(), 0.1 * clean.scale());
    }

    @Test
    void aColumnThatIsMostlyZeroTakesTheDistanceOfTheOthers() throws FittingException {
        final double[] numbers = new double[100];
        numbers[3] = 2;
        numbers[4] = 4;
        numbers[5] = 999999;
        final QuantileColumn column = column(numbers);
        assertEquals(0, column.centre());
        assertEquals(4, column.scale());
        assertEquals(List.of(0.0, 999999.0), column.edges());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-200, 1e-3, 1, 1e15, 1e200})
    void theUnitOfMeasurementDoesNotMatter(final double unit) throws FittingException {
        final double[] numbers = new Random(SEED).ints(50, 0, 100).asDoubleStream().toArray();
        final float[] expected = new float[4];
        final float[] found = new float[4];
        fitted(numbers, 1).encode(0, 37, expected);
        fitted(numbers, unit).encode(0, 37 * unit, found);
        assertArrayEquals(expected, found, 1e-5f);
    }

    private static InputEncodingAt fitted(final double[] numbers, final double unit) throws FittingException {
        final InputEncoding encoding = fit(java.util.Arrays.stream(numbers).map(number -> number * unit).toArray());
        return (column, number, row) -> {
            try {
                encoding.encode(column, number, row);
            } catch (EncodingException e) {
                throw new AssertionError(e);
            }
        };
    }

    @FunctionalInterface
    private interface InputEncodingAt {
        void encode(int column, double number, float[] row);
    }

    @Test
    void numbersAsFarApartAsDoublesGoAreEncoded() throws Exception {
        final InputEncoding encoding = fit(-1e308, 0.2, 1e308, Double.MAX_VALUE, -Double.MAX_VALUE);
        final float[] row = new float[encoding.units()];
        for (final double number : new double[]{-Double.MAX_VALUE, 0.2, Double.MAX_VALUE}) {
            encoding.encode(0, number, row);
            for (final float unit : row) {
                assertTrue(Float.isFinite(unit));
            }
        }
        assertThrows(EncodingException.class, () -> encoding.encode(0, Double.POSITIVE_INFINITY, row));
    }

    /** Beyond 10,000 rows quantiles come from a sample: the same whatever the order and the parts, near the truth. */
    @Test
    void aSampleDependsNeitherOnTheOrderOfTheRowsNorOnParts() throws FittingException {
        System.out.println("QuantileColumnTest seed " + SEED);
        final int rows = 40_000;
        final double[] numbers = new Random(SEED).doubles(rows).map(Math::exp).toArray();
        final List<Integer> order = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
        final NumberFit whole = new NumberFit("x", 1);
        for (final int row : order) {
            whole.add(numbers[row], "Row" + row);
        }
        Collections.shuffle(order, new Random(SEED));
        final NumberFit first = new NumberFit("x", 1);
        final NumberFit second = new NumberFit("x", 1);
        for (int i = 0; i < rows; i++) {
            (i < 1000 ? first : second).add(numbers[order.get(i)], "Row" + order.get(i));
        }
        final EncodingFit merged = new EncodingFit(List.of(first));
        merged.merge(new EncodingFit(List.of(second)));
        final QuantileColumn column = (QuantileColumn)new EncodingFit(List.of(whole)).encoding(false).columns().get(0);
        assertEquals(column, merged.encoding(false).columns().get(0));
        // The median of e^u, u uniform, is e^0.5; a sample of 10,000 errs by 0.005 in rank, three times that allowed.
        assertEquals(0.5, Math.log(column.centre()), 0.015);
        assertEquals(1 / 3.0, Math.log(column.edges().get(1)), 0.015);
    }

    private static List<InputColumn> columns(final int count, final double lowest, final double step)
        throws FittingException {
        final List<NumberFit> fits = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            final NumberFit fit = new NumberFit("px" + c, count);
            for (int row = 0; row < 10; row++) {
                // The first pixels always are 0 and 5, as in the border of a picture and in a line of it.
                fit.add(c == 0 ? 0 : c == 1 ? lowest + step * 5 : lowest + step * ((row + c) % 10), "Row" + row);
            }
            fits.add(fit);
        }
        return new EncodingFit(fits).encoding(false).columns();
    }

    @Test
    void manyColumnsOfShadesAreAPictureAndStayAsTheyWere() throws FittingException {
        assertEquals(new NumberColumn("px0", UnitType.bernoulli(), NumberScaling.MIN_MAX, 0, 0),
            columns(64, 0, 1).get(0));
        assertEquals(new NumberColumn("px9", UnitType.bernoulli(), NumberScaling.MIN_MAX, 0, 9),
            columns(64, 0, 1).get(9));
        assertEquals(64, columns(64, 0, 1 / 16.0).size());
        assertTrue(columns(64, 0, 1 / 16.0).get(9) instanceof NumberColumn);
        assertEquals(61, columns(63, 0, 1).size(), "of a table, constants are left out");
        assertTrue(columns(63, 0, 1).get(8) instanceof QuantileColumn);
        assertTrue(columns(64, -1, 1).get(9) instanceof QuantileColumn, "below 0");
        assertTrue(columns(64, 0, 0.3).get(9) instanceof QuantileColumn, "fractions above 1");
        assertTrue(columns(64, 1, 1).get(9) instanceof QuantileColumn, "most never 0");
    }

    @Test
    void columnsThatAreUnusableAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new QuantileColumn("x", 0, 0, List.of(0.0, 1.0)));
        assertThrows(IllegalArgumentException.class, () -> new QuantileColumn("x", Double.NaN, 1, List.of(0.0, 1.0)));
        assertThrows(IllegalArgumentException.class, () -> new QuantileColumn("x", 0, 1, List.of(0.0)));
        assertThrows(IllegalArgumentException.class, () -> new QuantileColumn("x", 0, 1, List.of(0.0, 0.0)));
    }
}
