// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.units.FreeEnergy;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/** Layers with random weights that know the rows before, and what they do by their formulas in double precision. */
public final class TemporalLayers {

    private TemporalLayers() {
    }

    /** A conditional layer on units of one kind; Gaussian ones have standard deviations around 0.5. */
    public static ConditionalLayer conditional(final long seed, final UnitType visible, final int units,
        final int hidden, final int rowsBefore) {
        final Random random = new Random(seed);
        return new ConditionalLayer(List.of(new UnitGroup(visible, units)), UnitType.bernoulli(),
            new ConditionalLayer.Context(Networks.vector(random, 0.3, units),
                Networks.matrix(random, 0.4, rowsBefore * units, units),
                Networks.matrix(random, 0.4, rowsBefore * units, hidden)),
            Networks.matrix(random, 0.5, units, hidden), Networks.vector(random, 0.5, units),
            Networks.vector(random, 0.5, hidden), deviations(random, visible, units));
    }

    /** A recurrent layer on units of one kind. */
    public static RecurrentLayer recurrent(final long seed, final UnitType visible, final int units,
        final int hidden) {
        final Random random = new Random(seed);
        return new RecurrentLayer(List.of(new UnitGroup(visible, units)),
            new RecurrentLayer.Transition(Networks.vector(random, 0.5, hidden),
                Networks.matrix(random, 0.6, hidden, hidden), Networks.matrix(random, 0.6, hidden, units)),
            Networks.matrix(random, 0.5, units, hidden), Networks.vector(random, 0.5, units),
            Networks.vector(random, 0.5, hidden), deviations(random, visible, units));
    }

    private static float[] deviations(final Random random, final UnitType visible, final int units) {
        final float[] deviations = new float[units];
        for (int i = 0; i < units; i++) {
            deviations[i] = visible.learnsVariance() ? 0.4f + 0.2f * random.nextFloat() : 1;
        }
        return deviations;
    }

    /** A network of layers on number columns that are units as they are. */
    public static DeepBeliefNetwork network(final Layer... layers) {
        final UnitType type = layers[0].visibleGroups().get(0).type();
        final List<InputColumn> columns = new ArrayList<>();
        for (int c = 0; c < layers[0].visibleUnits(); c++) {
            columns.add(new NumberColumn("x" + c, type, NumberScaling.NONE, 0, 1));
        }
        final Layer last = layers[layers.length - 1];
        final List<Layer> onColumns = new ArrayList<>(List.of(layers));
        return new DeepBeliefNetwork(new InputEncoding(columns, new float[columns.size()]), onColumns,
            AssociativeMemory.of(last), Optional.empty(), new Provenance(List.of()));
    }

