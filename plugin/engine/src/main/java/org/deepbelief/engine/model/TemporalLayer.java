// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * A restricted Boltzmann machine whose biases move with what came before a row in its sequence: the context c, which
 * each kind makes in its own way.
 *
 * <pre>
 * E[h | v, c] = f(v / s^2 W + c B + b),   E[v | h, c] = f(h W^T + c A + a)
 * </pre>
 *
 * with s the visible standard deviations. Given the context it is a machine as any other, with biases of its own.
 */
public abstract sealed class TemporalLayer extends Layer permits ConditionalLayer, RecurrentLayer {

    /** The most rows of a run of the ways up and down. */
    public static final int MOST_ROWS = 512;

    private final List<UnitGroup> visibleGroups;

    private final UnitType hiddenType;

    private final FloatMatrix weights;

    private final FloatMatrix visibleContextWeights;

    private final FloatMatrix hiddenContextWeights;

    private final float[] visibleBiases;

    private final float[] hiddenBiases;

    private final float[] visibleStandardDeviations;

    /**
     * What all kinds have.
     *
     * @param visibleGroups the visible units; their sizes add up to the rows of the weights
     * @param hiddenType a kind that can be hidden
     * @param weights W, visible x hidden
     * @param visibleContextWeights A, context x visible
     * @param hiddenContextWeights B, context x hidden
     * @param visibleBiases a, one a visible unit
     * @param hiddenBiases b, one a hidden unit
     * @param visibleStandardDeviations s, one a visible unit, above 0; 1 except where a unit is Gaussian
     */
    record Parameters(List<UnitGroup> visibleGroups, UnitType hiddenType, FloatMatrix weights,
        FloatMatrix visibleContextWeights, FloatMatrix hiddenContextWeights, float[] visibleBiases,
        float[] hiddenBiases, float[] visibleStandardDeviations) {
    }

    /** @throws IllegalArgumentException if the shapes do not fit each other */
    TemporalLayer(final Parameters parameters) {
        visibleGroups = List.copyOf(parameters.visibleGroups);
        hiddenType = Objects.requireNonNull(parameters.hiddenType, "hiddenType");
        weights = parameters.weights;
        visibleContextWeights = parameters.visibleContextWeights;
        hiddenContextWeights = parameters.hiddenContextWeights;
        visibleBiases = parameters.visibleBiases.clone();
        hiddenBiases = parameters.hiddenBiases.clone();
        visibleStandardDeviations = parameters.visibleStandardDeviations.clone();
        if (!hiddenType.canBeHidden()) {
            throw new IllegalArgumentException("Hidden units cannot be " + hiddenType + " units.");
        }
        final int visible = UnitGroup.units(visibleGroups);
        Shapes.check("weights", weights, visible, hiddenBiases.length);
        Shapes.check("weights from the context to visible units", visibleContextWeights,
            visibleContextWeights.rows(), visible);
        Shapes.check("weights from the context to hidden units", hiddenContextWeights,
            visibleContextWeights.rows(), hiddenBiases.length);
        Shapes.check("visible biases", visibleBiases, visible);
        Shapes.checkDeviations("visible standard deviations", visibleStandardDeviations, visible);
    }

    @Override
    public final List<UnitGroup> visibleGroups() {
        return visibleGroups;
    }

    @Override
    public final int visibleUnits() {
        return visibleBiases.length;
    }

    @Override
    public final UnitType hiddenType() {
        return hiddenType;
    }

    @Override
    public final int hiddenUnits() {
        return hiddenBiases.length;
    }

    /** W, visible x hidden. Not to be written to. */
    @Override
    public final FloatMatrix recognitionWeights() {
        return weights;
    }

    /** A, context x visible. Not to be written to. */
    public final FloatMatrix visibleContextWeights() {
        return visibleContextWeights;
    }

    /** B, context x hidden. Not to be written to. */
    public final FloatMatrix hiddenContextWeights() {
        return hiddenContextWeights;
    }

    @Override
    public final float[] hiddenBiases() {
        return hiddenBiases.clone();
    }

    /** One bias a visible unit; a copy. */
    public final float[] visibleBiases() {
        return visibleBiases.clone();
    }

    @Override
    public final float[] visibleStandardDeviations() {
        return visibleStandardDeviations.clone();
    }

    @Override
    public final boolean tied() {
        return true;
    }

