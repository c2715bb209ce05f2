// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * A numeric column by its quantiles, so that neither skew nor sentinels nor heavy tails spoil it: one Gaussian unit of
 * the robust z-score, linear near the centre and logarithmic far from it,
 *
 * <pre>
 * z = (x - centre) / scale,   y = z where |z| &lt;= 3, else sign(z) (3 + ln(1 + |z| - 3))
 * </pre>
 *
 * and beside it one Bernoulli unit a bin between the edges e, each the filled part of its bin (Gorishniy, Rubachev and
 * Babenko 2022): min(1, max(0, (x - e[t-1]) / (e[t] - e[t-1]))). The Gaussian unit goes on growing outside of the range
 * of the training rows, where the bins stay at 0 and 1.
 *
 * @param name the column's name
 * @param centre the median of the training rows; finite
 * @param scale their robust deviation; finite, above 0
 * @param edges of the bins, ascending: the first is the smallest training value, the last the largest; at least two
 */
public record QuantileColumn(String name, double centre, double scale, List<Double> edges) implements InputColumn {

    /** How many bins a number is given at most: more learn small tables by heart. */
    public static final int MOST_BINS = 3;

    /** Over a range of more scales than this, a hundredth of a bin is much. */
    private static final double WIDEST_DECODED_RANGE = 16;

    /** Up to so many scales from the centre the Gaussian unit is linear. */
    public static final double LINEAR = 3;

    /** What the unit of the largest number of all would be, about: beyond it there is nothing to decode. */
    public static final double LARGEST = LINEAR + Math.log(Double.MAX_VALUE);

    public QuantileColumn {
        Objects.requireNonNull(name, "name");
        ColumnTexts.check(name, List.of());
        edges = List.copyOf(edges);
        if (!Double.isFinite(centre) || !Double.isFinite(scale) || !(scale > 0)) {
            throw new IllegalArgumentException("The scaling of column \"" + name + "\" is not usable: centre " + centre
                + ", scale " + scale + ". Both must be finite, the scale above 0.");
        }
        if (edges.size() < 2) {
            throw new IllegalArgumentException("The bins of column \"" + name + "\" have fewer than two edges.");
        }
        for (int e = 0; e < edges.size(); e++) {
            if (!Double.isFinite(edges.get(e)) || e > 0 && edges.get(e) <= edges.get(e - 1)) {
                throw new IllegalArgumentException("The edges of the bins of column \"" + name + "\" must be finite and"
                    + " ascending, not " + edges + ".");
            }
        }
    }

    @Override
    public int units() {
        return edges.size();
    }

    @Override
    public List<UnitGroup> groups() {
        final List<UnitGroup> groups = new ArrayList<>();
        groups.add(new UnitGroup(UnitType.gaussian(), 1));
        groups.add(new UnitGroup(UnitType.bernoulli(), edges.size() - 1));
        return groups;
    }

    /** The smallest value of the training rows. */
    public double lowest() {
        return edges.get(0);
    }

    /** The largest value of the training rows. */
    public double highest() {
        return edges.get(edges.size() - 1);
    }

    /**
     * Encodes a number.
     *
     * @param value finite
     * @param row the column's units are set
     * @param first the first of them
     */
    void encode(final double value, final float[] row, final int first) {
        row[first] = (float)unit(value);
        // Halves, since the difference of two large numbers may be beyond the largest.
        for (int bin = 1; bin < edges.size(); bin++) {
            final double below = edges.get(bin - 1);
            final double above = edges.get(bin);
            row[first + bin] = value <= below ? 0 : value >= above ? 1
                : (float)((value / 2 - below / 2) / (above / 2 - below / 2));
        }
    }

    /** The robust z-score: how many scales the number lies above the centre. */
    public double score(final double value) {
        final double score = (value - centre) / scale;
        final double limited = Double.isFinite(score) ? score : value / scale - centre / scale;
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, limited));
    }

    private double unit(final double value) {
        final double score = score(value);
        final double size = Math.abs(score);
        return size <= LINEAR ? score : Math.signum(score) * (LINEAR + Math.log1p(size - LINEAR));
    }

    /**
     * The number in the range of the training rows that units stand for, which need not agree as those of a number do:
     * what the filled parts v of the bins say,
     *
     * <pre>
     * x = e[0] + sum over t of v[t] (e[t] - e[t-1])
     * </pre>
     *
     * or the Gaussian unit where a few values lie far out, so that the last bin is nearly all of the range.
     *
     * @param row its units, of which those from {@code first} on are the column's
     */
    double decode(final double[] row, final int first) {
        if (!decodesBins()) {
            return Math.max(lowest(), Math.min(highest(), decode(row[first])));
        }
        double filled = lowest();
        for (int bin = 1; bin < edges.size(); bin++) {
            filled += Math.max(0, Math.min(1, row[first + bin])) * (edges.get(bin) - edges.get(bin - 1));
        }
        return Math.min(highest(), filled);
    }

    /** Whether the bins say what units stand for: no value lies so far out that a hundredth of one is much. */
    public boolean decodesBins() {
        return (highest() - lowest()) / scale <= WIDEST_DECODED_RANGE;
    }

    /** The number that the Gaussian unit stands for: the inverse of its encoding. */
    public double decode(final double unit) {
        final double size = Math.min(LARGEST, Math.abs(unit));
        final double score = size <= LINEAR ? unit : Math.signum(unit) * (Math.expm1(size - LINEAR) + LINEAR);
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, centre + scale * score));
    }
}
