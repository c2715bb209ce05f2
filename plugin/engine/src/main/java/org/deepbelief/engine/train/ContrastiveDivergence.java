// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.PrecedingRows;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.WeightUpdate;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.ConditionalLayer;

/**
 * A restricted Boltzmann machine that learns by contrastive divergence (Hinton 2002) or its persistent form (Tieleman
 * 2008).
 *
 * <pre>
 * energy     E(v, h) = - v W h - b v - c h            (a Gaussian unit has (v - b)^2 / 2 instead of - b v)
 * positive   h = E[h | v],                  h* ~ p(h | v)
 * negative   k times: v' ~ p(v | h*), h* ~ p(h | v');   h' = E[h | v']
 * gradient   W: v^T h - v'^T h',   b: v - E[v' | h*],   c: h - h'     (sums over the rows of a batch)
 * </pre>
 *
 * Where reconstructions are means, v' is E[v | h*]: inputs that are themselves means, such as brightness, vary less
 * than samples of them would, and a machine that is shown samples of its own for them learns to shrink its weights
 * (Hinton 2010, section 3.2). For the centred gradient, which takes the sums of the v' that the product takes, see
 * {@link CentredGradient}, for labels {@link LabelSide}, for standard deviations that are learned
 * {@link VisibleVariances}, for the rows before each {@link Context}. The pull of a sparsity target is added to the h of
 * each row, and so reaches all parameters.
 *
 * Dropout leaves hidden units out, row by row and through a row's whole chain (Srivastava et al. 2014, section 8).
 * Those that stay count 1 / keep: what goes down, and each statistic, then has the expectation of the whole layer, and
 * the weights are used as they were learned. (Scaling them down afterwards would untie the layer.) A persistent chain
 * keeps all its units, and goes on in each step with those that the step leaves.
 *
 * Where senses are left out, the hidden units of the positive phase see what is left of a row, v-, and have to tell all
 * of it: h = E[h | v-], h* ~ p(h | v-), and W: v^T h - v'^T h', so that a machine that completes what is left otherwise
 * than the row was is wrong.
 *
 * The error that is watched is that of the reconstruction of the rows, one step down from them. A persistent chain
 * tells nothing of it, so that it costs such a machine a propagation of its own, a sixth product beside five.
 */
final class ContrastiveDivergence implements LayerLearner {

    static final double INITIAL_WEIGHT = 0.01;

    private final Compute compute;

    private final BoltzmannMachineSettings settings;

    private final long seed;

    private final LayerParameters parameters;

    private final Terms terms = new Terms();

    private final Term products;

    private final Term visibleSums;

    private final Term hiddenSums;

    /** The sums of v - v' of samples v', around which the products are centred; null where v' are means. */
    private final Term sampleSums;

    /** The sums of h alone, for what is remembered of activations; null where nothing is. */
    private final Term activations;

    private final Propagation up;

    private final Propagation upFromModel;

    private final Propagation down;

    private final WeightUpdate weightUpdate;

    private final FloatMatrix hidden;

    private final FloatMatrix hiddenSamples;

    private final FloatMatrix modelHidden;

    private final FloatMatrix modelVisible;

    private final FloatMatrix positiveSums;

    /** Null where the chain of a row starts at the row. */
    private final PersistentChains chains;

    /** Whether the statistics take samples of hidden units: the mean of noisy rectified units is not max(0, x). */
    private final boolean fromSamples;

    private final LabelSide labels;

    private final VisibleVariances variances;

    private final HiddenSparsity sparsity;

    /** Null where a row is by itself. */
    private final Context context;

    private final CentredGradient centred;

    /** Null where the hidden units see whole rows. */
    private final LeftOutSenses leftOut;

    private final double[] means;

    private final float[] visibleBuffer;

    private final float[] hiddenBuffer;

    private double squaredError;

    private double errorCount;

    private double activation;

    /**
     * @param input what it reads
     * @param batchSize the most rows of a batch, and the number of persistent chains
     */
    ContrastiveDivergence(final Compute compute, final LayerInput input, final BoltzmannMachineSettings settings,
        final int batchSize, final long seed) {
        this(compute, input, settings, null, null, batchSize, seed);
    }

    /** A machine that knows the rows before each. */
    ContrastiveDivergence(final Compute compute, final LayerInput input, final ConditionalSettings settings,
        final int batchSize, final long seed) {
        this(compute, input, settings.machine(), settings, null, batchSize, seed);
    }

