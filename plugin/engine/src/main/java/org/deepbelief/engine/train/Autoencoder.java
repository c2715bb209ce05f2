// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.math.Backpropagation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.WeightUpdate;
import org.deepbelief.engine.model.AutoencoderLayer;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;

/**
 * A denoising autoencoder with tied weights (Vincent et al. 2010): it learns to reconstruct a row from the code of the
 * row with noise in it.
 *
 * <pre>
 * code            h = f(x W + c),      x = v with some inputs masked, or with Gaussian noise
 * reconstruction  v' = g(h W^T + b),   g by the kind of the visible units
 * loss            - log p(v | v'), summed over units, + cost KL(target || mean code) for sparsity
 * gradient        r = v - v',  d = (r W + pull) f',   W: x^T d + r^T h,   b: r,   c: d   (of minus the loss)
 * dropout         h m / keep goes down, not h, and d m / keep comes back; m is 1 with probability keep, else 0
 * </pre>
 *
 * The pull of the sparsity target is that of the mean code before the step, see {@link HiddenSparsity}.
 */
final class Autoencoder implements LayerLearner {

    private final Compute compute;

    private final AutoencoderSettings settings;

    private final long seed;

    private final LayerParameters parameters;

    private final Terms terms = new Terms();

    private final Term products;

    private final Term visibleSums;

    private final Term hiddenSums;

    /** The sums of codes; null where nothing is remembered of them. */
    private final Term codeSums;

    private final Propagation up;

    private final Propagation down;

    private final Backpropagation back;

    private final WeightUpdate weightUpdate;

    private final FloatMatrix corrupted;

    private final FloatMatrix code;

    /** What goes down of the code: all of it without dropout. */
    private final FloatMatrix kept;

    private final FloatMatrix residual;

    private final FloatMatrix delta;

    private final FloatMatrix noPull;

    private final HiddenSparsity sparsity;

    private final float[] hiddenBuffer;

    private double squaredError;

    private double errorCount;

    private double activation;

    /**
     * @param input what it reads
     * @param batchSize the most rows of a batch
     */
    Autoencoder(final Compute compute, final LayerInput input, final AutoencoderSettings settings,
        final int batchSize, final long seed) {
        this.compute = compute;
        this.settings = settings;
        this.seed = seed;
        int visibleUnits = input.means().length;
        int hiddenUnits = settings.units();
        // Glorot and Bengio 2010: the variance of a code unit's input stays that of the inputs; four times for sigmoid.
        double size = Math.sqrt(2.0 / (visibleUnits + hiddenUnits))
            * (settings.hiddenType().bounded() ? 4 : 1);
        parameters = new LayerParameters(compute, input, settings.hidden(), size, seed);
        products = terms.products("weights", visibleUnits, hiddenUnits);
        visibleSums = terms.sums("visibleBiases", visibleUnits);
        hiddenSums = terms.sums("hiddenBiases", hiddenUnits);
        final boolean sparse = settings.hidden().sparsity().wanted();
        codeSums = sparse ? terms.sums("codes", hiddenUnits) : null;
        sparsity = sparse ? HiddenSparsity.onValues(compute, settings.hidden(),
            settings.hiddenType().bounded()) : null;
        up = parameters.up(compute);
        down = parameters.down(compute);
        back = compute.backpropagation(parameters.weights, false, settings.hiddenType().activation());
        weightUpdate = compute.weightUpdate(parameters.weights, parameters.increments);
        corrupted = settings.noise().any() ? compute.zeros(batchSize, visibleUnits) : null;
        code = compute.zeros(batchSize, hiddenUnits);
        kept = settings.hidden().dropout() > 0 ? compute.zeros(batchSize, hiddenUnits) : code;
        residual = compute.zeros(batchSize, visibleUnits);
        delta = compute.zeros(batchSize, hiddenUnits);
        noPull = compute.zeros(1, hiddenUnits);
        hiddenBuffer = new float[hiddenUnits];
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
    public void gather(final Batch batch, final Statistics statistics) {
        final int rows = batch.count();
        final FloatMatrix input = corrupt(batch);
        up.expect(input, rows, code);
        activation = LayerLearner.total(up.columnSums(), hiddenBuffer);
        if (codeSums != null) {
            statistics.add(codeSums, up.columnSums(), 1f);
        }
        final boolean drops = settings.hidden().dropout() > 0;
        if (drops) {
            compute.copyRows(code, rows, kept);
            drop(kept, batch);
        }
        down.residual(kept, rows, batch.visible(), residual);
        squaredError = down.squaredError();
        errorCount = (double)rows * residual.columns();
        statistics.add(visibleSums, down.columnSums(), 1f);
        back.run(residual, rows, code, delta, sparsity == null ? noPull : sparsity.pullOnValues());
        if (drops) {
            drop(delta, batch);
            statistics.sum(hiddenSums, delta, rows, 1f);
        } else {
            statistics.add(hiddenSums, back.columnSums(), 1f);
        }
        statistics.count(products, rows);
        statistics.product(products, input, delta, rows, 1f);
        statistics.product(products, residual, kept, rows, 1f);
    }

    /** The rows with noise in them. */
    private FloatMatrix corrupt(final Batch batch) {
        if (corrupted == null) {
            return batch.visible();
        }
        final Noise noise = settings.noise();
        if (noise.gaussian() > 0) {
            compute.addNoise(batch.visible(), batch.count(), (float)noise.gaussian(),
                batch.random(RandomStream.NOISE.key(seed, batch.step())), corrupted);
        } else {
            compute.copyRows(batch.visible(), batch.count(), corrupted);
        }
        if (noise.masking() > 0) {
            compute.mask(corrupted, batch.count(), (float)(1 - noise.masking()), 1f,
                batch.random(RandomStream.MASKING.key(seed, batch.step())));
        }
        return corrupted;
    }

    /** m / keep times the values. */
    private void drop(final FloatMatrix units, final Batch batch) {
        final float keep = (float)(1 - settings.hidden().dropout());
        compute.mask(units, batch.count(), keep, 1 / keep,
            batch.random(RandomStream.CODE_DROPOUT.key(seed, batch.step())));
    }

    @Override
    public void apply(final Statistics statistics, final Rates rates) {
        final long rows = statistics.count(products);
        final float scale = rates.learning() / rows;
        final Penalty penalty = settings.learning().penalty();
        statistics.apply(products, weightUpdate, scale, rates.momentum(), (float)(rates.learning() * penalty.l2()),
            (float)(rates.learning() * penalty.l1()));
        parameters.moveBiases(compute, statistics.sums(visibleSums), statistics.sums(hiddenSums), rates.momentum(),
            scale);
        if (sparsity != null) {
            sparsity.observe(statistics.sums(codeSums), rows);
        }
    }

    @Override
    public LearnerState state() {
        final LearnerState state = new LearnerState();
        parameters.addTo(state);
        state.number("runs", weightUpdate::runs, weightUpdate::runs);
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
        return parameters.weightNorm(compute);
    }

    @Override
    public LayerMeasuring monitor(final Compute part) {
        return new LayerMonitor(part, parameters, false);
    }

    @Override
    public DenseLayer layer() {
        return parameters.layer(compute, AutoencoderLayer::new);
    }

    LayerParameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        parameters.close();
    }
}
