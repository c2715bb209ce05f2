// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Sense;
import org.deepbelief.engine.model.SideBySide;

/**
 * What the senses hand to the layers that they have in common, side by side, for all rows in their order, with the
 * rows' targets: the rows that the common layers learn from.
 */
public final class SenseTops implements RowSource {

    private static final int ROWS = 512;

    private final Compute compute;

    private final SampleMatrix samples;

    private final UpwardPass pass;

    private final FloatMatrix tops;

    /** 1 x inputs: what stands in for missing ones. */
    private final FloatMatrix means;

    private final int levels;

    private final float[][] values;

    private long next;

    private int at;

    private int filled;

    private SenseTops(final Compute compute, final UpwardPass pass, final int levels, final FloatMatrix means,
        final SampleMatrix samples) {
        this.compute = compute;
        this.samples = samples;
        this.pass = pass;
        this.levels = levels;
        this.means = means;
        tops = pass.level(levels);
        values = new float[ROWS][tops.columns()];
    }

    /**
     * Reads what the senses of a network hand up for all rows. A sense that a row lacks (all its units are NaN) is
     * filled from the others.
     *
     * @param samples rows of the network's encoding
     * @return in memory or a file as the rows themselves; to be closed
     * @throws IOException if it does not fit the memory budget of the rows and its file cannot be written
     * @throws CancellationException if cancelled
     */
    public static SampleMatrix read(final Compute compute, final DeepBeliefNetwork network, final SampleMatrix samples,
        final BooleanSupplier cancelled) throws IOException {
        try (Compute part = compute.part()) {
            return read(new SenseTops(part, new UpwardPass(part, network, ROWS), network.senseLevels(), null, samples),
                cancelled);
        }
    }

    /**
     * As above, of senses that are yet to be joined. A sense that a row lacks is at the means of its columns.
     *
     * @param samples rows of the senses' encodings side by side
     */
    public static SampleMatrix read(final Compute compute, final List<Sense> senses, final SampleMatrix samples,
        final BooleanSupplier cancelled) throws IOException {
        try (Compute part = compute.part()) {
            final float[] means =
                InputEncoding.sideBySide(senses.stream().map(Sense::encoding).toList()).means();
            return read(new SenseTops(part, UpwardPass.ofSenses(part, senses, ROWS),
                SideBySide.levels(senses).size(), part.vector(means), samples), cancelled);
        }
    }

    private static SampleMatrix read(final SenseTops tops, final BooleanSupplier cancelled) throws IOException {
        return SampleMatrix.read(tops, tops.tops.columns(), tops.samples.targets(), tops.samples.storage(), cancelled);
    }

    @Override
    public long rows() {
        return samples.rows();
    }

    @Override
    public boolean next(final float[] units, final float[] targets) {
        if (at == filled) {
            next += filled;
            filled = (int)Math.min(ROWS, samples.rows() - next);
            at = 0;
            if (filled == 0) {
                return false;
            }
            compute.fill(pass.input(), filled,
                (row, column, target, length) -> samples.readUnits(next + row, column, target, 0, length));
            if (means != null) {
                compute.replaceMissing(pass.input(), filled, means, pass.input());
            }
            pass.expect(filled, levels);
            compute.read(tops, filled, values, 0);
        }
        System.arraycopy(values[at], 0, units, 0, tops.columns());
        samples.readTargets(next + at, targets, 0);
        at++;
        return true;
    }
}
