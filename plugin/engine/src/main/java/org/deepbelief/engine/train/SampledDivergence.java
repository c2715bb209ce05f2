// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.math.ActiveUnits;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LazyRows;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.SampledReconstruction;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;

/**
 * A restricted Boltzmann machine on many Bernoulli visible units that are mostly zero, which learns by CD-1 as
 * {@link ContrastiveDivergence} does, and reconstructs of the units that are zero in the whole batch a sample only.
 *
 * <pre>
 * active     S = the units that are not zero somewhere in the batch, with weight 1,
 *                and each other unit with probability q, with weight 1/q
 * positive   h = E[h | v],  h* ~ p(h | v)                 over what is not zero in v
 * negative   p = E[v | h*] over S;  v' ~ p and its weights (see {@link SampledReconstruction});  h' = E[h | v']
 * gradient   W: v^T h - v'^T h',   c: h - h',   b: (v - p) times the weights, all over S
 * </pre>
 *
 * Where no p exceeds q, v' of each row is distributed as the full reconstruction is, and so is the gradient's mean;
 * with q = 1 the random numbers too are those of {@link ContrastiveDivergence}. What a sample costs is variance: the
 * cases of a batch share it. Which units are not zero somewhere in the batch is what a first pass over its parts tells.
 * Momentum and weight decay of the other rows of W are made up for later ({@link LazyRows}).
 */
final class SampledDivergence implements LayerLearner {

    private static final float NEGLIGIBLE_INCREMENT = 1e-20f;

    private final Compute compute;

    private final BoltzmannMachineSettings settings;

    private final long seed;

    private final LayerParameters parameters;

    private final Terms firstTerms = new Terms();

    /** In how many rows a unit is not zero. */
    private final Term presence;

    private final Terms terms = new Terms();

    private final Term products;

    private final Term visibleSums;

    private final Term hiddenSums;

    /** The sums of h alone; null where nothing is remembered of activations. */
    private final Term activations;

    private final ActiveUnits active;

    private final LazyRows weights;

    private final SampledReconstruction down;

    private final Propagation up;

    private final SparseMatrix visible = new SparseMatrix();

    private final FloatMatrix present;

    private final FloatMatrix hidden;

    private final FloatMatrix hiddenSamples;

    private final FloatMatrix modelHidden;

    private final FloatMatrix positiveSums;

    /** Whether the statistics take samples of hidden units: the mean of noisy rectified units is not max(0, x). */
    private final boolean fromSamples;

    private final HiddenSparsity sparsity;

    private final float[] visibleIncrements;

    private final float[] visibleBuffer;

    private final float[] hiddenBuffer;

    private boolean surveyed;

    private double squaredError;

    private double errorCount;

    private double activation;

    /**
     * @param input what it reads, all by Bernoulli units
     * @param batchSize the most rows of a batch
     */
    SampledDivergence(final Compute compute, final LayerInput input, final BoltzmannMachineSettings settings,
        final int batchSize, final long seed) {
        this.compute = compute;
        this.settings = settings;
        this.seed = seed;
        parameters =
            new LayerParameters(compute, input, settings.hidden(), ContrastiveDivergence.INITIAL_WEIGHT, seed);
        int visibleUnits = parameters.visible.units();
        int hiddenUnits = parameters.hidden.units();
        presence = firstTerms.sums("presence", visibleUnits);
        products = terms.sparseProducts("weights", visibleUnits, hiddenUnits);
        visibleSums = terms.sums("visibleBiases", visibleUnits);
        hiddenSums = terms.sums("hiddenBiases", hiddenUnits);
        final boolean sparse = settings.hidden().sparsity().wanted();
        activations = sparse ? terms.sums("activations", hiddenUnits) : null;
        sparsity = sparse ? HiddenSparsity.onInputs(compute, settings.hidden()) : null;
        active = new ActiveUnits(visibleUnits);
        weights = compute.lazyRows(parameters.weights, parameters.increments, active);
        down = compute.sampledReconstruction(weights, active, parameters.visibleBiases, batchSize);
        up = compute.propagation(parameters.hidden, parameters.hiddenBiases);
        present = compute.zeros(1, visibleUnits);
        hidden = compute.zeros(batchSize, hiddenUnits);
        hiddenSamples = compute.zeros(batchSize, hiddenUnits);
        modelHidden = compute.zeros(batchSize, hiddenUnits);
        positiveSums = compute.zeros(1, hiddenUnits);
        fromSamples = settings.hiddenType().statisticsFromSamples();
        visibleIncrements = new float[visibleUnits];
        visibleBuffer = new float[visibleUnits];
        hiddenBuffer = new float[hiddenUnits];
    }

    @Override
    public boolean takesSparseRows() {
        return true;
    }

    @Override
    public void goOnFrom(final Layer layer, final Optional<LabelUnits> labels) {
        parameters.set(layer.dense(), compute);
    }

    @Override
    public List<Term> terms() {
        return terms;
    }

    @Override
    public List<Term> firstTerms() {
        return firstTerms;
    }

    @Override
    public void survey(final Batch batch, final Statistics first) {
        batch.sparse().countColumns(visibleBuffer);
        present.write(visibleBuffer);
        first.add(presence, present, 1f);
    }

