// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RowReader;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.units.FreeEnergy;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitRandom;
import org.deepbelief.engine.units.UnitType;

/**
 * The log partition function of the associative memory by annealed importance sampling (Salakhutdinov and Murray 2008):
 * chains start at an RBM without weights, whose partition function is known, and are led to the memory through
 * intermediate ones p_b with hidden inputs multiplied by b from 0 to 1. With it, log p(v) = -F(v) - log Z for a single
 * layer, but for Gaussian inputs whose residuals were measured, where it is at least that.
 */
public final class LogLikelihood {

    private static final int STREAM = 0xA1;

    /**
     * How to estimate.
     *
     * @param chains how many chains, at least 2; the standard error falls with their square root
     * @param temperatures how many steps from 0 to 1, at least 1; more steps, less variance and bias
     * @param seed of the chains
     * @param threads that compute, 0 for one a processor
     */
    public record Settings(int chains, int temperatures, long seed, int threads) {

        public Settings {
            if (chains < 2 || temperatures < 1 || threads < 0) {
                throw new IllegalArgumentException("Annealed importance sampling needs at least 2 chains and 1 "
                    + "temperature, not " + chains + " and " + temperatures + ".");
            }
        }
    }

    /**
     * An estimate.
     *
     * @param logPartitionFunction log Z in nats, for the energy whose free energy {@link Reconstruction} gives
     * @param standardError of it, from how much the chains disagree
     */
    public record Estimate(double logPartitionFunction, double standardError) {
    }

    /** Chains that run together, so that neither memory nor the time to a cancel grows with their number. */
    private static final int MOST_CHAINS = 512;

    private final Settings settings;

    private final Compute compute;

    private final DenseLayer last;

    private final FloatMatrix weights;

    private final UnitGroup[] groups;

    private final float[] visibleBiases;

    private final float[] hiddenBiases;

    /** Visible x hidden, as {@link #weights}, with the label units' weights below where there are any. */
    private final FloatMatrix visible;

    private final FloatMatrix hidden;

    private final FloatMatrix hiddenInputs;

    private final FloatMatrix visibleInputs;

    private final float[][] drawnVisible;

    private final float[][] drawnHidden;

    private final double[] changes;

    private final double[] logWeights;

    private int firstChain;

    /** How many run now, from {@link #firstChain} on. */
    private int chains;

    private double lower;

    private double upper;

    private long key;

    private LogLikelihood(final DeepBeliefNetwork network, final Settings settings, final Compute compute) {
        network.requireNoOrder("The likelihood of a network");
        this.settings = settings;
        this.compute = compute;
        final AssociativeMemory memory = network.memory();
        last = network.machine().standardised(compute);
        final int labels = memory.labels().map(l -> l.target().size()).orElse(0);
        final int units = last.visibleUnits() + labels;
        final int groupCount = last.visibleGroups().size() + (labels > 0 ? 1 : 0);
        groups = last.visibleGroups().toArray(new UnitGroup[groupCount]);
        visibleBiases = Arrays.copyOf(last.visibleBiases(), units);
        weights = compute.zeros(units, last.hiddenUnits());
        weights.rows(0, last.visibleUnits()).copyFrom(last.generativeWeights());
        memory.labels().ifPresent(label -> {
            weights.rows(last.visibleUnits(), weights.rows()).copyFrom(label.weights());
            System.arraycopy(label.biases(), 0, visibleBiases, last.visibleUnits(), label.target().size());
        });
        if (labels > 0) {
            groups[groupCount - 1] = new UnitGroup(UnitType.softmax(), labels);
        }
        hiddenBiases = memory.hiddenBiases();
        final int together = Math.min(MOST_CHAINS, settings.chains());
        visible = compute.zeros(together, units);
        visibleInputs = compute.zeros(together, units);
        hidden = compute.zeros(together, last.hiddenUnits());
        hiddenInputs = compute.zeros(together, last.hiddenUnits());
        drawnVisible = new float[together][units];
        drawnHidden = new float[together][last.hiddenUnits()];
        changes = new double[together];
        logWeights = new double[settings.chains()];
    }

    /**
     * What is in the way of an estimate, as a clause; empty if nothing is. It is for a restricted Boltzmann machine at
     * the top, of Bernoulli hidden units, which are summed out, and of visible units whose energy is known.
     *
     * @param top the kind of the top layer
     * @param hidden the kind of its hidden units
     * @param visible the kinds of its visible units
     */
    public static Optional<String> obstacle(final LayerKind top, final UnitType hidden,
        final List<UnitType> visible) {
        if (!top.undirected()) {
            return Optional.of("the top layer is " + top.one() + ", which has none");
        }
        if (!hidden.binary()) {
            return Optional.of("the top layer's units are " + hidden.words() + ", not Bernoulli");
        }
        return visible.stream().filter(type -> !type.normalised()).findFirst()
            .map(type -> "the units below the top layer are " + type.words());
    }

    /**
     * Estimates the log partition function of a network's associative memory, label units included.
     *
     * @throws IllegalArgumentException if there is an {@link #obstacle}
     */
    public static Estimate estimate(final DeepBeliefNetwork network, final Settings settings) {
        return estimate(network, settings, () -> false, share -> { });
    }

