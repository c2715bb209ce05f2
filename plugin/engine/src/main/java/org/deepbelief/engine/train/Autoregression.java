// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.deepbelief.engine.data.PrecedingRows;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * Ridge regression of Gaussian units on the rows before each, all as differences from their means: for each unit its own
 * strength of the ridge, that of the least generalised cross-validation (Golub, Heath and Wahba 1979). With the
 * eigenvalues d and vectors Q of the sums of products of the n contexts, z = Q^T C^T y and the strength l,
 *
 * <pre>
 * weights = Q z / (d + l),   GCV(l) = n |y - C weights|^2 / (n - sum of d / (d + l))^2
 * </pre>
 *
 * Beyond {@value #MOST_UNITS} units of the context only the nearest rows count, as many as these are.
 */
final class Autoregression {

    private static final int MOST_UNITS = 512;

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

    private final float[] gaussian;

    private final int used;

    private final double[][] products;

    private final double[][] cross;

    private final double[] squares;

    private final double[][] weights;

    private final float[] deviations;

    private double contextSquares;

    private long rows;

    /**
     * @param before tells the contexts
     * @param means of the visible units
     * @param gaussian 1 for a unit that is foretold, else 0
     */
    Autoregression(final Compute compute, final PrecedingRows before, final float[] means, final float[] gaussian) {
        this.compute = compute;
        this.before = before;
        this.means = means;
        this.gaussian = gaussian;
        final int nearest = Math.min(before.units() / means.length, MOST_UNITS / means.length);
        used = nearest * means.length;
        products = new double[used][used];
        cross = new double[used][means.length];
        squares = new double[means.length];
        weights = new double[used][means.length];
        deviations = new float[means.length];
    }

    /** Takes the rows of a part. */
    void add(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        try (Compute memory = compute.part()) {
            final FloatMatrix context = memory.zeros(ROWS, before.units());
            final FloatMatrix nearest = used == 0 ? null : memory.zeros(ROWS, used);
            final FloatMatrix units = memory.zeros(ROWS, means.length);
            final FloatMatrix ofContexts = used == 0 ? null : memory.zeros(used, used);
            final FloatMatrix withUnits = used == 0 ? null : memory.zeros(used, means.length);
            final float[] line = new float[Math.max(before.units(), means.length)];
            final long[] numbers = new long[ROWS];
            for (long first = 0; first < part.size(); first += ROWS) {
                checkCancelled.run();
                final int count = (int)Math.min(ROWS, part.size() - first);
                for (int i = 0; i < count; i++) {
                    numbers[i] = part.row(first + i);
                    samples.readUnits(numbers[i], line, 0);
                    for (int u = 0; u < means.length; u++) {
                        line[u] -= means[u];
                        squares[u] += (double)line[u] * line[u];
                    }
                    units.writeRow(i, 0, line, 0, means.length);
                }
                before.fill(memory, numbers, count, context);
                for (int i = 0; i < count; i++) {
                    context.readRow(i, line);
                    for (int k = 0; k < before.units(); k++) {
                        contextSquares += (double)line[k] * line[k];
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
            }
        }
        rows += part.size();
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

    /** Finds the weights and the deviations that they leave. */
    void solve(final Runnable checkCancelled) {
        final EigenDecomposition eigen =
            used == 0 ? null : new EigenDecomposition(new Array2DRowRealMatrix(products, false));
        checkCancelled.run();
        final double[] values = used == 0 ? new double[0] : eigen.getRealEigenvalues();
        final RealMatrix vectors = used == 0 ? null : eigen.getV();
        final double largest = used == 0 ? 0 : Math.max(values[0], Double.MIN_NORMAL);
        for (int unit = 0; unit < means.length; unit++) {
            deviations[unit] = 1;
            if (gaussian[unit] == 1) {
                final double[] z = used == 0 ? values : vectors.preMultiply(column(unit));
                final double ridge = ridge(values, z, squares[unit], largest);
                final double[] shrunk = z.clone();
                for (int k = 0; k < z.length; k++) {
                    shrunk[k] /= Math.max(values[k], 0) + ridge;
                }
                final double[] solution = used == 0 ? shrunk : vectors.operate(shrunk);
                for (int k = 0; k < used; k++) {
                    weights[k][unit] = solution[k];
                }
                final double own = Math.sqrt(squares[unit] / rows);
                final double left = Math.sqrt(Math.max(0, left(values, z, squares[unit], ridge)) / free(values, ridge));
                deviations[unit] = (float)(own == 0 ? 1 : Math.max(SMALLEST_SHARE * own, Math.min(own, left)));
            }
        }
    }

    private double[] column(final int unit) {
        final double[] column = new double[used];
        for (int k = 0; k < used; k++) {
            column[k] = cross[k][unit];
        }
        return column;
    }

    private double ridge(final double[] values, final double[] z, final double square, final double largest) {
        double best = Double.POSITIVE_INFINITY;
        double chosen = largest;
        double ridge = Math.max(Double.MIN_NORMAL, SMALLEST_RIDGE * largest);
        for (int i = 0; i < RIDGES; i++, ridge *= RIDGE_STEP) {
            final double free = free(values, ridge);
            final double validation = left(values, z, square, ridge) / (free * free);
            if (validation < best) {
                best = validation;
                chosen = ridge;
            }
        }
        return chosen;
    }

    /** The sum of squares that a ridge leaves. */
    private static double left(final double[] values, final double[] z, final double square, final double ridge) {
        double sum = square;
        for (int k = 0; k < z.length; k++) {
            final double divisor = Math.max(values[k], 0) + ridge;
            sum -= z[k] * z[k] / divisor * (2 - Math.max(values[k], 0) / divisor);
        }
        return sum;
    }

    /** The degrees of freedom that a ridge leaves, at least a half. */
    private double free(final double[] values, final double ridge) {
        double degrees = rows;
        for (final double value : values) {
            degrees -= Math.max(value, 0) / (Math.max(value, 0) + ridge);
        }
        return Math.max(0.5, degrees);
    }

    /** The standard deviations that are left, one a unit; 1 for a unit that is not foretold. */
    float[] deviations() {
        return deviations;
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