    /** @param leftOut what is left of a row that the hidden units see; null for all of it */
    ContrastiveDivergence(final Compute compute, final LayerInput input, final BoltzmannMachineSettings settings,
        final int batchSize, final long seed, final LeftOutSenses leftOut) {
        this(compute, input, settings, null, leftOut, batchSize, seed);
    }

    private ContrastiveDivergence(final Compute compute, final LayerInput input,
        final BoltzmannMachineSettings settings, final ConditionalSettings conditional, final LeftOutSenses leftOut,
        final int batchSize, final long seed) {
        this.leftOut = leftOut;
        this.compute = compute;
        this.settings = settings;
        this.seed = seed;
        parameters = new LayerParameters(compute, input, settings.hidden(), INITIAL_WEIGHT, seed);
        int visibleUnits = parameters.visible.units();
        int hiddenUnits = parameters.hidden.units();
        products = terms.products("weights", visibleUnits, hiddenUnits);
        visibleSums = terms.sums("visibleBiases", visibleUnits);
        hiddenSums = terms.sums("hiddenBiases", hiddenUnits);
        activations = settings.centred() || settings.hidden().sparsity().wanted()
            ? terms.sums("activations", hiddenUnits) : null;
        sampleSums = settings.centred() && settings.chain().sampledReconstructions()
            ? terms.sums("visibleSamples", visibleUnits) : null;
        labels = input.classMeans().length == 0 ? null : new LabelSide(compute, parameters, input.classMeans(),
            settings.centred(), terms, batchSize, seed);
        context = conditional == null ? null
            : new Context(compute, parameters, input, conditional, terms, batchSize, seed);
        up = context != null ? context.rows().up() : labels == null ? parameters.up(compute) : labels.upFromData();
        upFromModel = labels == null ? up : labels.upFromModel();
        down = context != null ? context.rows().down() : parameters.down(compute);
        weightUpdate = settings.centred() ? compute.centredWeightUpdate(parameters.weights, parameters.increments)
            : compute.weightUpdate(parameters.weights, parameters.increments);
        hidden = compute.zeros(batchSize, hiddenUnits);
        hiddenSamples = compute.zeros(batchSize, hiddenUnits);
        modelHidden = compute.zeros(batchSize, hiddenUnits);
        modelVisible = compute.zeros(batchSize, visibleUnits);
        positiveSums = compute.zeros(1, hiddenUnits);
        chains = settings.chain().persistent() ? new PersistentChains(compute, batchSize, hiddenUnits) : null;
        fromSamples = settings.hiddenType().statisticsFromSamples();
        variances = settings.learnVariance()
            ? new VisibleVariances(compute, parameters, down, terms, batchSize) : null;
        sparsity =
            settings.hidden().sparsity().wanted() ? HiddenSparsity.onInputs(compute, settings.hidden()) : null;
        centred = settings.centred() ? new CentredGradient(compute, weightUpdate.centre(), parameters.visibleBiases,
            parameters.hiddenBiases) : null;
        means = input.means().clone();
        visibleBuffer = new float[visibleUnits];
        hiddenBuffer = new float[hiddenUnits];
    }

    @Override
    public void goOnFrom(final Layer layer, final Optional<LabelUnits> units) {
        if (context != null) {
            context.set((ConditionalLayer)layer);
            return;
        }
        parameters.set(layer.dense(), compute);
        units.ifPresent(present -> labels.set(present));
    }

    @Override
    public List<Term> terms() {
        return terms;
    }

    @Override
    public void gather(final Batch batch, final Statistics statistics) {
        final int rows = batch.count();
        final FloatMatrix visible = visible(batch);
        rise(batch, leftOut == null ? visible : left(batch, visible), statistics);
        if (variances != null) {
            variances.gather(visible, hidden, rows, statistics);
        }
        final FloatMatrix negativeHidden = runChain(batch, visible);
        statistics.add(visibleSums, down.columnSums(), 1f);
        if (sampleSums != null) {
            statistics.sum(sampleSums, visible, rows, 1f);
            statistics.sum(sampleSums, modelVisible, rows, -1f);
        }
        if (fromSamples || settings.hidden().dropout() > 0) {
            statistics.sum(hiddenSums, negativeHidden, rows, -1f);
        } else {
            statistics.add(hiddenSums, upFromModel.columnSums(), -1f);
        }
        if (sparsity != null) {
            final FloatMatrix pull = sparsity.pullOnInputs();
            statistics.add(hiddenSums, pull, rows);
            compute.addRow(1 - sparsity.ownShare(), hidden, rows, pull);
        }
        statistics.count(products, rows);
        statistics.product(products, visible, hidden, rows, 1f);
        statistics.product(products, modelVisible, negativeHidden, rows, -1f);
        if (labels != null) {
            labels.gather(hidden, negativeHidden, rows, statistics);
        }
        if (context != null) {
            context.gather(batch, hidden, negativeHidden, statistics);
        }
    }

