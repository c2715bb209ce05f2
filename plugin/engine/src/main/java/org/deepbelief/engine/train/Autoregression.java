// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.deepbelief.engine.data.PrecedingRows;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * Ridge regression of units on the rows before each, with an intercept. The ridge pulls towards the last row, not
 * towards the mean (Litterman 1986, "Forecasting with Bayesian vector autoregressions"), so that what drifts is not
 * pulled back: what is regressed is how far a unit moves from its last value. Each unit has its own strength of the
 * ridge, that of the least generalised cross-validation (Golub, Heath and Wahba 1979). With the eigenvalues d and
 * vectors Q of the products of the contexts C of N rows, y the moves, both less their means, z = Q^T C^T y and the
 * strength l,
 *
 * <pre>
 * weights = Q z / (d + l), and 1 more for the last value of the unit itself
 * GCV(l) = N |y - C weights|^2 / (N - 1 - sum of d / (d + l))^2
 * </pre>
 *
 * How many rows before are to be regressed on, the rows seldom tell for certain, and a mean of forecasts is mostly
 * better than the one that seemed best (Bates and Granger 1969). So the weights are the mean of those for each number
 * p of rows before ({@link RowsBefore#upTo}), each with the share
 *
 * <pre>
 * share(p) ~ GCV_p^(-N / 12)
 * </pre>
 *
 * which is that of Akaike's weights, {@code exp(-AIC / 2)}, to the power of a sixth: with the whole power the best one
 * stands almost alone on a few hundred rows. The power was chosen on the first parts of four series, foretold one and
 * twelve rows ahead.
 *
 * <p>Beyond {@value #MOST_UNITS} units of the context only the nearest rows count, as many as these are.
 */
final class Autoregression {

    static final int MOST_UNITS = 512;

    private static final int ROWS = 512;

    /** Of the largest eigenvalue. */
    private static final double SMALLEST_RIDGE = 1e-8;

    private static final int RIDGES = 41;

    private static final double RIDGE_STEP = Math.pow(10, 0.25);

    /** Of a unit's own deviation: what a unit that follows exactly from the rows before is left. */
    private static final double SMALLEST_SHARE = 1e-3;

    private final Compute compute;

    private final PrecedingRows before;

    private final float[] means;

    private final float[] wanted;

    private final int used;

    private final double[][] products;

    private final double[][] cross;

    private final double[] contextSums;

    private final double[] sums;

    private final double[] squares;

    private final double[][] weights;

    private final float[] intercepts;

    private final float[] deviations;

    private double contextSquares;

    private long rows;

    /**
     * @param before tells the contexts
     * @param means of the visible units
     * @param wanted 1 for a unit that is foretold, else 0
     */
    Autoregression(final Compute compute, final PrecedingRows before, final float[] means, final float[] wanted) {
        this.compute = compute;
        this.before = before;
        this.means = means;
        this.wanted = wanted;
        final int nearest = Math.min(before.units() / means.length, MOST_UNITS / means.length);
        used = nearest * means.length;
        products = new double[used][used];
        cross = new double[used][means.length];
        contextSums = new double[used];
        sums = new double[means.length];
        squares = new double[means.length];
        weights = new double[used][means.length];
        intercepts = new float[means.length];
        deviations = new float[means.length];
    }

    /** Takes the rows of a part. */
    void add(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        try (Compute memory = compute.part()) {
            final Block block = new Block(memory);
            for (long row = 0; row < part.size(); row++) {
                block.add(samples, part.row(row));
                if (block.count == ROWS || row == part.size() - 1) {
                    checkCancelled.run();
                    block.take();
                }
            }
        }
    }

    /** Some rows on their way into the sums. */
    private final class Block {

        private final Compute memory;

        private final FloatMatrix context;

        private final FloatMatrix nearest;

        private final FloatMatrix units;

        private final FloatMatrix ofContexts;

        private final FloatMatrix withUnits;

        private final float[] line = new float[Math.max(before.units(), means.length)];

        private final long[] numbers = new long[ROWS];

        private int count;

        Block(final Compute memory) {
            this.memory = memory;
            context = memory.zeros(ROWS, before.units());
            nearest = used == 0 ? null : memory.zeros(ROWS, used);
            units = memory.zeros(ROWS, means.length);
            ofContexts = used == 0 ? null : memory.zeros(used, used);
            withUnits = used == 0 ? null : memory.zeros(used, means.length);
        }

        void add(final SampleMatrix samples, final long number) {
            numbers[count] = number;
            samples.readUnits(number, line, 0);
            for (int u = 0; u < means.length; u++) {
                line[u] -= means[u];
                sums[u] += line[u];
                squares[u] += (double)line[u] * line[u];
            }
            units.writeRow(count++, 0, line, 0, means.length);
        }

        void take() {
            before.fill(memory, numbers, count, context);
            for (int i = 0; i < count; i++) {
                context.readRow(i, line);
                for (int k = 0; k < before.units(); k++) {
                    contextSquares += (double)line[k] * line[k];
                }
                for (int k = 0; k < used; k++) {
                    contextSums[k] += line[k];
                }
                if (used > 0) {
                    nearest.writeRow(i, 0, line, 0, used);
                }
            }
            if (used > 0) {
                memory.accumulate(1f, nearest, nearest, count, 0f, ofContexts);
                memory.accumulate(1f, nearest, units, count, 0f, withUnits);
                addTo(products, ofContexts, line);
                addTo(cross, withUnits, line);
            }
            rows += count;
            count = 0;
        }
    }

    private static void addTo(final double[][] sums, final FloatMatrix matrix, final float[] line) {
        for (int i = 0; i < sums.length; i++) {
            matrix.readRow(i, line);
            for (int j = 0; j < sums[i].length; j++) {
                sums[i][j] += line[j];
            }
        }
    }

    /** The mean over rows of the sum of squares of a context. */
    double contextSquare() {
        return contextSquares / rows;
    }

    /** The regression on the first units of the context. */
    private final class Nearest {

        private final double[] values;

        private final RealMatrix vectors;

        private final double largest;

        Nearest(final int size) {
            final double[][] centred = new double[size][size];
            for (int k = 0; k < size; k++) {
                for (int l = 0; l < size; l++) {
                    centred[k][l] = products[k][l] - contextSums[k] * contextSums[l] / rows;
                }
            }
            final EigenDecomposition eigen =
                size == 0 ? null : new EigenDecomposition(new Array2DRowRealMatrix(centred, false));
            values = size == 0 ? new double[0] : eigen.getRealEigenvalues();
            vectors = size == 0 ? null : eigen.getV();
            double most = Double.MIN_NORMAL;
            for (int k = 0; k < size; k++) {
                values[k] = Math.max(values[k], 0);
                most = Math.max(most, values[k]);
            }
            largest = most;
        }

        /** Q^T C^T y. */
        double[] projections(final int unit) {
            final double[] column = new double[values.length];
            for (int k = 0; k < column.length; k++) {
                column[k] = cross[k][unit] - products[k][unit]
                    - contextSums[k] * (sums[unit] - contextSums[unit]) / rows;
            }
            return column.length == 0 ? column : vectors.preMultiply(column);
        }

        double[] times(final double[] shrunk) {
            return shrunk.length == 0 ? shrunk : vectors.operate(shrunk);
        }

        /** The sum of squares that a ridge leaves. */
        double left(final double[] z, final double square, final double ridge) {
            double sum = square;
            for (int k = 0; k < z.length; k++) {
                final double divisor = values[k] + ridge;
                sum -= z[k] * z[k] / divisor * (2 - values[k] / divisor);
            }
            return Math.max(0, sum);
        }

        /** The degrees of freedom that a ridge leaves, at least a half. */
        double free(final double ridge) {
            double degrees = rows - 1;
            for (final double value : values) {
                degrees -= value / (value + ridge);
            }
            return Math.max(0.5, degrees);
        }

        /** The criterion of the best ridge, and that ridge. */
        double[] best(final double[] z, final double square) {
            double best = Double.POSITIVE_INFINITY;
            double chosen = largest;
            double ridge = Math.max(Double.MIN_NORMAL, SMALLEST_RIDGE * largest);
            for (int i = 0; i < RIDGES; i++, ridge *= RIDGE_STEP) {
                final double free = free(ridge);
                final double validation = rows * left(z, square, ridge) / (free * free);
                if (validation < best) {
                    best = validation;
                    chosen = ridge;
                }
            }
            return new double[]{best, chosen};
        }
    }

    /** The sum of squares of a unit's moves from its last value, less their mean. */
    private double moves(final int unit) {
        if (used == 0) {
            return squares[unit] - sums[unit] * sums[unit] / rows;
        }
        final double sum = sums[unit] - contextSums[unit];
        return Math.max(0, squares[unit] - 2 * cross[unit][unit] + products[unit][unit] - sum * sum / rows);
    }

    /** The sum of squares of a unit about its mean. */
    private double own(final int unit) {
        return Math.max(0, squares[unit] - sums[unit] * sums[unit] / rows);
    }

    /**
     * What generalised cross-validation says of fewer rows before: the mean over the units of the squared error that it
     * expects, in shares of their variance.
     *
     * @param nearest how many rows before, at most as many as there are here
     */
    double validation(final int nearest) {
        final Nearest part = new Nearest(nearest * means.length);
        double sum = 0;
        int units = 0;
        for (int unit = 0; unit < means.length; unit++) {
            if (wanted[unit] == 1 && own(unit) > 0) {
                sum += part.best(part.projections(unit), moves(unit))[0] / (own(unit) / rows);
                units++;
            }
        }
        return units == 0 ? 0 : sum / units;
    }

    /**
     * How much each of some regressions counts, in shares of the best.
     *
     * @param validations what generalised cross-validation says of each
     */
    double[] shares(final double[] validations) {
        final double least = Arrays.stream(validations).min().orElse(0);
        return Arrays.stream(validations).map(one -> one == least ? 1 : Math.pow(one / least, -rows / 12.0)).toArray();
    }

    /** Finds the weights and the deviations that they leave. */
    void solve(final Runnable checkCancelled) {
        final List<Nearest> all = new ArrayList<>();
        for (final int number : RowsBefore.upTo(used / means.length)) {
            checkCancelled.run();
            all.add(new Nearest(number * means.length));
        }
        Arrays.fill(deviations, 1);
        for (int unit = 0; unit < means.length; unit++) {
            if (wanted[unit] == 1) {
                solve(all, unit);
            }
        }
    }

    private void solve(final List<Nearest> all, final int unit) {
        final double moves = moves(unit);
        final List<double[]> projections = all.stream().map(nearest -> nearest.projections(unit)).toList();
        final double[] ridges = new double[all.size()];
        final double[] validations = new double[ridges.length];
        for (int n = 0; n < ridges.length; n++) {
            final double[] best = all.get(n).best(projections.get(n), moves);
            validations[n] = best[0];
            ridges[n] = best[1];
        }
        final double[] shares = shares(validations);
        final double total = Arrays.stream(shares).sum();
        double variance = 0;
        for (int n = 0; n < ridges.length; n++) {
            final Nearest nearest = all.get(n);
            final double[] shrunk = projections.get(n).clone();
            for (int k = 0; k < shrunk.length; k++) {
                shrunk[k] /= nearest.values[k] + ridges[n];
            }
            final double[] solution = nearest.times(shrunk);
            for (int k = 0; k < solution.length; k++) {
                weights[k][unit] += shares[n] / total * solution[k];
            }
            variance += shares[n] / total * nearest.left(projections.get(n), moves, ridges[n])
                / nearest.free(ridges[n]);
        }
        double intercept = sums[unit] / rows;
        for (int k = 0; k < used; k++) {
            weights[k][unit] += k == unit ? 1 : 0;
            intercept -= weights[k][unit] * contextSums[k] / rows;
        }
        intercepts[unit] = (float)intercept;
        final double deviation = Math.sqrt(own(unit) / rows);
        deviations[unit] = (float)(deviation == 0 ? 1
            : Math.max(SMALLEST_SHARE * deviation, Math.min(deviation, Math.sqrt(variance))));
    }

    /** The standard deviations that are left, one a unit; 1 for a unit that is not foretold. */
    float[] deviations() {
        return deviations;
    }

    /** What is added to the mean, one a unit; 0 for a unit that is not foretold. */
    float[] intercepts() {
        return intercepts;
    }

    /** Writes the weights, context x visible units, in the measure of the data. */
    void writeWeights(final FloatMatrix target) {
        final float[] line = new float[means.length];
        for (int k = 0; k < used; k++) {
            for (int i = 0; i < line.length; i++) {
                line[i] = (float)weights[k][i];
            }
            target.writeRow(k, line);
        }
    }
}
