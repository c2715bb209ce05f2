// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.Arrays;
import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.LayerPass;
import org.deepbelief.engine.model.Level;
import org.deepbelief.engine.model.Sense;

/**
 * Fills the senses that rows lack from the others, through the lowest layer that all have in common (Ngiam et al. 2011;
 * Srivastava and Salakhutdinov 2012). With t the units that the senses hand to it, those of the missing senses begin
 * where the means of their columns lead, and then, {@value #STEPS} times, h = E[h | t] and t = E[t | h] for the missing
 * senses alone: mean-field steps with the others clamped.
 * <p>
 * The machine is the associative memory where that layer is the only one, so that fine-tuning leaves it as it was.
 */
final class SenseFilling {

    private static final int STEPS = 20;

    private final Compute compute;

    /** The first unit of each sense in the input, and one past the last; then in what the senses hand up. */
    private final int[] inputs;

    private final int[] tops;

    /** 1 x inputs. */
    private final FloatMatrix means;

    /** 1 x units that the senses hand up: where the means lead. */
    private final FloatMatrix start;

    private final LayerPass up;

    private final LayerPass down;

    /** What the senses hand up, NaN where one is missing. */
    private final FloatMatrix given;

    private final FloatMatrix expected;

    private final FloatMatrix hidden;

    private final float[] missing;

    /** By row and sense: whether it is missing in the batch. */
    private final boolean[][] lacks;

    private boolean anyLacks;

    SenseFilling(final Compute compute, final DeepBeliefNetwork network, final int batchRows) {
        this.compute = compute;
        final List<Sense> senses = network.senses();
        inputs = new int[senses.size() + 1];
        tops = new int[senses.size() + 1];
        for (int s = 0; s < senses.size(); s++) {
            inputs[s + 1] = inputs[s] + senses.get(s).encoding().units();
            tops[s + 1] = tops[s] + senses.get(s).topUnits();
        }
        means = compute.vector(network.encoding().means());
        start = start(compute, network);
        final Layer joint = network.layers().size() == 1 ? network.machine() : network.layers().get(0);
        up = joint.up(compute);
        down = joint.down(compute);
        given = compute.zeros(batchRows, joint.visibleUnits());
        expected = compute.zeros(batchRows, joint.visibleUnits());
        hidden = compute.zeros(batchRows, joint.hiddenUnits());
        missing = new float[joint.visibleUnits()];
        Arrays.fill(missing, Float.NaN);
        lacks = new boolean[batchRows][senses.size()];
    }

    private FloatMatrix start(final Compute memory, final DeepBeliefNetwork network) {
        FloatMatrix units = means;
        for (final Level level : network.levels().subList(0, network.senseLevels())) {
            final FloatMatrix above = memory.zeros(1, level.hiddenUnits());
            level.up(memory).expect(units, 1, above);
            units = above;
        }
        return units;
    }

    /** Finds the senses that are missing in rows, and gives their units the means. */
    void see(final FloatMatrix units, final int rows) {
        anyLacks = false;
        for (int row = 0; row < rows; row++) {
            for (int s = 0; s < inputs.length - 1; s++) {
                lacks[row][s] = Float.isNaN(units.get(row, inputs[s]));
                anyLacks |= lacks[row][s];
            }
        }
        if (anyLacks) {
            compute.replaceMissing(units, rows, means, units);
        }
    }

    /** Fills what the missing senses of the rows that were seen hand up. */
    void fill(final FloatMatrix units, final int rows) {
        if (!anyLacks) {
            return;
        }
        compute.copyRows(units, rows, given);
        for (int row = 0; row < rows; row++) {
            for (int s = 0; s < tops.length - 1; s++) {
                if (lacks[row][s]) {
                    given.writeRow(row, tops[s], missing, 0, tops[s + 1] - tops[s]);
                }
            }
        }
        compute.replaceMissing(given, rows, start, units);
        for (int step = 0; step < STEPS; step++) {
            up.expect(units, rows, hidden);
            down.expect(hidden, rows, expected);
            compute.replaceMissing(given, rows, expected, units);
        }
    }
}
