// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.FreeEnergy;

/** A binary RBM small enough that every state is visited: the reference for what a trainer estimates. In double. */
final class EnumeratedMachine {

    final int visible;

    final int hidden;

    final double[][] weights;

    final double[] visibleBiases;

    final double[] hiddenBiases;

    EnumeratedMachine(final LayerParameters parameters) {
        this(parameters.weights, parameters.visibleBiases, parameters.hiddenBiases);
    }

    private EnumeratedMachine(final FloatMatrix matrix, final FloatMatrix visibleBiases,
        final FloatMatrix hiddenBiases) {
        visible = matrix.rows();
        hidden = matrix.columns();
        weights = new double[visible][hidden];
        this.visibleBiases = new double[visible];
        this.hiddenBiases = new double[hidden];
        for (int i = 0; i < visible; i++) {
            this.visibleBiases[i] = visibleBiases.get(0, i);
            for (int j = 0; j < hidden; j++) {
                weights[i][j] = matrix.get(i, j);
                this.hiddenBiases[j] = hiddenBiases.get(0, j);
            }
        }
    }

    /** E[h_j | v]. */
    double[] hiddenMeans(final double[] v) {
        double[] means = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            double x = hiddenBiases[j];
            for (int i = 0; i < visible; i++) {
                x += v[i] * weights[i][j];
            }
            means[j] = 1 / (1 + Math.exp(-x));
        }
        return means;
    }

    /** E[v_i | h]. */
    double[] visibleMeans(final double[] h) {
        double[] means = new double[visible];
        for (int i = 0; i < visible; i++) {
            double x = visibleBiases[i];
            for (int j = 0; j < hidden; j++) {
                x += h[j] * weights[i][j];
            }
            means[i] = 1 / (1 + Math.exp(-x));
        }
        return means;
    }

    static double[] state(final int code, final int units) {
        double[] state = new double[units];
        for (int i = 0; i < units; i++) {
            state[i] = code >>> i & 1;
        }
        return state;
    }

    /** The probability of a state of independent units. */
    static double probability(final double[] means, final double[] state) {
        double probability = 1;
        for (int i = 0; i < means.length; i++) {
            probability *= state[i] == 1 ? means[i] : 1 - means[i];
        }
        return probability;
    }

    private double minusFreeEnergy(final double[] v) {
        double value = 0;
        for (int i = 0; i < visible; i++) {
            value += v[i] * visibleBiases[i];
        }
        for (int j = 0; j < hidden; j++) {
            double x = hiddenBiases[j];
            for (int i = 0; i < visible; i++) {
                x += v[i] * weights[i][j];
            }
            value += FreeEnergy.softplus(x);
        }
        return value;
    }

    double logPartition() {
        double largest = Double.NEGATIVE_INFINITY;
        double[] values = new double[1 << visible];
        for (int code = 0; code < values.length; code++) {
            values[code] = minusFreeEnergy(state(code, visible));
            largest = Math.max(largest, values[code]);
        }
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value - largest);
        }
        return largest + Math.log(sum);
    }

    /** Mean log p(v) in nats. */
    double logLikelihood(final double[][] rows) {
        double partition = logPartition();
        double sum = 0;
        for (double[] row : rows) {
            sum += minusFreeEnergy(row) - partition;
        }
        return sum / rows.length;
    }

    /** The distribution over visible states of the model. */
    double[] equilibrium() {
        double partition = logPartition();
        double[] probabilities = new double[1 << visible];
        for (int code = 0; code < probabilities.length; code++) {
            probabilities[code] = Math.exp(minusFreeEnergy(state(code, visible)) - partition);
        }
        return probabilities;
    }

    /** The distribution over visible states after one step up and down. */
    double[] gibbsStep(final double[] before) {
        double[] after = new double[before.length];
        for (int from = 0; from < before.length; from++) {
            double[] up = hiddenMeans(state(from, visible));
            for (int code = 0; code < 1 << hidden; code++) {
                double[] h = state(code, hidden);
                double weight = before[from] * probability(up, h);
                double[] down = visibleMeans(h);
                for (int to = 0; to < after.length; to++) {
                    after[to] += weight * probability(down, state(to, visible));
                }
            }
        }
        return after;
    }

    /** E[v_i h_j], then E[v_i] as column {@code hidden}, then E[h_j] as row {@code visible}. */
    double[][] moments(final double[] distribution) {
        double[][] moments = new double[visible + 1][hidden + 1];
        for (int code = 0; code < distribution.length; code++) {
            double[] v = state(code, visible);
            double[] h = hiddenMeans(v);
            for (int j = 0; j < hidden; j++) {
                moments[visible][j] += distribution[code] * h[j];
                for (int i = 0; i < visible; i++) {
                    moments[i][j] += distribution[code] * v[i] * h[j];
                }
            }
            for (int i = 0; i < visible; i++) {
                moments[i][hidden] += distribution[code] * v[i];
            }
        }
        return moments;
    }
}
