// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.Safetensors.Tensor;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * A layer of two matrices, one for each way. Both have one row a visible unit and one column a hidden unit.
 * <p>
 * Up: E[h | v] = f(v / s<sup>2</sup> R + r), with s the visible standard deviations (1 unless they were learned).
 * Down: E[v | h] = f(h G<sup>T</sup> + g). While the layer is tied, R and G are the same object.
 */
public abstract sealed class DenseLayer extends Layer permits BoltzmannLayer, AutoencoderLayer,
    EmbeddingLayer {

    private final List<UnitGroup> visibleGroups;

    private final UnitType hiddenType;

    private final FloatMatrix recognitionWeights;

    private final float[] hiddenBiases;

    private final FloatMatrix generativeWeights;

    private final float[] visibleBiases;

    private final float[] visibleStandardDeviations;

    /**
     * @param visibleGroups the visible units; their sizes add up to the rows of the matrices
     * @param hiddenType a kind that can be hidden
     * @param recognitionWeights visible x hidden, upward
     * @param hiddenBiases one a hidden unit
     * @param generativeWeights visible x hidden, downward; the same object as the recognition weights in a tied layer
     * @param visibleBiases one a visible unit
     * @param visibleStandardDeviations one a visible unit, above 0; 1 except where a Gaussian variance was learned
     * @throws IllegalArgumentException if the shapes do not fit each other
     */
    DenseLayer(final List<UnitGroup> visibleGroups, final UnitType hiddenType, final FloatMatrix recognitionWeights,
        final float[] hiddenBiases, final FloatMatrix generativeWeights, final float[] visibleBiases,
        final float[] visibleStandardDeviations) {
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
        Shapes.checkDeviations("visible standard deviations", visibleStandardDeviations, visible);
    }

    /**
     * Layers that are all dense.
     *
     * @throws IllegalArgumentException if one is not; the message names its kind
     */
    public static List<DenseLayer> all(final List<? extends Layer> layers) {
        return layers.stream().map(Layer::dense).toList();
    }

    /** So many standard deviations of 1. */
    static float[] ones(final int count) {
        final float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** A layer of the same kind and units with other parameters, in the order of the constructor. */
    abstract DenseLayer with(FloatMatrix newRecognition, float[] newHiddenBiases, FloatMatrix newGeneration,
        float[] newVisibleBiases, float[] newDeviations);

    /** A layer of the same kind on other visible units, in the order of the constructor. */
    abstract DenseLayer on(List<UnitGroup> newVisibleGroups, FloatMatrix newRecognition, float[] newHiddenBiases,
        FloatMatrix newGeneration, float[] newVisibleBiases, float[] newDeviations);

    @Override
    final DenseLayer without(final RemovedUnits removed, final List<UnitGroup> left) {
        final FloatMatrix up = removed.rows(recognitionWeights);
        final FloatMatrix down = tied() ? up : removed.rows(generativeWeights);
        return on(left, up, removed.hiddenBiases(recognitionWeights, hiddenBiases, visibleStandardDeviations), down,
            removed.elements(visibleBiases), removed.elements(visibleStandardDeviations));
    }

    /** This layer with another way up; the way down stays, so the layer is no longer tied. */
    public DenseLayer withRecognition(final FloatMatrix weights, final float[] biases) {
        return with(weights, biases, generativeWeights, visibleBiases, visibleStandardDeviations);
    }

    /** This layer with another way down; the way up stays, so the layer is no longer tied. */
    public DenseLayer withGeneration(final FloatMatrix weights, final float[] biases) {
        return with(recognitionWeights, hiddenBiases, weights, biases, visibleStandardDeviations);
    }

    @Override
    public List<UnitGroup> visibleGroups() {
        return visibleGroups;
    }

    @Override
    public int visibleUnits() {
        return visibleBiases.length;
    }

    @Override
    public UnitType hiddenType() {
        return hiddenType;
    }

    @Override
    public int hiddenUnits() {
        return hiddenBiases.length;
    }

    @Override
    public FloatMatrix recognitionWeights() {
        return recognitionWeights;
    }

    @Override
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

    @Override
    public float[] visibleStandardDeviations() {
        return visibleStandardDeviations.clone();
    }

    @Override
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
    public DenseLayer standardised(final Compute compute) {
        return standard() ? this : rescaled(compute, -1, ones(visibleBiases.length), compute::copy);
    }

    /**
     * A layer made from {@link #standardised}, again for visible units in their own measure.
     *
     * @param copy makes the copies of matrices that this takes
     */
    public DenseLayer withStandardDeviationsOf(final DenseLayer original, final Compute compute,
        final UnaryOperator<FloatMatrix> copy) {
        if (original.standard()) {
            return this;
        }
        final DenseLayer measured = with(recognitionWeights, hiddenBiases, generativeWeights, visibleBiases,
            original.visibleStandardDeviations);
        return measured.rescaled(compute, 1, original.visibleStandardDeviations, copy);
    }

    private DenseLayer rescaled(final Compute compute, final int exponent, final float[] newDeviations,
        final UnaryOperator<FloatMatrix> copy) {
        final FloatMatrix up = scaled(compute, recognitionWeights, exponent, copy);
        final float[] biases = visibleBiases.clone();
        for (int i = 0; i < biases.length; i++) {
            biases[i] *= (float)Math.pow(visibleStandardDeviations[i], exponent);
        }
        return with(up, hiddenBiases, tied() ? up : scaled(compute, generativeWeights, exponent, copy), biases,
            newDeviations);
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
            part.multiplyRows(result, part.vector(factors));
        }
        return result;
    }

    @Override
    public LayerPass up(final Compute compute) {
        return new DensePass(compute, compute.propagation(upwardWeights(compute), false,
            hiddenType.layout(hiddenUnits()), compute.vector(hiddenBiases)), null);
    }

    @Override
    public LayerPass down(final Compute compute) {
        final DenseLayer layer = standardised(compute);
        return new DensePass(compute, compute.propagation(layer.generativeWeights, true,
            UnitGroup.layout(visibleGroups), compute.vector(layer.visibleBiases)),
            standard() ? null : compute.vector(visibleStandardDeviations));
    }

    @Override
    public DenseLayer dense() {
        return this;
    }

    @Override
    public LayerStructure structure() {
        return new DenseStructure(kind(), visibleGroups, hiddenType, hiddenUnits(), tied());
    }

    @Override
    List<Tensor> tensors(final String prefix) {
        final List<Tensor> tensors = new ArrayList<>();
        tensors.add(Tensor.of(prefix + DenseStructure.RECOGNITION_WEIGHTS, recognitionWeights));
        tensors.add(Tensor.of(prefix + DenseStructure.HIDDEN_BIASES, hiddenBiases));
        if (!tied()) {
            tensors.add(Tensor.of(prefix + DenseStructure.GENERATIVE_WEIGHTS, generativeWeights));
        }
        tensors.add(Tensor.of(prefix + DenseStructure.VISIBLE_BIASES, visibleBiases));
        tensors.add(Tensor.of(prefix + DenseStructure.VISIBLE_STANDARD_DEVIATIONS, visibleStandardDeviations));
        return tensors;
    }

    @Override
    AssociativeMemory memory() {
        return new AssociativeMemory(generativeWeights, visibleBiases, hiddenBiases, Optional.empty());
    }

    @Override
    boolean shares(final AssociativeMemory memory) {
        return tied() && memory.weights() == recognitionWeights && Arrays.equals(memory.visibleBiases(), visibleBiases)
            && Arrays.equals(memory.hiddenBiases(), hiddenBiases);
    }
}