    @Override
    public void surveyed(final Statistics first) {
        first.sums(presence).read(visibleBuffer);
        active.mark(visibleBuffer);
        surveyed = true;
    }

    @Override
    public void gather(final Batch batch, final Statistics statistics) {
        final int rows = batch.count();
        visible.copyFrom(batch.sparse());
        if (!surveyed) {
            active.mark(visible);
        }
        surveyed = false;
        active.choose(settings.sampledZeros(), key(RandomStream.ZEROS, batch, 0));
        active.toPlaces(visible);
        FloatMatrix state = fromSamples ? hidden : hiddenSamples;
        weights.product(visible, hidden);
        up.sample(hidden, rows, hidden, state, random(RandomStream.HIDDEN, batch, 0));
        if (settings.hidden().dropout() > 0) {
            drop(hidden, batch);
            drop(hiddenSamples, batch);
        }
        compute.columnSums(hidden, rows, 1f, 0f, positiveSums);
        activation = LayerLearner.total(positiveSums, hiddenBuffer);
        statistics.add(hiddenSums, positiveSums, sparsity == null ? 1f : 1 - sparsity.ownShare());
        down.sample(state, rows, visible, random(RandomStream.VISIBLE, batch, 1), modelHidden);
        squaredError = down.squaredError();
        errorCount = (double)rows * active.visibleUnits();
        if (fromSamples) {
            up.sample(modelHidden, rows, modelHidden, modelHidden, random(RandomStream.HIDDEN, batch, 1));
        } else {
            up.expect(modelHidden, rows, modelHidden);
        }
        if (settings.hidden().dropout() > 0) {
            drop(modelHidden, batch);
        }
        statistics.sum(hiddenSums, modelHidden, rows, -1f);
        statistics.add(visibleSums, active, down.columnSums());
        if (sparsity != null) {
            statistics.add(activations, positiveSums, 1f);
            final FloatMatrix pull = sparsity.pullOnInputs();
            statistics.add(hiddenSums, pull, rows);
            compute.addRow(1 - sparsity.ownShare(), hidden, rows, pull);
        }
        statistics.count(products, rows);
        statistics.product(products, active, visible, hidden, down.samples(), modelHidden);
    }

    @Override
    public void apply(final Statistics statistics, final Rates rates) {
        final long rows = statistics.count(products);
        final float scale = rates.learning() / rows;
        statistics.apply(products, weights, scale, rates.momentum(),
            (float)(rates.learning() * settings.learning().penalty().l2()));
        moveVisibleBiases(statistics.sums(visibleSums), rates.momentum(), scale);
        compute.moveBiases(parameters.hiddenBiases, parameters.hiddenIncrements, statistics.sums(hiddenSums),
            rates.momentum(), scale);
        if (sparsity != null) {
            sparsity.observe(statistics.sums(activations), rows);
        }
    }

    /** Increments of units that are never active would only decay, and as subnormal numbers be slow. */
    private void moveVisibleBiases(final FloatMatrix sums, final float momentum, final float scale) {
        parameters.visibleIncrements.read(visibleIncrements);
        sums.read(visibleBuffer);
        for (int i = 0; i < visibleIncrements.length; i++) {
            float increment = momentum * visibleIncrements[i];
            visibleIncrements[i] =
                (Math.abs(increment) < NEGLIGIBLE_INCREMENT ? 0f : increment) + scale * visibleBuffer[i];
        }
        parameters.visibleIncrements.write(visibleIncrements);
        compute.addScaled(1f, parameters.visibleIncrements, 1f, parameters.visibleBiases);
    }

    @Override
    public LearnerState state() {
        weights.catchUp();
        final LearnerState state = new LearnerState();
        parameters.addTo(state);
        state.number("runs", weights::runs, weights::runs);
        if (sparsity != null) {
            sparsity.addTo(state);
        }
        return state;
    }

    @Override
    public double error() {
        return squaredError;
    }

    @Override
    public double errorCount() {
        return errorCount;
    }

    @Override
    public double activation() {
        return activation;
    }

    @Override
    public double weightNorm() {
        weights.catchUp();
        return parameters.weightNorm(compute);
    }

    @Override
    public LayerMeasuring monitor(final Compute part) {
        return new SparseLayerMonitor(part, parameters, weights);
    }

    @Override
    public DenseLayer layer() {
        weights.catchUp();
        return parameters.layer(compute, BoltzmannLayer::new);
    }

    /** The parameters as they are after all steps. */
    LayerParameters parameters() {
        weights.catchUp();
        return parameters;
    }

    @Override
    public void close() {
        parameters.close();
    }

    private long key(final RandomStream stream, final Batch batch, final int gibbsStep) {
        return stream.key(seed, batch.step() * 2 + gibbsStep);
    }

    private RandomRows random(final RandomStream stream, final Batch batch, final int gibbsStep) {
        return batch.random(key(stream, batch, gibbsStep));
    }

    private void drop(final FloatMatrix units, final Batch batch) {
        final float keep = (float)(1 - settings.hidden().dropout());
        compute.mask(units, batch.count(), keep, 1 / keep, random(RandomStream.DROPOUT, batch, 0));
    }
}
