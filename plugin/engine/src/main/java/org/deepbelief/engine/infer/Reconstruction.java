// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.Arrays;
import java.util.stream.Stream;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Sense;

/**
 * What the network makes of each row when it goes up through all layers and comes down again, and how well the two
 * agree. Missing inputs, NaN in the rows, can be filled with what the network expects there.
 * <p>
 * The results of a row are: the reconstructed units (means); the input units with the missing ones filled; the mean
 * squared error over the units that were there; the free energy of the row under the whole network in nats, up to a
 * constant of the network, see {@link NetworkFreeEnergy}: low for rows like those of the training. An error or an
 * energy too large for single precision is its largest number.
 * Where layers know the rows before, the way down is that of a row after these, and there is no free energy (NaN):
 * {@link Forecast} tells how unexpected a row is.
 */
public final class Reconstruction extends RowInference {

    /** How missing inputs are filled. */
    public enum Fill {
        /** With the means of the training rows. */
        TRAINING_MEANS,
        /** By Gibbs sampling with the known inputs clamped; the mean over the second half of the steps. */
        CLAMPED_GIBBS,
        /** By passing means up and down with the known inputs clamped. */
        MEAN_FIELD
    }

    private static final int FEWEST_STEPS = 50;

    private static final int MOST_STEPS = 2000;

    /** So many weights of all steps together take a moment even for thousands of rows. */
    private static final long WEIGHTS_OF_STEPS = 50_000_000;

    private final Fill fill;

    private final int steps;

    private final long seed;

    private final int layers;

    private final int units;

    private final FloatMatrix given;

    private final UpwardPass up;

    private final DownwardPass down;

    /** Null if it is not wanted. */
    private final NetworkFreeEnergy energy;

    private final FloatMatrix trainingMeans;

    private final FloatMatrix sums;

    /**
     * The way down from what the senses hand up, and the rows without the senses that they lack; null for one sense.
     */
    private final DownwardPass senseTops;

    private final FloatMatrix withoutSenses;

    private final float[] noValues;

    /** The sum of the squared errors of each row, and over how many units. */
    private final double[] errors = new double[BATCH_ROWS];

    private final int[] known = new int[BATCH_ROWS];

    private final Runnable stop = this::checkCancelled;

    private FloatMatrix reconstruction;

