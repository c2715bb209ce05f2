// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.deepbelief.engine.data.EncodingException;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.QuantileColumn;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.table.MissingValues;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.TableRowSource;
import org.deepbelief.knime.table.TableRows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;

/** Rows become the units that the encoding gives value by value, whatever lies between the numbers of a wide table. */
class RowReaderTest {

    private static final int ROWS = 40;

    private final List<InputColumn> inputs = new ArrayList<>();

    private final List<DataColumnSpec> columns = new ArrayList<>();

    /** @param unusual how many values of a thousand are missing or lie outside of what was met in training */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 100, 1000})
    void unitsAreThoseOfTheEncoding(final int unusual) throws Exception {
        final long seed = 7 + unusual;
        final Random random = new Random(seed);
        for (int c = 0; c < 1300; c++) {
            // The first columns are numbers alone, and more than are worked on at once.
            add(c < 600 ? random.nextInt(3) : random.nextInt(5), c);
        }
        final int units = inputs.stream().mapToInt(InputColumn::units).sum();
        final float[] means = new float[units];
        for (int u = 0; u < units; u++) {
            means[u] = random.nextFloat();
        }
        final InputEncoding encoding = new InputEncoding(inputs, means);
        final List<DataCell[]> cells = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            final DataCell[] values = new DataCell[inputs.size()];
            for (int c = 0; c < values.length; c++) {
                values[c] = cell(inputs.get(c), random, random.nextInt(1000) < unusual);
            }
            cells.add(values);
        }
        final BufferedDataTable table = Tables.of(columns, cells);
        final RowReader reader =
            new RowReader(table.getDataTableSpec(), encoding, MissingValues.MEAN, UnknownValue.ALL_ZERO);
        final float[] read = new float[units];
        try (TableRowSource source = new TableRowSource(TableRows.alone(table), reader, Optional.empty())) {
            for (int row = 0; row < ROWS; row++) {
                assertTrue(source.next(read, new float[0]));
                assertArrayEquals(encoded(encoding, cells.get(row)), read, "seed " + seed + ", row " + row);
            }
            assertFalse(source.next(read, new float[0]));
        }
        assertEquals(unusual > 0, reader.warning().isPresent());
    }

    private void add(final int kind, final int number) {
        final String name = "c" + number;
        inputs.add(switch (kind) {
            case 0 -> new NumberColumn(name, UnitType.bernoulli(), NumberScaling.MIN_MAX, -2, 7);
            case 1 -> new NumberColumn(name, UnitType.gaussian(), NumberScaling.Z_SCORE, 0.3, 1.7);
            case 2 -> new NumberColumn(name, UnitType.bernoulli(), NumberScaling.MIN_MAX, 4, 0);
            case 3 -> new QuantileColumn(name, 0.5, 0.2, List.of(0.0, 0.5, 1.0));
            default -> new NominalColumn(name, List.of("no", "yes"));
        });
        columns.add(Tables.column(name, kind == 4 ? StringCell.TYPE : number % 7 == 0 ? LongCell.TYPE
            : number % 5 == 0 ? IntCell.TYPE : DoubleCell.TYPE));
    }

    private DataCell cell(final InputColumn column, final Random random, final boolean unusual) {
        if (unusual && random.nextBoolean()) {
            return null;
        }
        if (column instanceof NominalColumn) {
            return new StringCell(unusual ? "perhaps" : random.nextBoolean() ? "no" : "yes");
        }
        final boolean constant = column instanceof NumberColumn number && number.scale() == 0;
        final double value = unusual ? 100 * random.nextGaussian() : constant ? 4 : random.nextInt(2);
        final var type = columns.get(inputs.indexOf(column)).getType();
        return type == DoubleCell.TYPE ? new DoubleCell(unusual || constant ? value : random.nextDouble())
            : type == IntCell.TYPE ? new IntCell((int)value) : new LongCell((long)value);
    }

    private static float[] encoded(final InputEncoding encoding, final DataCell[] cells) throws EncodingException {
        final float[] units = new float[encoding.units()];
        final float[] replacements = encoding.replacements();
        for (int c = 0; c < cells.length; c++) {
            if (cells[c] == null) {
                System.arraycopy(replacements, encoding.firstUnit(c), units, encoding.firstUnit(c),
                    encoding.columns().get(c).units());
            } else if (cells[c] instanceof StringCell text) {
                encoding.encode(c, text.getStringValue(), UnknownValue.ALL_ZERO, units);
            } else {
                encoding.encode(c, cells[c] instanceof DoubleCell exact ? exact.getDoubleValue()
                    : cells[c] instanceof IntCell whole ? whole.getIntValue()
                        : ((LongCell)cells[c]).getLongValue(), units);
            }
        }
        return units;
    }
}
