// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * How the columns of a table become the visible units of the first layer, and back. It belongs to the model, so that
 * every node encodes alike. Immutable.
 */
public final class InputEncoding implements Serializable {

    private static final long serialVersionUID = 1L;

    /** What to do with a nominal value that the training data did not have. */
    public enum UnknownValue {
        /** Refuse it with an {@link EncodingException}. */
        FAIL,
        /** Leave all units of the column at 0. */
        ALL_ZERO
    }

    /** Units of this size are far from what a float cannot hold. */
    private static final double FARTHEST_ON_LINE = 1e6;

    private final List<InputColumn> columns;

    private final int[] firstUnits;

    private final int units;

    private final List<UnitGroup> groups;

    private final float[] means;

    /** By column: what is taken from its numbers, what they are divided by then, and the units they may become so. */
    private final double[] offsets;

    private final double[] scales;

    private final double[] lowestUnits;

    private final double[] highestUnits;

    /** By column: null where it is of another kind. */
    private final QuantileColumn[] quantiles;

    /**
     * @param columns the input columns in the order of their units; at least one, with distinct names
     * @param means the mean of each unit over the training rows, which stands in for missing values
     * @throws IllegalArgumentException if there is no column, a name occurs twice, the units exceed the range of int,
     *             or the means are not one finite number per unit
     */
    public InputEncoding(final List<InputColumn> columns, final float[] means) {
        this.columns = List.copyOf(columns);
        if (this.columns.isEmpty()) {
            throw new IllegalArgumentException("There is no input column. Choose at least one.");
        }
        firstUnits = new int[this.columns.size()];
        final Set<String> names = new HashSet<>();
        long total = 0;
        for (int c = 0; c < firstUnits.length; c++) {
            final InputColumn column = this.columns.get(c);
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("The input column \"" + column.name() + "\" is named twice.");
            }
            firstUnits[c] = (int)total;
            total += column.units();
            if (total > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("The input columns have more than " + Integer.MAX_VALUE + " units.");
            }
        }
        units = (int)total;
        offsets = new double[firstUnits.length];
        scales = new double[firstUnits.length];
        lowestUnits = new double[firstUnits.length];
        highestUnits = new double[firstUnits.length];
        quantiles = new QuantileColumn[firstUnits.length];
        for (int c = 0; c < firstUnits.length; c++) {
            if (this.columns.get(c) instanceof QuantileColumn quantile) {
                quantiles[c] = quantile;
            } else if (this.columns.get(c) instanceof NumberColumn number) {
                scale(c, number.unitType(), number.offset(), number.scale());
            } else if (this.columns.get(c) instanceof VectorColumn vector) {
                scale(c, vector.unitType(), vector.offset(), vector.scale());
            }
        }
        groups = UnitGroup.joined(this.columns.stream().flatMap(column -> column.groups().stream()).toList());
        this.means = means.clone();
        if (means.length != units) {
            throw new IllegalArgumentException("There are " + means.length + " means for " + units + " units.");
        }
        for (final float mean : means) {
            if (!Float.isFinite(mean)) {
                throw new IllegalArgumentException("The mean of a unit is " + mean + ".");
            }
        }
    }

    /**
     * Encodings side by side, in their order; a single one is itself.
     *
     * @throws IllegalArgumentException if there is none, two have a column of the same name, or the units exceed the
     *             range of int
     */
    public static InputEncoding sideBySide(final List<InputEncoding> encodings) {
        if (encodings.size() == 1) {
            return encodings.get(0);
        }
        final List<InputColumn> columns = new ArrayList<>();
        final List<float[]> means = new ArrayList<>();
        for (final InputEncoding encoding : encodings) {
            columns.addAll(encoding.columns);
            means.add(encoding.means);
        }
        final long units = means.stream().mapToLong(part -> part.length).sum();
        if (units > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("The input columns have " + units + " units together, more than "
                + Integer.MAX_VALUE + ".");
        }
        final float[] all = new float[(int)units];
        int at = 0;
        for (final float[] part : means) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return new InputEncoding(columns, all);
    }

    /**
     * How numbers of a range become the one unit of their column: {@code (number - offset) / scale}.
     *
     * @param unit the place of the unit in a row
     * @param offset subtracted first
     * @param scale divided by then; infinite for a column that is constant in the training data
     * @param least the lowest number that it is true of
     * @param most the highest
     */
    public record Line(int unit, double offset, double scale, double least, double most) {
    }

    /**
     * What {@link #encode(int, double, float[])} does to usual numbers of a column, for who has many.
     *
     * @param column the index of a column
     * @return empty if it is another kind than a {@link NumberColumn}, or its numbers are near the largest there are
     */
    public Optional<Line> line(final int column) {
        if (!(columns.get(column) instanceof NumberColumn number)) {
            return Optional.empty();
        }
        final double offset = number.offset();
        final double scale = number.scale();
        if (scale == 0) {
            return Optional.of(new Line(firstUnits[column], offset, Double.POSITIVE_INFINITY, offset, offset));
        }
        final double least = offset + scale * (number.unitType().bounded() ? 0 : -FARTHEST_ON_LINE);
        final double most = offset + scale * (number.unitType().bounded() ? 1 : FARTHEST_ON_LINE);
        return Double.isFinite(most - least) ? Optional.of(new Line(firstUnits[column], offset, scale, least, most))
            : Optional.empty();
    }

    private void scale(final int column, final UnitType unitType, final double offset, final double scale) {
        offsets[column] = offset;
        scales[column] = scale;
        lowestUnits[column] = unitType.bounded() ? 0 : -Float.MAX_VALUE;
        highestUnits[column] = unitType.bounded() ? 1 : Float.MAX_VALUE;
    }

    /** The columns in the order of their units. */
    public List<InputColumn> columns() {
        return columns;
    }

    /** The number of visible units of all columns. */
    public int units() {
        return units;
    }

    /** The visible units as groups: neighbouring units of one kind are one group, a nominal column is a group. */
    public List<UnitGroup> groups() {
        return groups;
    }

    /** The mean of each unit over the training rows; a copy. */
    public float[] means() {
        return means.clone();
    }

    /**
     * What stands in for missing values, one a unit: the mean of the training rows, and of a nominal column their most
     * frequent value, 1 at its unit and else 0; of equally frequent ones the first.
     */
    public float[] replacements() {
        final float[] replacements = means.clone();
        for (int c = 0; c < firstUnits.length; c++) {
            if (columns.get(c) instanceof NominalColumn nominal) {
                final int first = firstUnits[c];
                int mostFrequent = first;
                for (int unit = first; unit < first + nominal.units(); unit++) {
                    mostFrequent = replacements[unit] > replacements[mostFrequent] ? unit : mostFrequent;
                }
                Arrays.fill(replacements, first, first + nominal.units(), 0);
                replacements[mostFrequent] = 1;
            }
        }
        return replacements;
    }

    /** The first unit of a column. */
    public int firstUnit(final int column) {
        return firstUnits[column];
    }

    /** The index of the column of this name, or -1. */
    public int indexOf(final String name) {
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).name().equals(name)) {
                return c;
            }
        }
        return -1;
    }

    /**
     * This encoding without a column.
     *
     * @param column the index of a column that is not the only one
     */
    public InputEncoding without(final int column) {
        final List<InputColumn> others = new ArrayList<>(columns);
        final int count = others.remove(column).units();
        final float[] otherMeans = new float[units - count];
        System.arraycopy(means, 0, otherMeans, 0, firstUnits[column]);
        System.arraycopy(means, firstUnits[column] + count, otherMeans, firstUnits[column],
            otherMeans.length - firstUnits[column]);
        return new InputEncoding(others, otherMeans);
    }

    /**
     * Encodes a number into the units of a numeric column.
     *
     * @param column the index of a {@link NumberColumn} or a {@link QuantileColumn}
     * @param value the number
     * @param row the units of the row, {@link #units()} long; the column's units are set
     * @throws EncodingException if the number is not finite, or outside 0 to 1 for Bernoulli units without min-max
     *             scaling. With min-max scaling, what lies outside the range of the training data is moved to its edge.
     */
    public void encode(final int column, final double value, final float[] row) throws EncodingException {
        if (quantiles[column] != null) {
            if (!Double.isFinite(value)) {
                throw notFinite(quantiles[column].name(), value);
            }
            quantiles[column].encode(value, row, firstUnits[column]);
            return;
        }
        final double unit = (value - offsets[column]) / scales[column];
        if (unit >= lowestUnits[column] && unit <= highestUnits[column]) {
            row[firstUnits[column]] = (float)unit;
        } else {
            final NumberColumn number = (NumberColumn)columns.get(column);
            row[firstUnits[column]] = encodeUnusual(number.name(), number.unitType(), number.scaling(),
                number.offset(), number.scale(), value);
        }
    }

    /**
     * Encodes a value of a nominal column: its unit becomes 1, the others of the column 0.
     *
     * @param column the index of a {@link NominalColumn}
     * @param value the value
     * @param unknown what to do if the training data did not have it
     * @param row the units of the row, {@link #units()} long; the column's units are set
     * @return whether the value is known
     * @throws EncodingException if the value is unknown and must not be
     */
    public boolean encode(final int column, final String value, final UnknownValue unknown, final float[] row)
        throws EncodingException {
        final NominalColumn nominal = (NominalColumn)columns.get(column);
        final int index = nominal.values().indexOf(value);
        if (index < 0 && unknown == UnknownValue.FAIL) {
            throw new EncodingException(nominal.name(), "\"" + value + "\"",
                "the model was not trained with this value. Remove the row, replace the value, or set \"Unknown nominal"
                    + " values\" (unknownValues) to all zero.");
        }
        for (int u = 0; u < nominal.units(); u++) {
            row[firstUnits[column] + u] = u == index ? 1 : 0;
        }
        return index >= 0;
    }

    /**
     * Encodes the elements of a vector column as {@link #encode(int, double, float[])} does a number.
     *
     * @param column the index of a {@link VectorColumn}
     * @param values the elements, as many as the column's length
     * @param row the units of the row, {@link #units()} long; the column's units are set
     * @throws EncodingException if there are more or fewer elements than the model knows, or one cannot be encoded
     */
    public void encode(final int column, final double[] values, final float[] row) throws EncodingException {
        final VectorColumn vector = (VectorColumn)columns.get(column);
        if (values.length != vector.length()) {
            throw new EncodingException(vector.name(), "of " + values.length + " elements",
                "the model takes vectors of " + vector.length() + " elements.");
        }
        for (int u = 0; u < values.length; u++) {
            final double unit = (values[u] - offsets[column]) / scales[column];
            if (unit >= lowestUnits[column] && unit <= highestUnits[column]) {
                row[firstUnits[column] + u] = (float)unit;
            } else {
                row[firstUnits[column] + u] = encodeUnusual(vector.name(), vector.unitType(), vector.scaling(),
                    vector.offset(), vector.scale(), values[u]);
            }
        }
    }

    /** A number of a constant column (divided by 0 it is no unit), of too large a unit, or that is refused. */
    private static float encodeUnusual(final String name, final UnitType unitType, final NumberScaling scaling,
        final double offset, final double scale, final double value) throws EncodingException {
        if (!Double.isFinite(value)) {
            throw notFinite(name, value);
        }
        final double unit = scale == 0 ? 0 : (value - offset) / scale;
        if (unitType.bounded() && !(unit >= 0 && unit <= 1)) {
            switch (scaling) {
                case MIN_MAX:
                    return unit < 0 ? 0 : 1;
                case NONE:
                    throw new EncodingException(name, text(value),
                        unitType.words() + " inputs must lie between 0 and 1. Choose a scaling.");
                default:
                    throw new EncodingException(name, text(value), unitType.words() + " inputs must lie between 0 and"
                        + " 1, and the z-score is " + text(unit) + ". Choose min-max scaling or Gaussian units.");
            }
        }
        final float single = (float)unit;
        if (!Float.isFinite(single)) {
            throw new EncodingException(name, text(value), "it is too large for single precision. Choose a scaling.");
        }
        return single;
    }

    private static EncodingException notFinite(final String name, final double value) {
        return new EncodingException(name, text(value), "inputs must be finite numbers. Remove or replace it.");
    }

    /**
     * The number that the units of a {@link NumberColumn} or a {@link QuantileColumn} stand for; of the latter one in
     * the range of the training rows, as units at random may lie anywhere.
     */
    public double decodeNumber(final int column, final double[] row) {
        if (quantiles[column] != null) {
            return quantiles[column].decode(row, firstUnits[column]);
        }
        final NumberColumn number = (NumberColumn)columns.get(column);
        return number.offset() + number.scale() * row[firstUnits[column]];
    }

    /** The value of a {@link NominalColumn} whose unit is the greatest; of equal ones the first. */
    public String decodeNominal(final int column, final double[] row) {
        final NominalColumn nominal = (NominalColumn)columns.get(column);
        int best = 0;
        for (int u = 1; u < nominal.units(); u++) {
            if (row[firstUnits[column] + u] > row[firstUnits[column] + best]) {
                best = u;
            }
        }
        return nominal.values().get(best);
    }

    /** The elements that the units of a {@link VectorColumn} stand for. */
    public double[] decodeVector(final int column, final double[] row) {
        final VectorColumn vector = (VectorColumn)columns.get(column);
        final double[] values = new double[vector.length()];
        for (int u = 0; u < values.length; u++) {
            values[u] = vector.offset() + vector.scale() * row[firstUnits[column] + u];
        }
        return values;
    }

    /** Whole numbers without a decimal point, as the table shows them. */
    private static String text(final double value) {
        final boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long)value) : Double.toString(value);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof InputEncoding encoding && columns.equals(encoding.columns)
            && Arrays.equals(means, encoding.means);
    }

    @Override
    public int hashCode() {
        return columns.hashCode();
    }

    @Override
    public String toString() {
        return columns.size() + " columns, " + units + " units";
    }
}