    /** The rows as the machine sees them. */
    private FloatMatrix visible(final Batch batch) {
        if (context != null) {
            context.rows().take(batch.visible(), batch.context(), batch.count());
            return context.rows().visible();
        }
        return variances == null ? batch.visible() : variances.scale(batch.visible(), batch.count());
    }

    /** What is left of the rows, with what the machine makes of it where senses are left out. */
    private FloatMatrix left(final Batch batch, final FloatMatrix visible) {
        final int rows = batch.count();
        final FloatMatrix left =
            leftOut.of(visible, rows, batch.random(key(RandomStream.LEFT_OUT_SENSES, batch, 0)));
        up.expect(left, rows, modelHidden);
        down.expect(modelHidden, rows, modelVisible);
        leftOut.fill(modelVisible, rows);
        return left;
    }

    /** The hidden units given the rows, and their sums. */
    private void rise(final Batch batch, final FloatMatrix visible, final Statistics statistics) {
        final int rows = batch.count();
        if (labels != null) {
            labels.give(batch);
        }
        up.sample(visible, rows, hidden, fromSamples ? hidden : hiddenSamples,
            batch.random(key(RandomStream.HIDDEN, batch, 0)));
        FloatMatrix sums = up.columnSums();
        drop(hidden, batch);
        drop(hiddenSamples, batch);
        if (fromSamples || settings.hidden().dropout() > 0) {
            compute.columnSums(hidden, rows, 1f, 0f, positiveSums);
            sums = positiveSums;
        }
        activation = LayerLearner.total(sums, hiddenBuffer);
        statistics.add(hiddenSums, sums, sparsity == null ? 1f : 1 - sparsity.ownShare());
        if (activations != null) {
            statistics.add(activations, sums, 1f);
        }
    }

    /** Runs the chain to v' and returns h'. */
    private FloatMatrix runChain(final Batch batch, final FloatMatrix visible) {
        final int rows = batch.count();
        final int steps = settings.chain().gibbsSteps();
        FloatMatrix chain = hiddenSamples;
        FloatMatrix state = fromSamples ? hidden : hiddenSamples;
        if (chains != null) {
            down.compare(state, rows, visible, modelVisible);
            observeError(rows);
            chain = chains.rows(batch);
            if (chains.start(batch)) {
                up.sample(visible, rows, modelHidden, chain, batch.chains(key(RandomStream.CHAIN, batch, 0)));
            }
            drop(chain, batch);
            state = chain;
        }
        for (int k = 1; k <= steps; k++) {
            reconstruct(state, visible, batch, k);
            if (k == 1 && chains == null) {
                observeError(rows);
            }
            if (labels != null) {
                labels.draw(state, batch, random(RandomStream.LABEL, batch, k));
            }
            if (k < steps || chains != null) {
                upFromModel.sample(modelVisible, rows, modelHidden, chain, random(RandomStream.HIDDEN, batch, k));
                state = chain;
            } else if (fromSamples) {
                upFromModel.sample(modelVisible, rows, modelHidden, modelHidden,
                    random(RandomStream.HIDDEN, batch, k));
            } else {
                upFromModel.expect(modelVisible, rows, modelHidden);
            }
            if (k < steps) {
                drop(chain, batch);
            }
        }
        if (fromSamples && chains != null) {
            compute.copyRows(chain, rows, modelHidden);
        }
        drop(modelHidden, batch);
        return modelHidden;
    }

    /** The visible units of a Gibbs step, given the hidden ones. */
    private void reconstruct(final FloatMatrix state, final FloatMatrix visible, final Batch batch,
        final int gibbsStep) {
        final int rows = batch.count();
        if (settings.chain().sampledReconstructions()) {
            down.sampleAndCompare(state, rows, visible, context == null ? modelVisible : context.meansOf(gibbsStep),
                modelVisible, random(RandomStream.VISIBLE, batch, gibbsStep));
        } else {
            down.compare(state, rows, visible, modelVisible);
            if (context != null) {
                compute.copyRows(modelVisible, rows, context.meansOf(gibbsStep));
            }
        }
    }

