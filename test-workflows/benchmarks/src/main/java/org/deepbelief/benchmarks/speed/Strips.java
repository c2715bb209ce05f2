// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.speed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.units.UnitType;

/** Rows that follow each other, in sequences of a hundred: as many bits as are wanted, each now and then turned. */
final class Strips {

    private static final int ROWS = 20_000;

    private static final int SEQUENCE = 100;

    private Strips() {
    }

    static SampleMatrix samples(final int units) throws IOException {
        return SampleMatrix.read(new RowSource() {

            private long row;

            @Override
            public long rows() {
                return ROWS;
            }

            @Override
            public boolean next(final float[] values, final float[] targets) {
                if (row == ROWS) {
                    return false;
                }
                for (int i = 0; i < units; i++) {
                    final float turned = CounterRandom.uniform(CounterRandom.key(1, 0, row), i, 0);
                    values[i] = turned < 0.1f ? 1 - values[i] : values[i];
                }
                row++;
                return true;
            }

            @Override
            public boolean startsSequence() {
                return (row - 1) % SEQUENCE == 0;
            }
        }, units, 0, new StorageSettings(Long.MAX_VALUE, Path.of(System.getProperty("java.io.tmpdir"))), () -> false);
    }

    static InputEncoding encoding(final int units) {
        final List<InputColumn> columns = IntStream.range(0, units).<InputColumn>mapToObj(
            i -> new NumberColumn("bit " + i, UnitType.bernoulli(), NumberScaling.NONE, 0, 1)).toList();
        return new InputEncoding(columns, new float[units]);
    }
}
