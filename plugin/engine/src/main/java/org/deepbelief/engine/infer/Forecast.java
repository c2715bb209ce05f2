// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.TemporalLayer;

/**
 * What follows the rows of a sequence, and how unexpected each row is given those before, by a network with a layer
 * that knows the rows before ({@link TemporalLayer}).
 *
 * <p>Rows of one sequence are taken in order ({@link #begin}, {@link #follow}); {@link #next} and {@link #draw} tell
 * what follows them and can be asked after any row: they change nothing. The highest temporal layer generates, given
 * its own past: from what its context alone predicts, means (or samples) go up and down in it; the layers below bring
 * what it says down, each given its own past. The row so made is the past of the one after it. Layers above the highest
 * temporal one know nothing of the past and take no part.
 *
 * <pre>
 * unexpectedness of a row   F(v | past) - F(m | past) = log p(m | past) - log p(v | past)
 * </pre>
 *
 * in nats, with F and p of the lowest temporal layer, v its visible units (the row, or what the layers below make of
 * it) and m those that {@link #next} expects there: exact, since the normalisation of p given the past drops out. A
 * unit of a row that is missing (NaN) is taken as expected, so that a missing row is one of missing units.
 */
public final class Forecast implements AutoCloseable {

    private final Compute compute;

    private final Settings settings;

    private final int lowest;

    private final NextRow mean;

    /** Null where no paths are wanted. */
    private final NextRow drawn;

    private final ContextEnergy energy;

    private final float[][] expected;

    private final float[][] atLowest;

    /** What {@link #follow} expected of the row that it took. */
    private final float[] expectedOfRow;

    /** The next row of each path. */
    private final float[][] paths;

    private long drawnSeed;

    private long drawnRows;

    /**
     * How rows are foretold.
     *
     * @param steps how many times means or samples go up and down for a row, at least 1
     * @param paths how many {@link #draw} goes on with, at least 0
     * @param seed of these
     */
    public record Settings(int steps, int paths, long seed) {

        /** @throws IllegalArgumentException if a number is out of range; the message names it */
        public Settings {
            if (steps < 1) {
                throw new IllegalArgumentException("The number of steps is " + steps + "; choose at least 1.");
            }
            if (paths < 0) {
                throw new IllegalArgumentException("The number of paths is " + paths + "; choose at least 0.");
            }
        }
    }

    /**
     * @param compute gives the memory, which has all of it back when this is closed
     * @throws IllegalArgumentException if no layer knows the rows before
     */
    public Forecast(final DeepBeliefNetwork network, final Settings settings, final Compute compute) {
        final List<Layer> layers = network.layers();
        lowest = NextRow.lowest(layers);
        this.settings = settings;
        this.compute = compute.part();
        try {
            mean = new NextRow(this.compute, layers, 1);
            drawn = settings.paths() == 0 ? null : new NextRow(this.compute, layers, settings.paths());
            energy = new ContextEnergy(this.compute, (TemporalLayer)layers.get(lowest), 2);
            expected = new float[1][layers.get(0).visibleUnits()];
            atLowest = new float[2][layers.get(lowest).visibleUnits()];
            expectedOfRow = new float[expected[0].length];
            paths = new float[settings.paths()][expected[0].length];
        } catch (RuntimeException | Error failure) {
            this.compute.close();
            throw failure;
        }
    }

    /** Begins a sequence; the first one is begun. */
    public void begin() {
        mean.begin();
    }

    /**
     * Takes the next row of the sequence.
     *
     * @param units of the row in the network's encoding; NaN where missing
     * @return how unexpected it was
     */
    public double follow(final float[] units) {
        mean.expect(settings.steps());
        mean.read(0, expected);
        System.arraycopy(expected[0], 0, expectedOfRow, 0, expectedOfRow.length);
        mean.read(lowest, atLowest);
        final float[] expectedThere = atLowest[0].clone();
        for (int i = 0; i < units.length; i++) {
            if (!Float.isNaN(units[i])) {
                expected[0][i] = units[i];
            }
        }
        mean.see(expected);
        mean.read(lowest, atLowest);
        System.arraycopy(expectedThere, 0, atLowest[1], 0, expectedThere.length);
        energy.of(atLowest, mean.context(lowest, 0));
        mean.advance();
        return energy.freeEnergy(0) - energy.freeEnergy(1);
    }

    /**
     * What {@link #follow} expected of the row that it took last, before it saw it: the first row that {@link #next}
     * would have told then.
     *
     * @return its units; a copy
     */
    public float[] expected() {
        return expectedOfRow.clone();
    }

    /**
     * The rows that follow, each as it is expected given those before it.
     *
     * @param count how many
     * @return count x units
     */
    public float[][] next(final int count) {
        final float[][] next = new float[count][];
        mean.keep();
        for (int row = 0; row < count; row++) {
            next[row] = followExpected();
        }
        mean.restore();
        return next;
    }

    /**
     * Takes the row that is expected as the next one of the sequence, so that one after the other follows.
     *
     * @return its units; a copy
     */
    public float[] followExpected() {
        mean.expect(settings.steps());
        mean.read(0, expected);
        mean.see(expected);
        mean.advance();
        return expected[0].clone();
    }

    /**
     * Begins to draw what may follow the rows that were taken: {@link #draw} then draws one row after the other.
     *
     * @param sequence tells the draws of one sequence from those of others; the same rows, seed and number draw the
     *            same
     * @throws IllegalStateException if the settings are for no paths
     */
    public void beginDrawing(final long sequence) {
        if (drawn == null) {
            throw new IllegalStateException("The settings are for no paths.");
        }
        drawn.begin(mean);
        drawnSeed = CounterRandom.subKey(settings.seed(), sequence);
        drawnRows = 0;
    }

    /**
     * Draws the next row of each path, which is the past of the one after it.
     *
     * @return paths x units: what the drawn sample of the hidden units makes of each unit, as a sample; set by the next
     *         call
     */
    public float[][] draw() {
        drawn.sample(settings.steps(), drawnSeed, drawnRows++);
        drawn.read(0, paths);
        drawn.see(paths);
        drawn.advance();
        return paths;
    }

    /** Releases the memory. */
    @Override
    public void close() {
        compute.close();
    }
}
