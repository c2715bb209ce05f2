// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Level;
import org.deepbelief.engine.units.UnitGroup;

/**
 * Rows that the network makes up: Gibbs sampling in the associative memory, each row by a chain of its own, then one
 * pass down through the generative weights. The units of a row are means given the sample above them.
 */
public final class Generation implements AutoCloseable {

    /** What is held fixed in the associative memory. */
    public sealed interface Clamp permits Clamp.Nothing, Clamp.ToClass, Clamp.ToTopUnit {

        /** The chain runs free. */
        record Nothing() implements Clamp {
        }

        /**
         * The label unit of a class is on.
         *
         * @param index the class
         */
        record ToClass(int index) implements Clamp {
        }

        /**
         * A hidden unit of the last layer is on (1).
         *
         * @param index the unit, from 0 on
         */
        record ToTopUnit(int index) implements Clamp {
        }
    }

    private static final int BATCH_ROWS = 256;

    private static final int STREAM = 0x6E;

    private final Compute compute;

    private final DeepBeliefNetwork network;

    private final Clamp clamp;

    private final int gibbsSteps;

    private final long seed;

    private final Propagation up;

    private final Propagation down;

    private final Propagation toLabels;

    private final DownwardPass below;

    private final FloatMatrix hidden;

    private final FloatMatrix visible;

    private final FloatMatrix label;

    /** The class of each row, in one column, or in one row which hidden unit is on; null where nothing is clamped. */
    private final FloatMatrix clamped;

    /** 1 for each hidden unit that runs free; null where all do. */
    private final FloatMatrix others;

    /** The standard deviations of the units that come out, or null where all are 1. */
    private final FloatMatrix deviations;

    private final RandomRows random = RandomRows.byPlace();

    /**
     * @param clamp what is held fixed
     * @param gibbsSteps how many steps a chain takes before it is passed down, at least 1
     * @param seed of the chains
     * @param threads that compute, 0 for one a processor
     * @throws IllegalArgumentException if there is no such class, top unit or number of steps, or a layer knows the
     *             rows before each: {@link Forecast} goes on from those
     */
    public Generation(final DeepBeliefNetwork network, final Clamp clamp, final int gibbsSteps, final long seed,
        final int threads) {
        this(network, clamp, gibbsSteps, seed, threads, Precision.FLOAT32);
    }

    /** As above, with products of another precision. */
    public Generation(final DeepBeliefNetwork network, final Clamp clamp, final int gibbsSteps, final long seed,
        final int threads, final Precision precision) {
        check(network, clamp, gibbsSteps);
        this.network = network;
        this.clamp = clamp;
        this.gibbsSteps = gibbsSteps;
        this.seed = seed;
        compute = Compute.open(threads, precision);
        try {
            final AssociativeMemory memory = network.memory();
            final int top = network.levels().size() - 1;
            final DenseLayer last = network.machine();
            final DenseLayer standard = last.standardised(compute);
            deviations = last.standard() || top > 0 ? null : compute.vector(last.visibleStandardDeviations());
            hidden = compute.zeros(BATCH_ROWS, last.hiddenUnits());
            visible = compute.zeros(BATCH_ROWS, last.visibleUnits());
            if (clamp instanceof Clamp.ToTopUnit unit) {
                clamped = compute.zeros(1, last.hiddenUnits());
                clamped.set(0, unit.index(), 1);
                others = compute.zeros(1, last.hiddenUnits());
                others.fill(1);
                others.set(0, unit.index(), 0);
            } else {
                clamped = clamp instanceof Clamp.ToClass ? compute.zeros(BATCH_ROWS, 1) : null;
                others = null;
            }
            final UnitLayout hiddenLayout = last.hiddenType().layout(last.hiddenUnits());
            down = compute.propagation(standard.generativeWeights(), true, UnitGroup.layout(last.visibleGroups()),
                compute.vector(standard.visibleBiases()));
            final Optional<LabelUnits> labels = memory.labels();
            if (labels.isPresent()) {
                final int classes = labels.get().target().size();
                label = compute.zeros(BATCH_ROWS, classes);
                up = compute.propagation(standard.recognitionWeights(), false, hiddenLayout,
                    compute.vector(last.hiddenBiases()), label, labels.get().weights());
                toLabels = compute.propagation(labels.get().weights(), true,
                    UnitLayout.of(Activation.SOFTMAX, classes), compute.vector(labels.get().biases()));
            } else {
                label = null;
                up = compute.propagation(standard.recognitionWeights(), false, hiddenLayout,
                    compute.vector(last.hiddenBiases()));
                toLabels = null;
            }
            final List<Level> lower = network.levels().subList(0, top);
            below = lower.isEmpty() ? null : new DownwardPass(compute, lower, BATCH_ROWS);
        } catch (RuntimeException | Error failure) {
            compute.close();
            throw failure;
        }
    }

