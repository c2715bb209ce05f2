// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.checksums;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.units.UnitType;

/** Rows of four classes, drawn by a fixed seed, and what their units are. */
final class DrawnRows implements AutoCloseable {

    static final List<String> CLASSES = List.of("p", "q", "r", "s");

    private static final int ROWS = 500;

    private static final int BINARY = 40;

    private static final int BRIGHT = 20;

    private static final int LINEAR = 4;

    private static final int VALUES = 3;

    private static final int SPARSE = 400;

    /** 40 units of 0 or 1, with the class, missing in a tenth of the rows. */
    final SampleMatrix binary;

    /** 20 units in [0, 1], four Gaussian ones and a softmax group of three, with the class. */
    final SampleMatrix mixed;

    /** The same with a number to be learned. */
    final SampleMatrix mixedWithNumber;

    /** 400 units of which six are 1, with the class. */
    final SampleMatrix sparse;

    DrawnRows(final long seed) throws IOException {
        final Random random = new Random(seed);
        final List<float[][]> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            final int kind = random.nextInt(CLASSES.size());
            final float given = random.nextInt(10) == 0 ? Float.NaN : kind;
            final float number = (float)(kind + 0.2 * random.nextGaussian());
            rows.add(
                new float[][] {binary(kind, random), mixed(kind, random), sparse(kind, random), {given}, {number}});
        }
        binary = matrix(rows, 0, 3);
        mixed = matrix(rows, 1, 3);
        sparse = matrix(rows, 2, 3);
        mixedWithNumber = matrix(rows, 1, 4);
    }

    private static float[] binary(final int kind, final Random random) {
        final float[] units = new float[BINARY];
        for (int j = 0; j < BINARY; j++) {
            units[j] = 0.5 + 0.4 * Math.sin(j * kind + kind) > random.nextFloat() ? 1 : 0;
        }
        return units;
    }

    private static float[] mixed(final int kind, final Random random) {
        final float[] units = new float[BRIGHT + LINEAR + VALUES];
        for (int j = 0; j < BRIGHT; j++) {
            final double value = 0.5 + 0.3 * Math.sin(j * kind + kind) + 0.2 * random.nextGaussian();
            units[j] = (float)Math.min(1, Math.max(0, value));
        }
        for (int j = BRIGHT; j < BRIGHT + LINEAR; j++) {
            units[j] = (float)(kind * 0.3 + random.nextGaussian());
        }
        units[BRIGHT + LINEAR + random.nextInt(kind == 0 ? 1 : VALUES)] = 1;
        return units;
    }

    private static float[] sparse(final int kind, final Random random) {
        final float[] units = new float[SPARSE];
        for (int n = 0; n < 6; n++) {
            units[(kind * 90 + random.nextInt(120)) % SPARSE] = 1;
        }
        return units;
    }

    private static SampleMatrix matrix(final List<float[][]> rows, final int units, final int targets)
        throws IOException {
        final RowSource source = new RowSource() {

            private int next;

            @Override
            public long rows() {
                return rows.size();
            }

            @Override
            public boolean next(final float[] row, final float[] wanted) {
                if (next == rows.size()) {
                    return false;
                }
                System.arraycopy(rows.get(next)[units], 0, row, 0, row.length);
                System.arraycopy(rows.get(next++)[targets], 0, wanted, 0, wanted.length);
                return true;
            }
        };
        return SampleMatrix.read(source, rows.get(0)[units].length, 1,
            StorageSettings.defaults(Path.of(System.getProperty("java.io.tmpdir"))), () -> false);
    }

    static InputEncoding binaryEncoding() {
        return encoding(numbers("b", BINARY, UnitType.bernoulli()));
    }

    static InputEncoding sparseEncoding() {
        return encoding(numbers("s", SPARSE, UnitType.bernoulli()));
    }

    static InputEncoding mixedEncoding() {
        final List<InputColumn> columns = numbers("b", BRIGHT, UnitType.bernoulli());
        columns.addAll(numbers("g", LINEAR, UnitType.gaussian()));
        columns.add(new NominalColumn("n", List.of("x", "y", "z")));
        return encoding(columns);
    }

    private static List<InputColumn> numbers(final String name, final int count, final UnitType type) {
        final List<InputColumn> columns = new ArrayList<>();
        for (int j = 0; j < count; j++) {
            columns.add(new NumberColumn(name + j, type, NumberScaling.NONE, 0, 1));
        }
        return columns;
    }

    private static InputEncoding encoding(final List<InputColumn> columns) {
        return new InputEncoding(columns, new float[columns.stream().mapToInt(InputColumn::units).sum()]);
    }

    @Override
    public void close() {
        binary.close();
        mixed.close();
        mixedWithNumber.close();
        sparse.close();
    }
}
