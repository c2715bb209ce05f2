// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.units;

import java.util.List;
import java.util.stream.Collectors;

import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.UnitLayout;

/**
 * A kind of stochastic units: all that differs between kinds, so that nobody else asks which kind a unit has. To add
 * one, permit it here and list it in {@link #all()}.
 */
public sealed interface UnitType permits Bernoulli, Gaussian, Softmax, RectifiedLinear {

    /** Binary units: 0 or 1, each with a probability of its own. */
    static UnitType bernoulli() {
        return Bernoulli.KIND;
    }

    /** Real units: normal around the mean with the unit's standard deviation (1 unless given). */
    static UnitType gaussian() {
        return Gaussian.KIND;
    }

    /** One-of-many: the units of a group are one variable, of which one unit is 1. */
    static UnitType softmax() {
        return Softmax.KIND;
    }

    /** Rectified linear units: zero or any positive number (Nair and Hinton 2010). */
    static UnitType rectifiedLinear() {
        return RectifiedLinear.KIND;
    }

    /** All kinds. */
    static List<UnitType> all() {
        return List.of(bernoulli(), gaussian(), softmax(), rectifiedLinear());
    }

    /**
     * The kind of an {@link #id}.
     *
     * @throws IllegalArgumentException if there is none; the message names the id
     */
    static UnitType of(final String id) {
        return all().stream().filter(type -> type.id().equals(id)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("The kind of units \"" + id + "\" is none of "
                + all().stream().map(UnitType::id).collect(Collectors.joining(", ")) + "."));
    }

    /** The kind as files name it. It never changes. */
    String id();

    /** The kind as messages name it. */
    String words();

    /** How means and samples follow from inputs. */
    Activation activation();

    /** Whether a unit is 0 or 1, whatever the units beside it, so that it can be summed out exactly. */
    default boolean binary() {
        return false;
    }

    /** Whether a unit lies between 0 and 1, which bears a larger learning rate than units without bounds. */
    default boolean bounded() {
        return false;
    }

    /** Whether all units of a group are one variable, instead of each one. */
    default boolean joint() {
        return false;
    }

    /** Whether it can be a kind of hidden units. */
    default boolean canBeHidden() {
        return true;
    }

    /** Whether it can be a kind of an autoencoder's code. */
    default boolean canBeCode() {
        return canBeHidden();
    }

    /** Whether a small mean says that a hidden unit is seldom on, as a sparsity target wants it. */
    default boolean canBeSparse() {
        return canBeHidden();
    }

    /** Whether a number of a table can become a visible unit of this kind. */
    default boolean canBeNumber() {
        return false;
    }

    /** Whether visible units of this kind can learn their variances. */
    default boolean learnsVariance() {
        return false;
    }

    /** Whether the mean is not that of the samples, so that statistics have to be taken from samples. */
    default boolean statisticsFromSamples() {
        return false;
    }

    /** Whether {@link #logSum(double[])} of visible units is exact, and their samples follow their energies. */
    default boolean normalised() {
        return true;
    }

    /** The kind by which an autoencoder reconstructs inputs that are means of units of this kind. */
    default UnitType reconstructed() {
        return this;
    }

    /** The bias at which a unit without other inputs has this mean; finite for any mean. */
    float initialBias(double mean);

    /**
     * The energy of a visible unit by itself in nats, up to a constant.
     *
     * @param deviation its standard deviation; 1 unless it was learned
     */
    double energy(double value, double bias, double deviation);

    /**
     * The logarithm of the sum over a hidden unit's states of e^(x state), up to a constant that does not depend on x.
     *
     * @param input the total input x of the unit
     */
    double logSum(double input);

    /**
     * The logarithm of the sum over the states of a group of visible units without other inputs, of e to minus their
     * {@link #energy} at standard deviations of 1.
     *
     * @param biases one per unit of the group
     */
    double logSum(double[] biases);

    /**
     * Samples the units of a group in double precision.
     *
     * @param inputs the total input of each unit of the group
     * @param random the numbers to draw by
     * @param samples receives one per unit, from 0 on
     */
    void sample(double[] inputs, UnitRandom random, float[] samples);

    /** Units of this kind; one group of them. */
    default UnitLayout layout(final int units) {
        return UnitLayout.of(activation(), units);
    }
}
