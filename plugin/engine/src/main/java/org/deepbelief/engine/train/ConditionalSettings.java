// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.LayerKind;

/**
 * How a conditional restricted Boltzmann machine is pretrained (Taylor, Hinton and Roweis 2007). Gaussian visible units
 * have the standard deviation that their autoregression leaves.
 *
 * @param machine how it learns, given the rows before; its chain starts at the rows
 * @param rowsBefore how many rows before each are its context, at least 1
 */
public record ConditionalSettings(BoltzmannMachineSettings machine, int rowsBefore) implements LayerSettings {

    /** @throws IllegalArgumentException if settings do not go together; the message names one */
    public ConditionalSettings {
        Ranges.atLeast("number of rows before", rowsBefore, 1);
        Ranges.require(!machine.chain().persistent(), "chain", "persistent",
            "one that starts at the rows, since each row has a context of its own");
        Ranges.require(!machine.centred() && machine.sampledZeros() == 0 && !machine.learnVariance(), "gradient",
            "centred, sampled or with learned variances",
            "a plain gradient where the rows before are a context");
    }

    @Override
    public HiddenUnits hidden() {
        return machine.hidden();
    }

    @Override
    public Learning learning() {
        return machine.learning();
    }

    @Override
    public ConditionalSettings withHidden(final HiddenUnits units) {
        return new ConditionalSettings(machine.withHidden(units), rowsBefore);
    }

    @Override
    public ConditionalSettings withLearning(final Learning steps) {
        return new ConditionalSettings(machine.withLearning(steps), rowsBefore);
    }

    @Override
    public LayerKind kind() {
        return LayerKind.CONDITIONAL;
    }

    @Override
    public boolean takesLabels() {
        return false;
    }

    @Override
    public double sampledZeros() {
        return 0;
    }

    @Override
    public LayerLearner learner(final Compute compute, final LayerInput input, final int batchSize, final long seed) {
        return new ContrastiveDivergence(compute, input, this, batchSize, seed);
    }
}