    private void observeError(final int rows) {
        squaredError = down.squaredError();
        errorCount = (double)rows * modelVisible.columns();
    }

    @Override
    public void apply(final Statistics statistics, final Rates rates) {
        final long rows = statistics.count(products);
        final float scale = rates.learning() / rows;
        final Penalty penalty = settings.learning().penalty();
        if (centred != null) {
            centred.observe(statistics.sums(activations), rows);
            centreVisible();
            centred.prepare(statistics.sums(sampleSums == null ? visibleSums : sampleSums),
                statistics.sums(hiddenSums));
        }
        statistics.apply(products, weightUpdate, scale, rates.momentum(), (float)(rates.learning() * penalty.l2()),
            (float)(rates.learning() * penalty.l1()));
        parameters.moveBiases(compute, statistics.sums(visibleSums), statistics.sums(hiddenSums), rates.momentum(),
            scale);
        if (centred != null) {
            centred.shiftBiases();
        }
        if (labels != null) {
            labels.apply(statistics, activations == null ? null : statistics.sums(activations),
                statistics.sums(hiddenSums), rates, penalty);
        }
        if (variances != null) {
            variances.apply(statistics, rates.learning());
        }
        if (context != null) {
            context.apply(statistics, rates, penalty);
        }
        if (sparsity != null) {
            sparsity.observe(statistics.sums(activations), rows);
        }
    }

    /** The visible units' means, in units of their standard deviations. */
    private void centreVisible() {
        parameters.standardDeviations.read(visibleBuffer);
        for (int i = 0; i < means.length; i++) {
            visibleBuffer[i] = (float)(means[i] / visibleBuffer[i]);
        }
        centred.visibleMeans(visibleBuffer);
    }

    @Override
    public LearnerState state() {
        final LearnerState state = new LearnerState();
        parameters.addTo(state);
        state.number("runs", weightUpdate::runs, weightUpdate::runs);
        if (chains != null) {
            chains.addTo(state);
        }
        if (labels != null) {
            labels.addTo(state);
        }
        if (sparsity != null) {
            sparsity.addTo(state);
        }
        if (centred != null) {
            centred.addTo("", state);
        }
        if (context != null) {
            context.addTo(state);
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
        return context != null ? new ContextMonitor(part, parameters, context)
            : new LayerMonitor(part, parameters, labels == null);
    }

    @Override
    public Layer layer() {
        return context != null ? context.layer() : parameters.layer(compute, BoltzmannLayer::new);
    }

    @Override
    public PrecedingRows before(final SampleMatrix samples) {
        return context == null ? null : context.before(samples);
    }

    @Override
    public void start(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        if (context != null) {
            context.start(samples, part, checkCancelled);
        }
    }

    @Override
    public Split.Part learned(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        return context == null ? part : context.learned(samples, part, checkCancelled);
    }

    @Override
    public void finish(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        if (context != null) {
            context.finish(samples, part, checkCancelled);
        }
    }

    @Override
    public Optional<LabelUnits> labelUnits(final ClassColumn column) {
        return labels == null ? Optional.empty() : labels.units(column);
    }

    LayerParameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        parameters.close();
    }

    private long key(final RandomStream stream, final Batch batch, final int gibbsStep) {
        return stream.key(seed, batch.step() * (settings.chain().gibbsSteps() + 1L) + gibbsStep);
    }

    /** The random numbers of the chains in a Gibbs step: the rows' own where the chains start at these. */
    private RandomRows random(final RandomStream stream, final Batch batch, final int gibbsStep) {
        final long key = key(stream, batch, gibbsStep);
        return chains == null ? batch.random(key) : batch.chains(key);
    }

    /** Leaves out the units that the step leaves out of each row; none without dropout. */
    private void drop(final FloatMatrix units, final Batch batch) {
        if (settings.hidden().dropout() > 0) {
            final float keep = (float)(1 - settings.hidden().dropout());
            compute.mask(units, batch.count(), keep, 1 / keep, batch.random(key(RandomStream.DROPOUT, batch, 0)));
        }
    }
}
