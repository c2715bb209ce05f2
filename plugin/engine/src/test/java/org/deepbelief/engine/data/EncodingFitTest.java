// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encodings against the definitions of range, mean, deviation and share, as a whole and merged from parts. */
class EncodingFitTest {

    private static final long SEED = 12;

    private static final int ROWS = 41;

    private static final double[] NUMBERS = new double[ROWS];

    private static final double[][] VECTORS = new double[ROWS][4];

    private static final String[] COLOURS = new String[ROWS];

    static {
        final Random random = new Random(SEED);
        for (int r = 0; r < ROWS; r++) {
            NUMBERS[r] = 1e6 + random.nextGaussian();
            for (int i = 0; i < 4; i++) {
                VECTORS[r][i] = i == 3 ? 0 : random.nextInt(3) == 0 ? random.nextGaussian() - 2 * i : 0;
            }
            COLOURS[r] = List.of("red", "green", "blue").get(random.nextInt(3));
        }
        VECTORS[5][1] = Double.NaN;
        VECTORS[6][1] = Double.NaN;
    }

    private final NumberFit number = new NumberFit("number", 3);

    private final VectorFit vector = new VectorFit("vector", VectorKind.DOUBLE);

    private final NominalFit colour = new NominalFit("colour", List.of("green", "none"));

    private final EncodingFit fit = new EncodingFit(List.of(number, vector, colour));

    private EncodingFitTest add(final int from, final int to) throws FittingException {
        for (int r = from; r < to; r++) {
            number.add(NUMBERS[r], "Row" + r);
            vector.add(VECTORS[r], "Row" + r);
            colour.add(COLOURS[r], "Row" + r);
            fit.countRow();
        }
        return this;
    }

