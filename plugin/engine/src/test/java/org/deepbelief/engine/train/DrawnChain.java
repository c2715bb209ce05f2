// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;

/**
 * The samples of the first step of a machine of Bernoulli units, drawn as the machine draws them, and everything else
 * from the definition, in double precision.
 */
final class DrawnChain {

    /** E[h | v], rows x hidden units. */
    final double[][] dataHidden;

    /** E[v | h*] of the samples h* of the rows, rows x visible units: their reconstruction. */
    final double[][] reconstruction;

    /** E[v' | h*] of the h* at which the chain stood, rows x visible units. */
    final double[][] visibleMeans;

    /** v', rows x visible units. */
    final double[][] visible;

    /** E[h | v'], rows x hidden units. */
    final double[][] hidden;

    private DrawnChain(final LayerParameters parameters, final FloatMatrix batch, final FloatMatrix rowStates,
        final FloatMatrix chainStates, final FloatMatrix samples) {
        dataHidden = up(parameters, values(batch));
        reconstruction = down(parameters, values(rowStates));
        visibleMeans = down(parameters, values(chainStates));
        visible = samples == null ? visibleMeans : values(samples);
        hidden = up(parameters, visible);
    }

    /** Of CD-1 or a persistent chain that starts; rows are numbered from 0 on, and so are the chains. */
    static DrawnChain of(final Compute compute, final ContrastiveDivergence machine, final FloatMatrix batch,
        final Chain chain, final long seed, final long step) {
        final LayerParameters parameters = machine.parameters();
        final int rows = batch.rows();
        try (Compute part = compute.part()) {
            final FloatMatrix means = part.zeros(rows, parameters.hidden.units());
            final FloatMatrix states = part.zeros(rows, parameters.hidden.units());
            final FloatMatrix chainStates = part.zeros(rows, parameters.hidden.units());
            final FloatMatrix samples = part.zeros(rows, parameters.visible.units());
            final long first = step * (chain.gibbsSteps() + 1L);
            parameters.up(part).sample(batch, rows, means, states, random(RandomStream.HIDDEN, seed, first));
            parameters.up(part).sample(batch, rows, means, chainStates,
                random(chain.persistent() ? RandomStream.CHAIN : RandomStream.HIDDEN, seed, first));
            parameters.down(part).sample(chainStates, rows, samples, samples,
                random(RandomStream.VISIBLE, seed, first + 1));
            return new DrawnChain(parameters, batch, states, chainStates,
                chain.sampledReconstructions() ? samples : null);
        }
    }

    private static RandomRows random(final RandomStream stream, final long seed, final long step) {
        return RandomRows.byPlace().key(stream.key(seed, step));
    }

    private static double[][] up(final LayerParameters parameters, final double[][] rows) {
        final double[][] means = new double[rows.length][parameters.hidden.units()];
        for (int row = 0; row < rows.length; row++) {
            for (int j = 0; j < means[row].length; j++) {
                double input = parameters.hiddenBiases.get(0, j);
                for (int i = 0; i < rows[row].length; i++) {
                    input += rows[row][i] * parameters.weights.get(i, j);
                }
                means[row][j] = 1 / (1 + Math.exp(-input));
            }
        }
        return means;
    }

    private static double[][] down(final LayerParameters parameters, final double[][] rows) {
        final double[][] means = new double[rows.length][parameters.visible.units()];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < means[row].length; i++) {
                double input = parameters.visibleBiases.get(0, i);
                for (int j = 0; j < rows[row].length; j++) {
                    input += rows[row][j] * parameters.weights.get(i, j);
                }
                means[row][i] = 1 / (1 + Math.exp(-input));
            }
        }
        return means;
    }

    private static double[][] values(final FloatMatrix matrix) {
        final double[][] values = new double[matrix.rows()][matrix.columns()];
        for (int row = 0; row < values.length; row++) {
            for (int column = 0; column < values[row].length; column++) {
                values[row][column] = matrix.get(row, column);
            }
        }
        return values;
    }
}
