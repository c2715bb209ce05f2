// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

class InputEncodingTest {

    private static final InputEncoding MIXED = new InputEncoding(
        List.of(new NumberColumn("size", UnitType.bernoulli(), NumberScaling.MIN_MAX, 10, 20),
            new NumberColumn("constant", UnitType.bernoulli(), NumberScaling.MIN_MAX, 7, 0),
            new NumberColumn("weight", UnitType.gaussian(), NumberScaling.Z_SCORE, 70, 4),
            new NominalColumn("colour", List.of("red", "green", "blue")),
            new VectorColumn("image", VectorKind.BYTE, 2, UnitType.bernoulli(), NumberScaling.MIN_MAX, 0, 255)),
        new float[] {0.5f, 0, 0, 0.2f, 0.3f, 0.5f, 0.1f, 0.1f});

    @Test
    void columnsBecomeUnitsAndBack() throws EncodingException {
        final float[] row = new float[MIXED.units()];
        MIXED.encode(0, 25, row);
        MIXED.encode(1, 7, row);
        MIXED.encode(2, 66, row);
        MIXED.encode(3, "blue", UnknownValue.FAIL, row);
        MIXED.encode(4, new double[] {51, 255}, row);
        assertArrayEquals(new float[] {0.75f, 0, -1, 0, 0, 1, 0.2f, 1}, row);
        final double[] units = {0.75, 0, -1, 0, 0, 1, 0.2, 1};
        assertEquals(25, MIXED.decodeNumber(0, units));
        assertEquals(7, MIXED.decodeNumber(1, units));
        assertEquals(66, MIXED.decodeNumber(2, units));
        assertEquals("blue", MIXED.decodeNominal(3, units));
        assertArrayEquals(new double[] {51, 255}, MIXED.decodeVector(4, units), 1e-12);
    }

    /** Both ends and many numbers between, of columns whose range begins and ends at odd numbers. */
    @Test
    void aLineTellsWhatIsEncoded() throws EncodingException {
        final long seed = System.nanoTime();
        System.out.println("InputEncodingTest seed " + seed);
        final Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            final double offset = 100 * random.nextGaussian();
            final double scale = Math.exp(3 * random.nextGaussian());
            final InputEncoding encoding = new InputEncoding(
                List.of(new NumberColumn("a", UnitType.bernoulli(), NumberScaling.MIN_MAX, offset, scale),
                    new NumberColumn("b", UnitType.gaussian(), NumberScaling.Z_SCORE, offset, scale),
                    new NumberColumn("c", UnitType.bernoulli(), NumberScaling.MIN_MAX, offset, 0),
                    new NumberColumn("d", UnitType.bernoulli(), NumberScaling.NONE, 0, 1)), new float[4]);
            for (int column = 0; column < 4; column++) {
                final InputEncoding.Line line = encoding.line(column).orElseThrow();
                for (int i = 0; i < 50; i++) {
                    final double share = i < 2 ? i : random.nextDouble();
                    final double number =
                        Math.min(line.most(), line.least() + share * (line.most() - line.least()));
                    final float[] row = new float[4];
                    encoding.encode(column, number, row);
                    assertEquals(row[line.unit()], (float)((number - line.offset()) / line.scale()),
                        column + ": " + number);
                }
            }
        }
        assertEquals(30, MIXED.line(0).orElseThrow().most());
        assertTrue(MIXED.line(3).isEmpty() && MIXED.line(4).isEmpty());
    }

    /** An infinite number would be on it, and so would one that becomes an infinite unit. */
    @Test
    void numbersNearTheLargestThereAreHaveNoLine() {
        assertTrue(new InputEncoding(List.of(new NumberColumn("a", UnitType.gaussian(), NumberScaling.Z_SCORE, 0,
            1e303)), new float[1]).line(0).isEmpty());
        assertEquals(1e307, new InputEncoding(List.of(new NumberColumn("a", UnitType.gaussian(), NumberScaling.Z_SCORE,
            0, 1e301)), new float[1]).line(0).orElseThrow().most(), 1e293);
    }

    @Test
    void neighbouringUnitsOfOneKindAreOneGroup() {
        assertEquals(List.of(new UnitGroup(UnitType.bernoulli(), 2), new UnitGroup(UnitType.gaussian(), 1),
            new UnitGroup(UnitType.softmax(), 3), new UnitGroup(UnitType.bernoulli(), 2)), MIXED.groups());
        assertEquals(8, MIXED.units());
        assertEquals(3, MIXED.firstUnit(3));
    }

    @Test
    void minMaxMovesWhatTheTrainingDataDidNotReachToTheEdge() throws EncodingException {
        final float[] row = new float[MIXED.units()];
        MIXED.encode(0, 31, row);
        assertEquals(1, row[0]);
        MIXED.encode(0, 9.5, row);
        assertEquals(0, row[0]);
    }

    @Test
    void unscaledBernoulliInputsMustBeProbabilities() {
        final InputEncoding encoding =
            new InputEncoding(List.of(new NumberColumn("px12", UnitType.bernoulli(), NumberScaling.NONE, 0, 1)),
                new float[1]);
        final EncodingException thrown =
            assertThrows(EncodingException.class, () -> encoding.encode(0, 16, new float[1]));
        assertEquals("Column \"px12\" has the value 16 in row \"Row3\": Bernoulli inputs must lie between 0 and 1. "
            + "Choose a scaling.", thrown.messageForRow("Row3"));
    }

    @Test
    void unknownValuesFailOrLeaveTheGroupEmpty() throws EncodingException {
        final float[] row = new float[MIXED.units()];
        final EncodingException thrown =
            assertThrows(EncodingException.class, () -> MIXED.encode(3, "pink", UnknownValue.FAIL, row));
        assertTrue(thrown.getMessage().contains("\"pink\""), thrown.getMessage());
        row[4] = 1;
        MIXED.encode(3, "pink", UnknownValue.ALL_ZERO, row);
        assertArrayEquals(new float[8], row);
    }

    @Test
    void numbersMustBeFiniteAndVectorsOfTheKnownLength() {
        final float[] row = new float[MIXED.units()];
        assertThrows(EncodingException.class, () -> MIXED.encode(2, Double.NaN, row));
        assertThrows(EncodingException.class, () -> MIXED.encode(2, 1e300, row));
        assertThrows(EncodingException.class, () -> MIXED.encode(4, new double[3], row));
    }

    @Test
    void columnsMustBeDistinctAndThere() {
        assertThrows(IllegalArgumentException.class, () -> new InputEncoding(List.of(), new float[0]));
        final NumberColumn column = new NumberColumn("x", UnitType.gaussian(), NumberScaling.NONE, 0, 1);
        assertThrows(IllegalArgumentException.class, () -> new InputEncoding(List.of(column, column), new float[2]));
        assertThrows(IllegalArgumentException.class,
            () -> new NumberColumn("x", UnitType.softmax(), NumberScaling.MIN_MAX, 0, 1));
        assertThrows(IllegalArgumentException.class,
            () -> new NumberColumn("x", UnitType.gaussian(), NumberScaling.MIN_MAX, 1, -1));
    }
}