    private static double mean(final double... values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).average().orElseThrow();
    }

    private static double deviation(final double... values) {
        final double mean = mean(values);
        return Math.sqrt(Arrays.stream(values).filter(value -> !Double.isNaN(value))
            .map(value -> (value - mean) * (value - mean)).average().orElseThrow());
    }

    private static double[] elements() {
        return Arrays.stream(VECTORS).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] element(final int i) {
        return Arrays.stream(VECTORS).mapToDouble(values -> values[i]).toArray();
    }

    private static void check(final EncodingFit fit, final NumberScaling scaling) throws FittingException {
        assertEquals(ROWS, fit.rows());
        final InputEncoding encoding = fit.encoding(scaling, UnitType.gaussian(), false);
        final double[] offsets = new double[2];
        final double[] scales = {1, 1};
        for (int c = 0; c < 2; c++) {
            final double[] values =
                Arrays.stream(c == 0 ? NUMBERS : elements()).filter(value -> !Double.isNaN(value)).toArray();
            if (scaling == NumberScaling.MIN_MAX) {
                offsets[c] = Arrays.stream(values).min().orElseThrow();
                scales[c] = Arrays.stream(values).max().orElseThrow() - offsets[c];
            } else if (scaling == NumberScaling.Z_SCORE) {
                offsets[c] = mean(values);
                scales[c] = deviation(values);
            }
        }
        final NumberColumn numbers = (NumberColumn)encoding.columns().get(0);
        assertEquals(offsets[0], numbers.offset(), 1e-9);
        assertEquals(scales[0], numbers.scale(), 1e-9);
        final VectorColumn vectors = (VectorColumn)encoding.columns().get(1);
        assertEquals(4, vectors.length());
        assertEquals(offsets[1], vectors.offset(), 1e-12);
        assertEquals(scales[1], vectors.scale(), 1e-12);
        final NominalColumn colours = (NominalColumn)encoding.columns().get(2);
        assertEquals(List.of("green", "none"), colours.values().subList(0, 2));
        assertEquals(4, colours.units());
        final float[] means = encoding.means();
        assertEquals((mean(NUMBERS) - offsets[0]) / scales[0], means[0], 1e-6 * Math.max(1, Math.abs(means[0])));
        for (int i = 0; i < 4; i++) {
            assertEquals((mean(element(i)) - offsets[1]) / scales[1], means[1 + i], 1e-6);
        }
        for (int u = 0; u < 4; u++) {
            final String value = colours.values().get(u);
            assertEquals((double)Arrays.stream(COLOURS).filter(value::equals).count() / ROWS, means[5 + u], 1e-7);
        }
    }

    @ParameterizedTest
    @EnumSource(NumberScaling.class)
    void theWholeTable(final NumberScaling scaling) throws FittingException {
        System.out.println("EncodingFitTest seed " + SEED);
        check(add(0, ROWS).fit, scaling);
    }

    @ParameterizedTest
    @EnumSource(NumberScaling.class)
    void partsThatAreMergedAreTheWhole(final NumberScaling scaling) throws FittingException {
        for (final int cut : new int[]{0, 1, 5, 20, ROWS}) {
            final EncodingFit merged = new EncodingFitTest().add(0, Math.min(cut, 5)).fit;
            final EncodingFit later = new EncodingFitTest().add(Math.min(cut, 5), cut).fit;
            later.merge(new EncodingFitTest().add(cut, ROWS).fit);
            merged.merge(later);
            check(merged, scaling);
        }
    }

    @Test
    void aFitGoesOnAfterItWasAsked() throws FittingException {
        add(0, 20);
        fit.encoding(NumberScaling.Z_SCORE, UnitType.gaussian(), false);
        add(20, ROWS);
        check(fit, NumberScaling.Z_SCORE);
    }

    @Test
    void bitsStayAsTheyAre() throws FittingException {
        final VectorFit bits = new VectorFit("bits", VectorKind.BIT);
        bits.add(new double[]{0, 1, 0}, "Row0");
        bits.add(new double[]{0, 0, 0}, "Row1");
        final InputEncoding encoding =
            new EncodingFit(List.of(bits)).encoding(NumberScaling.Z_SCORE, UnitType.bernoulli(), false);
        assertEquals(new VectorColumn("bits", VectorKind.BIT, 3, UnitType.bernoulli(), NumberScaling.NONE, 0, 1),
            encoding.columns().get(0));
        assertArrayEquals(new float[]{0, 0.5f, 0}, encoding.means());
    }

    @Test
    void constantAndEmptyColumnsAreLeftOutUnlessTheyArePixels() throws FittingException {
        final NumberFit zero = new NumberFit("zero", 3);
        final NumberFit five = new NumberFit("five", 3);
        final NumberFit varied = new NumberFit("varied", 3);
        for (int r = 0; r < 3; r++) {
            zero.add(0, "Row" + r);
            five.add(5, "Row" + r);
            varied.add(r, "Row" + r);
        }
        final EncodingFit fit = new EncodingFit(List.of(zero, five, varied, new NumberFit("none", 3)));
        final InputEncoding table = fit.encoding(NumberScaling.MIN_MAX, UnitType.bernoulli(), false);
        assertEquals(List.of("varied"), table.columns().stream().map(InputColumn::name).toList());
        assertEquals(List.of("\"zero\" (always 0.0)", "\"five\" (always 5.0)", "\"none\" (no value)"),
            fit.leftOut(table));
        for (final InputEncoding picture : List.of(fit.encoding(true),
            fit.encoding(NumberScaling.MIN_MAX, UnitType.bernoulli(), true))) {
            assertEquals(List.of("zero", "five", "varied"), picture.columns().stream().map(InputColumn::name).toList());
            assertArrayEquals(new float[]{0, 0, 0.5f}, picture.means());
            assertEquals(List.of("\"none\" (no value)"), fit.leftOut(picture));
        }
        assertMessage(new EncodingFit(List.of(five, zero)), "the same value in all", "\"five\" always 5.0");
    }

    @Test
    void columnsWithoutAValueAndNumbersThatAreTooLargeAreNamed() throws FittingException {
        final NumberFit none = new NumberFit("none", 3);
        final NumberFit large = new NumberFit("large", 3);
        large.add(1e200, "Row0");
        large.add(2e200, "Row1");
        assertMessage(new EncodingFit(List.of(none)), "\"none\" none");
        assertMessage(new EncodingFit(List.of(new NominalFit("none", List.of("a")))), "\"none\" none");
        assertMessage(new EncodingFit(List.of(new VectorFit("none", VectorKind.DOUBLE))), "\"none\" none");
        final FittingException failure = assertThrows(FittingException.class,
            () -> new EncodingFit(List.of(large)).encoding(NumberScaling.NONE, UnitType.gaussian(), false));
        assertTrue(failure.getMessage().contains("\"large\" has numbers that are too large"), failure.getMessage());
    }

    private static void assertMessage(final EncodingFit fits, final String... parts) {
        final FittingException failure =
            assertThrows(FittingException.class,
                () -> fits.encoding(NumberScaling.MIN_MAX, UnitType.bernoulli(), false));
        for (final String part : parts) {
            assertTrue(failure.getMessage().contains(part), failure.getMessage());
        }
    }

    @Test
    void vectorsOfTwoLengthsDoNotGoTogether() throws FittingException {
        final VectorFit two = new VectorFit("v", VectorKind.COLLECTION);
        two.add(new double[2], "Row0");
        assertTrue(assertThrows(FittingException.class, () -> two.add(new double[3], "Row1")).getMessage()
            .contains("a collection of numbers of 3 elements in row \"Row1\", but of 2 in row \"Row0\""));
        final VectorFit three = new VectorFit("v", VectorKind.COLLECTION);
        three.add(new double[3], "Row4");
        assertTrue(assertThrows(FittingException.class,
            () -> new EncodingFit(List.of(two)).merge(new EncodingFit(List.of(three)))).getMessage()
            .contains("of 3 elements in row \"Row4\", but of 2 in row \"Row0\""));
        assertThrows(FittingException.class, () -> new VectorFit("v", VectorKind.DOUBLE).add(new double[0], "Row0"));
        assertThrows(FittingException.class, () -> three.add(new double[]{0, Double.NEGATIVE_INFINITY, 0}, "Row5"));
        assertThrows(FittingException.class, () -> number.add(Double.POSITIVE_INFINITY, "Row0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 400, 999})
    void moreThanAThousandValuesAreNoKinds(final int first) throws FittingException {
        final NominalFit nominal = new NominalFit("name", List.of());
        final NominalFit later = new NominalFit("name", List.of());
        final ClassFit classes = new ClassFit("name", List.of());
        final ClassFit laterClasses = new ClassFit("name", List.of());
        for (int value = 0; value < 1000; value++) {
            (value < first ? nominal : later).add("v" + value, "Row" + value);
            (value < first ? classes : laterClasses).add("v" + value, "Row" + value);
        }
        new EncodingFit(List.of(nominal)).merge(new EncodingFit(List.of(later)));
        classes.merge(laterClasses);
        assertEquals(1000, classes.column().size());
        nominal.add("v7", "Row1000");
        assertTrue(assertThrows(FittingException.class, () -> nominal.add("one more", "Row1001")).getMessage()
            .contains("more than 1000 different values (the last one \"one more\" in row \"Row1001\")"));
        final ClassFit more = new ClassFit("name", List.of("one more"));
        assertThrows(FittingException.class, () -> classes.merge(more));
    }

    @Test
    void classesAreTheKnownOnesAndThenThoseMet() throws FittingException {
        final ClassFit classes = new ClassFit("class", List.of("b", "never"));
        assertTrue(assertThrows(FittingException.class, classes::column).getMessage().contains("no value"));
        classes.add("c", "Row0");
        assertTrue(assertThrows(FittingException.class, classes::column).getMessage().contains("\"c\" in every row"));
        final ClassFit later = new ClassFit("class", List.of("b", "never"));
        later.add("a", "Row1");
        later.add("b", "Row2");
        classes.merge(later);
        assertEquals(new ClassColumn("class", List.of("b", "never", "c", "a")), classes.column());
    }
}
