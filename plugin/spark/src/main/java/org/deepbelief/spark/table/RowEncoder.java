// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.EncodingException;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberScale;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.spark.table.Columns.Column;

/** Turns rows into units by a network's encoding, and their target into a class index or a number. */
public final class RowEncoder implements Serializable {

    private static final long serialVersionUID = 1L;

    private final InputEncoding encoding;

    private final List<Column> inputs;

    /** Null where there is none. */
    private final Column target;

    private final Target values;

    private final MissingValues missing;

    private final UnknownValue unknown;

    /** What stands in for a missing value: the mean, or the most frequent value of a nominal column. */
    private final float[] replacements;

    /**
     * What the values of the target become.
     *
     * @param classes their indices; null where there are none
     * @param scale by which numbers are standardised, before single precision takes their digits; null where there are
     *            none
     */
    public record Target(ClassColumn classes, NumberScale scale) implements Serializable {
    }

    /**
     * @param encoding of columns that are among those read
     * @param values what a target becomes; not looked at where there is none
     */
    public RowEncoder(final Columns columns, final InputEncoding encoding, final Target values,
        final MissingValues missing, final UnknownValue unknown) {
        this.encoding = encoding;
        this.values = values;
        this.missing = missing;
        this.unknown = unknown;
        inputs = encoding.columns().stream().map(column -> columns.inputs().stream()
            .filter(read -> read.name().equals(column.name())).findFirst().orElseThrow()).toList();
        target = columns.target().orElse(null);
        replacements = replacements(encoding);
    }

    private static float[] replacements(final InputEncoding encoding) {
        final float[] replacements = encoding.means();
        for (int c = 0; c < encoding.columns().size(); c++) {
            if (encoding.columns().get(c) instanceof NominalColumn nominal) {
                final int first = encoding.firstUnit(c);
                final int mostFrequent = IntStream.range(0, nominal.units()).boxed()
                    .reduce(0, (best, u) -> replacements[first + u] > replacements[first + best] ? u : best);
                Arrays.fill(replacements, first, first + nominal.units(), 0);
                replacements[first + mostFrequent] = 1;
            }
        }
        return replacements;
    }

    /** The number of units of a row. */
    public int units() {
        return encoding.units();
    }

    /** The number of targets of a row. */
    public int targets() {
        return target == null ? 0 : 1;
    }

    /**
     * Encodes a row.
     *
     * @param units receives its units
     * @param targets receives its target, NaN where missing; may be empty
     * @return whether it was encoded; false for a row that is to be skipped
     * @throws TableException if a value is missing and must not be, or cannot be encoded
     */
    public boolean encode(final TableRow row, final float[] units, final float[] targets) throws TableException {
        for (int c = 0; c < inputs.size(); c++) {
            try {
                if (!encode(c, row, units)) {
                    return false;
                }
            } catch (EncodingException e) {
                throw new TableException(e.messageForRow(row.name()));
            }
        }
        if (targets.length > 0) {
            targets[0] = target(row);
        }
        return true;
    }

    private boolean encode(final int c, final TableRow row, final float[] units)
        throws EncodingException, TableException {
        final int slot = inputs.get(c).slot();
        switch (inputs.get(c).kind()) {
            case NUMBER:
                final double number = row.numbers()[slot];
                if (Double.isNaN(number)) {
                    return replace(c, row, units, encoding.firstUnit(c), encoding.columns().get(c).units());
                }
                encoding.encode(c, number, units);
                return true;
            case NOMINAL:
                final String text = row.texts()[slot];
                if (text == null) {
                    return replace(c, row, units, encoding.firstUnit(c), encoding.columns().get(c).units());
                }
                encoding.encode(c, text, unknown, units);
                return true;
            default:
                return encodeVector(c, row.vectors()[slot], row, units);
        }
    }

    private boolean encodeVector(final int c, final double[] vector, final TableRow row, final float[] units)
        throws EncodingException, TableException {
        final int first = encoding.firstUnit(c);
        if (vector == null) {
            return replace(c, row, units, first, encoding.columns().get(c).units());
        }
        final double offset = ((VectorColumn)encoding.columns().get(c)).offset();
        encoding.encode(c, Arrays.stream(vector).map(value -> Double.isNaN(value) ? offset : value).toArray(), units);
        for (int i = 0; i < vector.length; i++) {
            if (Double.isNaN(vector[i]) && !replace(c, row, units, first + i, 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean replace(final int c, final TableRow row, final float[] units, final int first, final int count)
        throws TableException {
        if (missing == MissingValues.FAIL) {
            throw MissingValues.missing(inputs.get(c).name(), row.name());
        }
        System.arraycopy(replacements, first, units, first, count);
        return missing == MissingValues.MEAN;
    }

    private float target(final TableRow row) throws TableException {
        if (values.classes() == null) {
            return (float)values.scale().standardise(row.numbers()[target.slot()]);
        }
        final String text = row.texts()[target.slot()];
        if (text == null) {
            return Float.NaN;
        }
        final int index = values.classes().indexOf(text);
        if (index < 0) {
            throw new TableException("Column \"" + target.name() + "\" has the value \"" + text + "\" in row \""
                + row.name() + "\": the network does not know this class. Remove the row, or train the network again"
                + " with it.");
        }
        return index;
    }
}
