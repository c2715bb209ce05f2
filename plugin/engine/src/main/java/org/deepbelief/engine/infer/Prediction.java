// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.OutputHead;

/**
 * Predictions: the probability of each class in the order of the class column's values, or the number of each target
 * column in the order of the head's targets, in double precision: offset + scale x output.
 */
public final class Prediction extends RowInference {

    /** Which part of the network predicts. */
    public enum Source {
        /** The output head that fine-tuning put on top. */
        HEAD,
        /** The label units of the associative memory, by their free energies. */
        LABEL_UNITS
    }

    private final UpwardPass pass;

    private final int layers;

    private final Propagation head;

    private final MemoryFreeEnergy posterior;

    private final FloatMatrix results;

    private final OutputHead.Regressor regressor;

    /**
     * @param source which part predicts
     * @param threads that compute, 0 for one a processor
     * @throws IllegalArgumentException if the network lacks that part
     */
    public Prediction(final DeepBeliefNetwork network, final Source source, final int threads) {
        this(network, source, threads, Precision.FLOAT32);
    }

    /** As above, with products of another precision. */
    public Prediction(final DeepBeliefNetwork network, final Source source, final int threads,
        final Precision precision) {
        this(checked(network, source), source, Compute.open(threads, precision));
    }

    /** As {@link #Prediction(DeepBeliefNetwork, Source, int)}, on the worker threads of another. */
    public static Prediction on(final Compute compute, final DeepBeliefNetwork network, final Source source) {
        return new Prediction(checked(network, source), source, compute.part());
    }

    private Prediction(final DeepBeliefNetwork network, final Source source, final Compute compute) {
        super(network, source == Source.HEAD ? network.head().orElseThrow().biases().length
            : network.memory().labels().orElseThrow().target().size(), compute);
        try {
            results = compute.zeros(BATCH_ROWS, outputs());
            pass = new UpwardPass(compute, network, BATCH_ROWS);
            if (source == Source.HEAD) {
                final OutputHead output = network.head().orElseThrow();
                regressor = output instanceof OutputHead.Regressor numbers ? numbers : null;
                head = compute.propagation(output.weights(), false,
                    UnitLayout.of(output.activation(), outputs()),
                    compute.vector(output.biases()));
                layers = network.levels().size();
                posterior = null;
            } else {
                regressor = null;
                head = null;
                layers = network.levels().size() - 1;
                posterior = new MemoryFreeEnergy(compute, network, BATCH_ROWS);
            }
        } catch (RuntimeException | Error failure) {
            compute.close();
            throw failure;
        }
    }

    @Override
    Prediction beside(final Compute own) {
        return new Prediction(network, posterior == null ? Source.HEAD : Source.LABEL_UNITS, own);
    }

    private static DeepBeliefNetwork checked(final DeepBeliefNetwork network, final Source source) {
        if (source == Source.HEAD && network.head().isEmpty()) {
            throw new IllegalArgumentException(
                "The network has no output head. Fine-tune it with a target first, or predict by its label units.");
        }
        if (source == Source.LABEL_UNITS && network.memory().labels().isEmpty()) {
            throw new IllegalArgumentException("The network has no label units. Train it with a class column first, or "
                + "predict by its output head.");
        }
        return network;
    }

    @Override
    UpwardPass upward() {
        return pass;
    }

    @Override
    FloatMatrix input() {
        return pass.input();
    }

    @Override
    void infer(final int rows, final long batch) {
        pass.expect(rows, layers);
        if (posterior == null) {
            head.expect(pass.level(layers), rows, results);
        } else {
            posterior.infer(pass.level(layers), rows, results);
        }
    }

    @Override
    void read(final float[][] predicted, final int rows) {
        compute.read(results, rows, predicted, 0);
    }

    @Override
    StoredRow row() {
        return regressor == null ? super.row() : new Numbers(regressor.offsets(), regressor.scales());
    }

    private static final class Numbers extends StoredRow {

        private final double[] offsets;

        private final double[] scales;

        Numbers(final double[] offsets, final double[] scales) {
            this.offsets = offsets;
            this.scales = scales;
        }

        @Override
        public double at(final int target) {
            return offsets[target] + scales[target] * super.at(target);
        }
    }
}