    private static void check(final DeepBeliefNetwork network, final Clamp clamp, final int gibbsSteps) {
        network.requireNoOrder("Generating rows");
        if (gibbsSteps < 1) {
            throw new IllegalArgumentException("The number of Gibbs steps is " + gibbsSteps + "; choose at least 1.");
        }
        if (clamp instanceof Clamp.ToClass toClass) {
            final int classes = network.memory().labels().map(labels -> labels.target().size()).orElse(0);
            if (classes == 0) {
                throw new IllegalArgumentException("The network has no label units, so it cannot generate rows of a "
                    + "class. Train it with a class column, or generate without a class.");
            }
            if (toClass.index() < 0 || toClass.index() >= classes) {
                throw new IllegalArgumentException("There is no class number " + toClass.index() + ".");
            }
        }
        if (clamp instanceof Clamp.ToTopUnit unit
            && (unit.index() < 0 || unit.index() >= network.lastLayer().hiddenUnits())) {
            throw new IllegalArgumentException("There is no top unit " + unit.index() + ": the last layer has "
                + network.lastLayer().hiddenUnits() + " units, counted from 0.");
        }
    }

    /** The number of units of a generated row. */
    public int outputs() {
        return network.encoding().units();
    }

    /**
     * Generates rows.
     *
     * @param rows how many
     * @param consumer gets the units of each
     * @throws IOException if the consumer cannot keep them
     */
    public void run(final long rows, final RowConsumer consumer) throws IOException {
        run(rows, () -> false, consumer);
    }

    /**
     * As {@link #run(long, RowConsumer)}, and can be cancelled.
     *
     * @param cancelled asked before each operation on some hundred rows and some times a second during a long one
     * @throws CancellationException if it said yes
     */
    public void run(final long rows, final BooleanSupplier cancelled, final RowConsumer consumer)
        throws IOException {
        compute.beforeEachOperation(() -> {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("Generating rows was cancelled.");
            }
        });
        final float[][] units = new float[(int)Math.min(BATCH_ROWS, rows)][outputs()];
        final StoredRow results = new StoredRow();
        for (long first = 0; first < rows; first += BATCH_ROWS) {
            final int count = (int)Math.min(BATCH_ROWS, rows - first);
            final FloatMatrix generated = generate(count, first / BATCH_ROWS);
            if (deviations != null) {
                compute.multiplyColumns(generated, count, deviations);
            }
            compute.read(generated, count, units, 0);
            for (int row = 0; row < count; row++) {
                consumer.accept(results.of(units[row]));
            }
        }
    }

    private FloatMatrix generate(final int rows, final long batch) {
        final long key = CounterRandom.key(seed, STREAM, batch);
        hidden.fill(0);
        down.sample(hidden, rows, visible, visible, random.key(CounterRandom.subKey(key, 0)));
        if (label != null) {
            if (clamp instanceof Clamp.ToClass toClass) {
                clamped.fill(toClass.index());
                compute.oneHot(clamped, rows, label);
            } else {
                toLabels.sample(hidden, rows, label, label, random.key(CounterRandom.subKey(key, 1)));
            }
        }
        for (int step = 1; step <= gibbsSteps; step++) {
            up.sample(visible, rows, hidden, hidden, random.key(CounterRandom.subKey(key, 3L * step)));
            if (clamp instanceof Clamp.ToTopUnit) {
                compute.multiplyColumns(hidden, rows, others);
                compute.addRow(1f, hidden, rows, clamped);
            }
            if (label != null && !(clamp instanceof Clamp.ToClass)) {
                toLabels.sample(hidden, rows, label, label, random.key(CounterRandom.subKey(key, 3L * step + 1)));
            }
            if (step == gibbsSteps && below == null) {
                down.expect(hidden, rows, visible);
            } else {
                down.sample(hidden, rows, visible, visible, random.key(CounterRandom.subKey(key, 3L * step + 2)));
            }
        }
        return below == null ? visible : below.sample(visible, rows, false, seed, batch);
    }

    /** Ends the worker threads and releases the memory. */
    @Override
    public void close() {
        compute.close();
    }
}