    /**
     * As {@link #estimate(DeepBeliefNetwork, Settings)}, and can be watched and cancelled.
     *
     * @param cancelled asked before each operation on some hundred chains and some times a second during a long one
     * @param progress told after it the share of the work that is done, in (0, 1]
     * @throws CancellationException if it said yes
     */
    public static Estimate estimate(final DeepBeliefNetwork network, final Settings settings,
        final BooleanSupplier cancelled, final DoubleConsumer progress) {
        final Layer top = network.lastLayer();
        obstacle(top.kind(), top.hiddenType(), top.visibleGroups().stream().map(UnitGroup::type).toList())
            .ifPresent(obstacle -> {
                throw new IllegalArgumentException("The partition function cannot be estimated: " + obstacle + ".");
            });
        try (Compute compute = Compute.open(settings.threads())) {
            compute.beforeEachOperation(() -> {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("Estimating the partition function was cancelled.");
                }
            });
            return new LogLikelihood(network, settings, compute).run(network, progress);
        }
    }

    private Estimate run(final DeepBeliefNetwork network, final DoubleConsumer progress) {
        for (firstChain = 0; firstChain < logWeights.length; firstChain += MOST_CHAINS) {
            chains = Math.min(MOST_CHAINS, logWeights.length - firstChain);
            anneal(progress);
        }
        final int all = logWeights.length;
        final double logMean = FreeEnergy.logSumExp(logWeights, all) - Math.log(all);
        double squares = 0;
        for (final double logWeight : logWeights) {
            final double deviation = Math.exp(logWeight - logMean) - 1;
            squares += deviation * deviation;
        }
        return new Estimate(logMean + logBase() + logScale(network), Math.sqrt(squares / (all - 1) / all));
    }

    /** Leads the chains at hand from the RBM without weights to the memory. */
    private void anneal(final DoubleConsumer progress) {
        key = CounterRandom.key(settings.seed(), STREAM, 0);
        visibleInputs.fill(0);
        drawVisible();
        for (int step = 1; step <= settings.temperatures(); step++) {
            lower = (step - 1.0) / settings.temperatures();
            upper = (double)step / settings.temperatures();
            key = CounterRandom.key(settings.seed(), STREAM, step);
            compute.product(1, visible, chains, weights, false, 0, hiddenInputs);
            weighAndDrawHidden();
            if (step < settings.temperatures()) {
                compute.product((float)upper, hidden, chains, weights, true, 0, visibleInputs);
                drawVisible();
            }
            progress.accept((firstChain + chains * upper) / logWeights.length);
        }
    }

    /** The log partition function of the RBM without weights. */
    private double logBase() {
        double sum = hiddenBiases.length * Math.log(2);
        int unit = 0;
        for (final UnitGroup group : groups) {
            final double[] biases = new double[group.size()];
            for (int i = 0; i < biases.length; i++) {
                biases[i] = visibleBiases[unit++];
            }
            sum += group.type().logSum(biases);
        }
        return sum;
    }

    /** What measuring Gaussian units in their standard deviations takes from log Z. */
    private static double logScale(final DeepBeliefNetwork network) {
        double sum = 0;
        for (final float deviation : network.lastLayer().visibleStandardDeviations()) {
            sum += Math.log(deviation);
        }
        return sum;
    }

    private void weighAndDrawHidden() {
        Arrays.fill(changes, 0);
        compute.read(hiddenInputs, chains, this::weighAndDrawHidden);
        for (int chain = 0; chain < chains; chain++) {
            logWeights[firstChain + chain] += changes[chain];
        }
        compute.fill(hidden, chains, RowReader.of(drawnHidden));
    }

    private void weighAndDrawHidden(final int chain, final int first, final float[] inputs, final int length) {
        for (int i = 0; i < length; i++) {
            final int j = first + i;
            final double input = (double)inputs[i] + hiddenBiases[j];
            changes[chain] += FreeEnergy.softplus(upper * input) - FreeEnergy.softplus(lower * input);
            final double mean = 1 / (1 + Math.exp(-upper * input));
            drawnHidden[chain][j] = CounterRandom.uniform(key, firstChain + chain, j) < mean ? 1 : 0;
        }
    }

    /** Draws the visible units given their inputs; the first time, these are all 0. */
    private void drawVisible() {
        compute.read(visibleInputs, chains, this::drawVisible);
        compute.fill(visible, chains, RowReader.of(drawnVisible));
    }

    /** Draws a chain's units in the place of their inputs, when these are all there. */
    private void drawVisible(final int chain, final int first, final float[] inputs, final int length) {
        final float[] row = drawnVisible[chain];
        System.arraycopy(inputs, 0, row, first, length);
        if (first + length == row.length) {
            int unit = 0;
            for (final UnitGroup group : groups) {
                final double[] totals = new double[group.size()];
                for (int i = 0; i < totals.length; i++) {
                    totals[i] = (double)row[unit + i] + visibleBiases[unit + i];
                }
                final float[] samples = new float[totals.length];
                group.type().sample(totals, new UnitRandom(key, firstChain + chain, hiddenBiases.length + unit),
                    samples);
                System.arraycopy(samples, 0, row, unit, samples.length);
                unit += samples.length;
            }
        }
    }
}