    /** Random rows. */
    public static float[][] rows(final Random random, final int count, final int units) {
        final float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = Networks.vector(random, 1, units);
        }
        return rows;
    }

    /** The biases of the hidden units of a row, given its context. */
    public static double[] hiddenBiases(final TemporalLayer layer, final double[] context) {
        final double[] biases = new double[layer.hiddenUnits()];
        for (int j = 0; j < biases.length; j++) {
            biases[j] = layer.hiddenBiases()[j];
            for (int k = 0; k < context.length; k++) {
                biases[j] += context[k] * layer.hiddenContextWeights().get(k, j);
            }
        }
        return biases;
    }

    /** The biases of the visible units of a row, given its context. */
    public static double[] visibleBiases(final TemporalLayer layer, final double[] context) {
        final double[] biases = new double[layer.visibleUnits()];
        for (int i = 0; i < biases.length; i++) {
            biases[i] = layer.visibleBiases()[i];
            for (int k = 0; k < context.length; k++) {
                biases[i] += context[k] * layer.visibleContextWeights().get(k, i);
            }
        }
        return biases;
    }

    /** The hidden means of the rows of one sequence. */
    public static double[][] hidden(final TemporalLayer layer, final float[][] rows) {
        final double[][] hidden = new double[rows.length][layer.hiddenUnits()];
        final float[] deviations = layer.visibleStandardDeviations();
        for (int t = 0; t < rows.length; t++) {
            hidden[t] = hiddenBiases(layer, context(layer, rows, t, hidden));
            for (int j = 0; j < hidden[t].length; j++) {
                for (int i = 0; i < rows[t].length; i++) {
                    hidden[t][j] += rows[t][i] / (deviations[i] * deviations[i]) * layer.recognitionWeights().get(i, j);
                }
                hidden[t][j] = 1 / (1 + Math.exp(-hidden[t][j]));
            }
        }
        return hidden;
    }

    /** The context of a row of a sequence, given the hidden means of those before. */
    public static double[] context(final TemporalLayer layer, final float[][] rows, final int row,
        final double[][] hidden) {
        final double[] context = new double[layer.contextUnits()];
        if (layer instanceof ConditionalLayer conditional) {
            final int units = layer.visibleUnits();
            for (int lag = 1; lag <= Math.min(row, conditional.rowsBefore()); lag++) {
                for (int i = 0; i < units; i++) {
                    context[(lag - 1) * units + i] = rows[row - lag][i] - conditional.contextMeans()[i];
                }
            }
        } else {
            for (int j = 0; j < context.length; j++) {
                context[j] = row == 0 ? layer.startContext()[j] : hidden[row - 1][j];
            }
        }
        return context;
    }

    /** log p(v | c), over all states of the hidden units. */
    public static double logProbability(final TemporalLayer layer, final double[] visible, final double[] context) {
        final double[] moved = visibleBiases(layer, context);
        final double[] lifted = hiddenBiases(layer, context);
        final boolean binary = layer.visibleGroups().get(0).type().binary();
        final float[] deviations = layer.visibleStandardDeviations();
        final int states = 1 << layer.hiddenUnits();
        final double[] joint = new double[states];
        final double[] marginal = new double[states];
        for (int state = 0; state < states; state++) {
            for (int j = 0; j < lifted.length; j++) {
                final double on = (state >>> j & 1) * lifted[j];
                joint[state] += on;
                marginal[state] += on;
            }
            for (int i = 0; i < visible.length; i++) {
                double input = 0;
                for (int j = 0; j < lifted.length; j++) {
                    input += (state >>> j & 1) * layer.recognitionWeights().get(i, j);
                }
                if (binary) {
                    joint[state] += visible[i] * (moved[i] + input);
                    marginal[state] += FreeEnergy.softplus(moved[i] + input);
                } else {
                    // The normal density around m + x, times what e^(x v / s^2) adds up to.
                    final double variance = (double)deviations[i] * deviations[i];
                    joint[state] += visible[i] * input / variance
                        - (visible[i] - moved[i]) * (visible[i] - moved[i]) / (2 * variance);
                    marginal[state] += (input * input + 2 * input * moved[i]) / (2 * variance)
                        + Math.log(2 * Math.PI * variance) / 2;
                }
            }
        }
        return FreeEnergy.logSumExp(joint, states) - FreeEnergy.logSumExp(marginal, states);
    }

    /** E[v | c], over all states of the hidden units. */
    public static double[] expected(final TemporalLayer layer, final double[] context) {
        final double[] moved = visibleBiases(layer, context);
        final double[] lifted = hiddenBiases(layer, context);
        final boolean binary = layer.visibleGroups().get(0).type().binary();
        final float[] deviations = layer.visibleStandardDeviations();
        final int states = 1 << layer.hiddenUnits();
        final double[] marginal = new double[states];
        final double[][] means = new double[states][moved.length];
        for (int state = 0; state < states; state++) {
            for (int j = 0; j < lifted.length; j++) {
                marginal[state] += (state >>> j & 1) * lifted[j];
            }
            for (int i = 0; i < moved.length; i++) {
                double input = 0;
                for (int j = 0; j < lifted.length; j++) {
                    input += (state >>> j & 1) * layer.recognitionWeights().get(i, j);
                }
                means[state][i] = binary ? 1 / (1 + Math.exp(-moved[i] - input)) : moved[i] + input;
                marginal[state] += binary ? FreeEnergy.softplus(moved[i] + input)
                    : (input * input + 2 * input * moved[i]) / (2.0 * deviations[i] * deviations[i]);
            }
        }
        final double all = FreeEnergy.logSumExp(marginal, states);
        final double[] expected = new double[moved.length];
        for (int state = 0; state < states; state++) {
            for (int i = 0; i < moved.length; i++) {
                expected[i] += Math.exp(marginal[state] - all) * means[state][i];
            }
        }
        return expected;
    }
}
