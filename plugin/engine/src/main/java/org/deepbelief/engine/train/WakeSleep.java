// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.LabelUnits;

/**
 * A network that learns by the up-down algorithm, the contrastive form of wake-sleep (Hinton, Osindero and Teh 2006,
 * appendix B): a batch passes up, through the associative memory and down, and the products of the states that it
 * leaves are the gradients.
 *
 * <p>With s the wake states, d the dream states, layers i = 1..n below the memory:
 *
 * <pre>
 * wake    s_0 = v,  s_i ~ f(s_{i-1} R_i + r_i);        G_i += e (s_{i-1} - f(s_i G_i^T + g_i))^T s_i
 * top     h ~ f(s_n W + t U + c);  t' ~ p(t | s_n), h' ~ f(s_n W + t' U + c),
 *         k times: p ~ f(h' W^T + b), t' = softmax(h' U^T + l), h' ~ f(p W + t' U + c)
 *         W += e (s_n^T h - p^T h'),  U += e (t^T h - t'^T h')
 *         and beside, with t_d the first t' and h_d = f(s_n W + t_d U + c),
 *         W += e (d - 1) s_n^T (h - h_d),  U += e (d - 1) (t^T h - t_d^T h_d)
 * sleep   d_n = p,  d_{i-1} ~ f(d_i G_i^T + g_i), d_0 not sampled;   R_i += e d_{i-1}^T (d_i - f(d_{i-1} R_i + r_i))
 * </pre>
 *
 * and the biases likewise. All matrices have one row a visible and one column a hidden unit. All gradients are taken at
 * the weights before the step. See {@link UntiedLayer} for the layers below the memory, {@link TopMachine} and
 * {@link TopLabels} for that.
 */
final class WakeSleep implements Learner {

    private final Compute compute;

    private final WakeSleepTuning.Settings settings;

    private final Terms terms = new Terms();

    /** Those below the memory. */
    private final UntiedLayer[] layers;

    private final TopMachine top;

    private double squaredError;

    private double errorCount;

    /**
     * @param processor what computes
     * @param network the layers, whose Gaussian visible units have standard deviation 1; what they hold is copied. The
     *            last one gives the memory's units.
     * @param memory the associative memory; what it holds is copied
     * @param batchSize the most rows of a batch
     */
    WakeSleep(final Compute processor, final List<DenseLayer> network, final AssociativeMemory memory,
        final WakeSleepTuning.Settings settings, final int batchSize) {
        this.settings = settings;
        compute = processor.part();
        layers = new UntiedLayer[network.size() - 1];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new UntiedLayer(compute, "layer" + (i + 1), network.get(i), terms, batchSize);
        }
        // without a class column all labels are drawn ones, and none is there to tell
        top = new TopMachine(compute, network.get(layers.length), memory,
            settings.classColumn().isPresent() ? settings.discriminativeWeight() : 1, terms, batchSize);
    }

    @Override
    public List<Term> terms() {
        return terms;
    }

    /**
     * {@inheritDoc}
     *
     * @param batch its Gaussian units in units of their standard deviation. With a class column, target 0 is the class
     *            index, NaN where it is missing: the memory then fills in its own belief.
     */
    @Override
    public void gather(final Batch batch, final Statistics statistics) {
        final int rows = batch.count();
        final FloatMatrix visible = batch.visible();
        FloatMatrix state = visible;
        for (int i = 0; i < layers.length; i++) {
            state = layers[i].recognise(state, batch, key(RandomStream.WAKE, batch, i));
        }
        top.gather(state, settings.classColumn().isPresent() ? batch.targets() : null, batch,
            settings.gibbsSteps(batch.epoch()), RandomStream.TOP.key(settings.training().seed(), batch.step()),
            statistics);
        FloatMatrix below = visible;
        for (final UntiedLayer layer : layers) {
            layer.wake(below, rows, statistics);
            below = layer.state();
        }
        squaredError = layers.length == 0 ? top.squaredError() : layers[0].squaredError();
        errorCount = (double)rows * visible.columns();
        FloatMatrix dream = top.dream();
        for (int i = layers.length - 1; i >= 0; i--) {
            dream = layers[i].sleep(dream, batch, i > 0, key(RandomStream.SLEEP, batch, i), statistics);
        }
    }

    private long key(final RandomStream stream, final Batch batch, final int layer) {
        return CounterRandom.subKey(stream.key(settings.training().seed(), batch.step()), layer);
    }

    /** {@inheritDoc} The two ways and the memory go at the settings' rates of the epoch. */
    @Override
    public void apply(final Statistics statistics, final Rates rates) {
        final WakeSleepTuning.LearningRates speeds = settings.rates();
        final float momentum = rates.momentum();
        final float weightDecay = (float)settings.weightDecay();
        for (final UntiedLayer layer : layers) {
            layer.apply(statistics, (float)speeds.wake(rates.epoch()), (float)speeds.sleep(rates.epoch()), momentum,
                weightDecay);
        }
        top.apply(statistics, (float)speeds.top(rates.epoch()), momentum, weightDecay);
    }

    @Override
    public LearnerState state() {
        final LearnerState all = new LearnerState();
        for (final UntiedLayer layer : layers) {
            layer.addTo(all);
        }
        top.addTo(all);
        return all;
    }

    /** {@inheritDoc} Of (v - E[v | s_1])^2: one layer down from what went up. */
    @Override
    public double error() {
        return squaredError;
    }

    @Override
    public double errorCount() {
        return errorCount;
    }

    /** {@inheritDoc} The mean of that of the layers. */
    @Override
    public double weightNorm() {
        double sum = top.weightNorm();
        for (final UntiedLayer layer : layers) {
            sum += layer.weightNorm();
        }
        return sum / (layers.length + 1);
    }

    /**
     * The layers as they are now; the last one is the memory's.
     *
     * @param copy makes the copies of their weights
     */
    List<DenseLayer> layers(final UnaryOperator<FloatMatrix> copy) {
        final List<DenseLayer> all = new ArrayList<>();
        for (final UntiedLayer layer : layers) {
            all.add(layer.layer(copy));
        }
        all.add(top.layer(copy));
        return all;
    }

    /** The label units as they are now. */
    Optional<LabelUnits> labelUnits(final UnaryOperator<FloatMatrix> copy) {
        return top.labelUnits(copy);
    }

    @Override
    public void close() {
        compute.close();
    }
}