    /**
     * How many steps of filling a network is worth: two thousand, so that the noise of sampling averages out, where it
     * is as small as those of ordinary tables, and fewer where it is large, but 50 at least.
     */
    public static int fillSteps(final DeepBeliefNetwork network) {
        final long weights = Stream.concat(network.senses().stream().flatMap(sense -> sense.layers().stream()),
            network.layers().stream()).mapToLong(layer -> (long)layer.visibleUnits() * layer.hiddenUnits()).sum();
        return (int)Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, WEIGHTS_OF_STEPS / weights));
    }

    /**
     * @param fill how missing inputs are filled
     * @param steps how many times they are passed up and down for it, at least 1
     * @param seed of the samples, those of the free energy too
     * @param threads that compute, 0 for one a processor
     */
    public Reconstruction(final DeepBeliefNetwork network, final Fill fill, final int steps, final long seed,
        final int threads) {
        this(network, fill, steps, seed, threads, Precision.FLOAT32);
    }

    /** As above, with products of another precision; free energies are of float32 all the same. */
    public Reconstruction(final DeepBeliefNetwork network, final Fill fill, final int steps, final long seed,
        final int threads, final Precision precision) {
        this(network, fill, steps, seed, Compute.open(threads, precision), true);
    }

    /** As the constructor, without the free energies, which take longer than all else: NaN in their place. */
    public static Reconstruction withoutFreeEnergy(final DeepBeliefNetwork network, final Fill fill, final int steps,
        final long seed, final int threads) {
        return withoutFreeEnergy(network, fill, steps, seed, threads, Precision.FLOAT32);
    }

    /** As above, with products of another precision. */
    public static Reconstruction withoutFreeEnergy(final DeepBeliefNetwork network, final Fill fill, final int steps,
        final long seed, final int threads, final Precision precision) {
        return new Reconstruction(network, fill, steps, seed, Compute.open(threads, precision), false);
    }

    private Reconstruction(final DeepBeliefNetwork network, final Fill fill, final int steps, final long seed,
        final Compute compute, final boolean withFreeEnergy) {
        super(network, 2 * network.encoding().units() + 2, compute);
        this.fill = fill;
        this.steps = Math.max(1, steps);
        this.seed = seed;
        layers = network.levels().size();
        units = network.encoding().units();
        try {
            given = compute.zeros(BATCH_ROWS, units);
            up = new UpwardPass(compute, network, BATCH_ROWS);
            down = new DownwardPass(compute, network.levels(), BATCH_ROWS, up);
            energy = withFreeEnergy && !network.structure().temporal()
                ? new NetworkFreeEnergy(compute, network, seed, mostRows()) : null;
            trainingMeans = compute.vector(network.encoding().means());
            sums = compute.zeros(BATCH_ROWS, units);
            senseTops = network.senses().size() == 1 ? null
                : new DownwardPass(compute, network.levels().subList(0, network.senseLevels()), BATCH_ROWS);
            withoutSenses = senseTops == null ? null : compute.zeros(BATCH_ROWS, units);
            noValues = new float[units];
            Arrays.fill(noValues, Float.NaN);
        } catch (RuntimeException | Error failure) {
            compute.close();
            throw failure;
        }
    }

    @Override
    Reconstruction beside(final Compute own) {
        return new Reconstruction(network, fill, steps, seed, own, energy != null);
    }

    @Override
    UpwardPass upward() {
        return up;
    }

    @Override
    FloatMatrix input() {
        return given;
    }

    @Override
    void infer(final int rows, final long batch) {
        final boolean missing = missing(rows);
        fillFrom(trainingMeans, rows);
        if (missing && senseTops != null) {
            fillSenses(rows);
        }
        if (missing && fill == Fill.MEAN_FIELD) {
            for (int step = 0; step < steps; step++) {
                up.expect(rows, layers);
                fillFrom(down.expect(up.level(layers), rows), rows);
            }
        } else if (missing && fill == Fill.CLAMPED_GIBBS) {
            sample(rows, batch);
        }
        if (energy != null) {
            energy.infer(up.input(), rows, stop);
        }
        up.expect(rows, layers);
        reconstruction = down.expect(up.level(layers), rows);
    }

    /** Fills the senses that rows lack by what the others lead to, through the layers that all have in common. */
    private void fillSenses(final int rows) {
        compute.copyRows(up.input(), rows, withoutSenses);
        int first = 0;
        for (final Sense sense : network.senses()) {
            final int count = sense.encoding().units();
            for (int row = 0; row < rows; row++) {
                if (allMissing(row, first, count)) {
                    withoutSenses.writeRow(row, first, noValues, 0, count);
                }
            }
            first += count;
        }
        compute.copyRows(withoutSenses, rows, up.input());
        up.expect(rows, network.senseLevels());
        compute.replaceMissing(withoutSenses, rows, senseTops.expect(up.level(network.senseLevels()), rows),
            up.input());
    }

    private void sample(final int rows, final long batch) {
        sums.fill(0);
        final int burnIn = steps / 2;
        for (int step = 0; step < steps; step++) {
            final long number = batch * steps + step;
            up.sample(rows, layers, seed, number);
            if (step >= burnIn) {
                compute.addScaled(1, down.sample(up.level(layers), rows, false, seed, number), 1, sums);
            }
            fillFrom(down.sample(up.level(layers), rows, true, seed, number), rows);
        }
        compute.scale(sums, rows, 1f / (steps - burnIn));
        fillFrom(sums, rows);
    }

    /** Sets the missing inputs to the units of a matrix, which has a row for each or one for all. */
    private void fillFrom(final FloatMatrix source, final int rows) {
        compute.replaceMissing(given, rows, source, up.input());
    }

    @Override
    void read(final float[][] results, final int rows) {
        compute.read(reconstruction, rows, results, 0);
        compute.read(up.input(), rows, results, units);
        Arrays.fill(errors, 0);
        Arrays.fill(known, 0);
        compute.read(given, rows, (row, column, values, length) -> {
            for (int i = 0; i < length; i++) {
                if (!Float.isNaN(values[i])) {
                    final double difference = (double)values[i] - results[row][column + i];
                    errors[row] += difference * difference;
                    known[row]++;
                }
            }
        });
        for (int row = 0; row < rows; row++) {
            results[row][2 * units] = known[row] == 0 ? Float.NaN : finite(errors[row] / known[row]);
            results[row][2 * units + 1] = energy == null ? Float.NaN : finite(energy.freeEnergy(row));
        }
    }

    /** In single precision: what is too large, or infinity less infinity on the way, is the largest number. */
    private static float finite(final double value) {
        return Double.isNaN(value) ? Float.MAX_VALUE
            : (float)Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
    }
}