    /** The number of units of the context. */
    public final int contextUnits() {
        return visibleContextWeights.rows();
    }

    /** The context of the first row of a sequence; a copy. */
    public abstract float[] startContext();

    /**
     * Turns the context of a row into that of the row after it.
     *
     * @param context of the row; receives the next
     * @param visible the row's visible units
     * @param hidden the row's hidden units' means
     */
    public abstract void advance(float[] context, float[] visible, float[] hidden);

    /**
     * The way up for rows whose contexts are given.
     *
     * @param context rows x context units; read at each run
     */
    public final LayerPass up(final Compute compute, final FloatMatrix context) {
        return new DensePass(compute, compute.propagation(upwardWeights(compute), false,
            hiddenType.layout(hiddenBiases.length), compute.vector(hiddenBiases), context, hiddenContextWeights), null);
    }

    /**
     * The way down for rows whose contexts are given; visible units come in their own measure.
     *
     * @param context rows x context units; read at each run
     */
    public final LayerPass down(final Compute compute, final FloatMatrix context) {
        return new DensePass(compute, compute.propagation(scaledDown(compute, weights, false), true,
            UnitGroup.layout(visibleGroups), compute.vector(scaledDown(visibleBiases)), context,
            scaledDown(compute, visibleContextWeights, true)),
            standard() ? null : compute.vector(visibleStandardDeviations));
    }

    /** W with the visible variances divided out: what a row's visible units, in their own measure, go up through. */
    private FloatMatrix upwardWeights(final Compute compute) {
        if (standard()) {
            return weights;
        }
        final float[] precisions = visibleStandardDeviations.clone();
        for (int i = 0; i < precisions.length; i++) {
            precisions[i] = 1 / (precisions[i] * precisions[i]);
        }
        final FloatMatrix scaled = compute.copy(weights);
        compute.multiplyRows(scaled, compute.vector(precisions));
        return scaled;
    }

    /** Weights to visible units in their standard deviations: the visible units are the rows, or the columns. */
    private FloatMatrix scaledDown(final Compute compute, final FloatMatrix given, final boolean toColumns) {
        if (standard()) {
            return given;
        }
        final FloatMatrix scaled = compute.copy(given);
        if (toColumns) {
            compute.divideColumns(scaled, scaled.rows(), compute.vector(visibleStandardDeviations));
        } else {
            final float[] ones = new float[visibleBiases.length];
            Arrays.fill(ones, 1);
            compute.multiplyRows(scaled, compute.vector(scaledDown(ones)));
        }
        return scaled;
    }

    private float[] scaledDown(final float[] values) {
        final float[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= visibleStandardDeviations[i];
        }
        return scaled;
    }

    /** The way up for rows in their order: {@link LayerPass#begin} tells which of them begin a sequence. */
    @Override
    public abstract LayerPass up(Compute compute);

    /** The way down of rows that begin a sequence. */
    @Override
    public final LayerPass down(final Compute compute) {
        final FloatMatrix biases = compute.vector(visibleBiases);
        compute.product(1, compute.vector(startContext()), 1, visibleContextWeights, false, 1, biases);
        final float[] values = biases.toArray();
        return new DensePass(compute, compute.propagation(scaledDown(compute, weights, false), true,
            UnitGroup.layout(visibleGroups), compute.vector(scaledDown(values))),
            standard() ? null : compute.vector(visibleStandardDeviations));
    }

    @Override
    public final LayerPass down(final Compute compute, final LayerPass up) {
        return ((OrderedPass)up).down();
    }

    @Override
    AssociativeMemory memory() {
        return new AssociativeMemory(weights, visibleBiases, hiddenBiases, Optional.empty());
    }

    @Override
    boolean shares(final AssociativeMemory memory) {
        return memory.weights() == weights && Arrays.equals(memory.visibleBiases(), visibleBiases)
            && Arrays.equals(memory.hiddenBiases(), hiddenBiases);
    }

    /** What is left of the parameters without some visible units; the context's part is the kind's. */
    final Parameters without(final RemovedUnits removed, final List<UnitGroup> left, final FloatMatrix toVisible,
        final FloatMatrix toHidden) {
        return new Parameters(left, hiddenType, removed.rows(weights), removed.columns(toVisible), toHidden,
            removed.elements(visibleBiases), removed.hiddenBiases(weights, hiddenBiases, visibleStandardDeviations),
            removed.elements(visibleStandardDeviations));
    }
}
