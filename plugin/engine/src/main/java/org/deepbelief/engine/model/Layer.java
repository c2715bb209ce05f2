// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * One level of the stack: what leads up from its visible to its hidden units (recognition) and down again (generation).
 * Both matrices have one row a visible unit and one column a hidden unit. Immutable.
 * <p>
 * Up: E[h | v] = f(v / s<sup>2</sup> R + r), with s the visible standard deviations (1 unless they were learned).
 * Down: E[v | h] = f(h G<sup>T</sup> + g). While the layer is tied, R and G are the same object.
 */
public final class Layer {

    private final LayerMethod method;

    private final List<UnitGroup> visibleGroups;

    private final UnitType hiddenType;

    private final FloatMatrix recognitionWeights;

    private final float[] hiddenBiases;

    private final FloatMatrix generativeWeights;

    private final float[] visibleBiases;

    private final float[] visibleStandardDeviations;

    /**
     * @param method how the layer was pretrained
     * @param visibleGroups the visible units; their sizes add up to the rows of the matrices
     * @param hiddenType a kind that can be hidden
     * @param recognitionWeights visible x hidden, upward
     * @param hiddenBiases one a hidden unit
     * @param generativeWeights visible x hidden, downward; the same object as the recognition weights in a tied layer
     * @param visibleBiases one a visible unit
     * @param visibleStandardDeviations one a visible unit, above 0; 1 except where a Gaussian variance was learned
     * @throws IllegalArgumentException if the shapes do not fit each other
     */
    public Layer(final LayerMethod method, final List<UnitGroup> visibleGroups, final UnitType hiddenType,
        final FloatMatrix recognitionWeights, final float[] hiddenBiases, final FloatMatrix generativeWeights,
        final float[] visibleBiases, final float[] visibleStandardDeviations) {
        this.method = Objects.requireNonNull(method, "method");
        this.visibleGroups = List.copyOf(visibleGroups);
        this.hiddenType = Objects.requireNonNull(hiddenType, "hiddenType");
        this.recognitionWeights = recognitionWeights;
        this.hiddenBiases = hiddenBiases.clone();
        this.generativeWeights = generativeWeights;
        this.visibleBiases = visibleBiases.clone();
        this.visibleStandardDeviations = visibleStandardDeviations.clone();
        if (!hiddenType.canBeHidden()) {
            throw new IllegalArgumentException("Hidden units cannot be " + hiddenType + " units.");
        }
        final int visible = this.visibleGroups.stream().mapToInt(UnitGroup::size).sum();
        final int hidden = hiddenBiases.length;
        Shapes.check("recognition weights", recognitionWeights, visible, hidden);
        Shapes.check("generative weights", generativeWeights, visible, hidden);
        Shapes.check("visible biases", visibleBiases, visible);
        Shapes.check("visible standard deviations", visibleStandardDeviations, visible);
        for (final float deviation : visibleStandardDeviations) {
            if (!(deviation > 0 && deviation < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("A visible standard deviation is " + deviation + ".");
            }
        }
    }

    /** A tied layer with visible standard deviations of 1. */
    public static Layer tied(final LayerMethod method, final List<UnitGroup> visibleGroups, final UnitType hiddenType,
        final FloatMatrix weights, final float[] hiddenBiases, final float[] visibleBiases) {
        final float[] ones = new float[visibleBiases.length];
        Arrays.fill(ones, 1);
        return new Layer(method, visibleGroups, hiddenType, weights, hiddenBiases, weights, visibleBiases, ones);
    }

    /** This layer with another way up; the way down stays, so the layer is no longer tied. */
    public Layer withRecognition(final FloatMatrix weights, final float[] biases) {
        return new Layer(method, visibleGroups, hiddenType, weights, biases, generativeWeights, visibleBiases,
            visibleStandardDeviations);
    }

    /** This layer with another way down; the way up stays, so the layer is no longer tied. */
    public Layer withGeneration(final FloatMatrix weights, final float[] biases) {
        return new Layer(method, visibleGroups, hiddenType, recognitionWeights, hiddenBiases, weights, biases,
            visibleStandardDeviations);
    }

    /** How the layer was pretrained. */
    public LayerMethod method() {
        return method;
    }

    /** The visible units as groups of one kind each. */
    public List<UnitGroup> visibleGroups() {
        return visibleGroups;
    }

    /** The number of visible units. */
    public int visibleUnits() {
        return visibleBiases.length;
    }

    /** The kind of the hidden units. */
    public UnitType hiddenType() {
        return hiddenType;
    }

    /** The number of hidden units. */
    public int hiddenUnits() {
        return hiddenBiases.length;
    }

    /** Visible x hidden, upward. Not to be written to. */
    public FloatMatrix recognitionWeights() {
        return recognitionWeights;
    }

    /** One bias a hidden unit; a copy. */
    public float[] hiddenBiases() {
        return hiddenBiases.clone();
    }

    /** Visible x hidden, downward. Not to be written to. */
    public FloatMatrix generativeWeights() {
        return generativeWeights;
    }

    /** One bias a visible unit; a copy. */
    public float[] visibleBiases() {
        return visibleBiases.clone();
    }

    /** One standard deviation a visible unit, 1 except where a Gaussian variance was learned; a copy. */
    public float[] visibleStandardDeviations() {
        return visibleStandardDeviations.clone();
    }

    /** Whether the ways up and down still share their weights. */
    public boolean tied() {
        return recognitionWeights == generativeWeights;
    }

    /**
     * The recognition weights with the visible variances divided out, so that E[h | v] = f(v U + r): the recognition
     * weights themselves where the variances are 1, else a matrix in working memory.
     */
    public FloatMatrix upwardWeights(final Compute compute) {
        return standard() ? recognitionWeights : scaled(compute, recognitionWeights, -2, compute::copy);
    }

    /**
     * This layer for visible units that are measured in their standard deviations, v / s: the same up and down, with
     * standard deviations of 1. The layer itself where they are 1 already, else one in working memory.
     */
    public Layer standardised(final Compute compute) {
        final float[] ones = new float[visibleBiases.length];
        Arrays.fill(ones, 1);
        return standard() ? this : rescaled(compute, -1, ones, compute::copy);
    }

    /** Whether all visible standard deviations are 1. */
    public boolean standard() {
        for (final float deviation : visibleStandardDeviations) {
            if (deviation != 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * A layer made from {@link #standardised}, again for visible units in their own measure.
     *
     * @param copy makes the copies of matrices that this takes
     */
    public Layer withStandardDeviationsOf(final Layer original, final Compute compute,
        final UnaryOperator<FloatMatrix> copy) {
        if (original.standard()) {
            return this;
        }
        final Layer measured = new Layer(method, visibleGroups, hiddenType, recognitionWeights, hiddenBiases,
            generativeWeights, visibleBiases, original.visibleStandardDeviations);
        return measured.rescaled(compute, 1, original.visibleStandardDeviations, copy);
    }

    private Layer rescaled(final Compute compute, final int exponent, final float[] newDeviations,
        final UnaryOperator<FloatMatrix> copy) {
        final FloatMatrix up = scaled(compute, recognitionWeights, exponent, copy);
        final float[] biases = visibleBiases.clone();
        for (int i = 0; i < biases.length; i++) {
            biases[i] *= (float)Math.pow(visibleStandardDeviations[i], exponent);
        }
        return new Layer(method, visibleGroups, hiddenType, up, hiddenBiases,
            tied() ? up : scaled(compute, generativeWeights, exponent, copy), biases, newDeviations);
    }

    /** The rows times powers of the standard deviations of their units. */
    private FloatMatrix scaled(final Compute compute, final FloatMatrix weights, final int exponent,
        final UnaryOperator<FloatMatrix> copy) {
        final FloatMatrix result = copy.apply(weights);
        final float[] factors = new float[visibleStandardDeviations.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float)Math.pow(visibleStandardDeviations[i], exponent);
        }
        try (Compute part = compute.part()) {
            part.scaleRows(result, part.vector(factors));
        }
        return result;
    }

    LayerStructure structure() {
        return new LayerStructure(method, visibleGroups, hiddenType, hiddenUnits(), tied());
    }
}
