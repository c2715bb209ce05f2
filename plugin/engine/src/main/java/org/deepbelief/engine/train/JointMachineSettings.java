// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.LayerKind;

/**
 * How a restricted Boltzmann machine learns that joins several senses: as any other, but that its hidden units see what
 * is left of a row when senses are left out at random, and have to tell the whole row (Ngiam et al. 2011: a model of
 * all senses that is given some of them learns to tell the others).
 *
 * @param machine the machine; its chains begin at the rows, and it has no sampled zeros and learns no variances
 * @param senses how many units each sense hands to it, in their order; at least two
 * @param leftOut the share of the rows for which a sense is left out, in [0, 1); one sense always stays
 */
public record JointMachineSettings(BoltzmannMachineSettings machine, List<Integer> senses, double leftOut)
    implements LayerSettings {

    /** @throws IllegalArgumentException if settings do not go together; the message names one */
    public JointMachineSettings {
        senses = List.copyOf(senses);
        Ranges.atLeast("number of senses", senses.size(), 2);
        Ranges.share("share of senses left out", leftOut);
        Ranges.require(!machine.chain().persistent(), "chain", "persistent", "chains that begin at the rows");
        Ranges.require(!machine.learnVariance(), "variances", "learned", "those that the senses hand up");
        Ranges.require(machine.sampledZeros() == 0, "number of sampled zeros", machine.sampledZeros(), "0");
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
    public JointMachineSettings withHidden(final HiddenUnits units) {
        return new JointMachineSettings(machine.withHidden(units), senses, leftOut);
    }

    @Override
    public JointMachineSettings withLearning(final Learning steps) {
        return new JointMachineSettings(machine.withLearning(steps), senses, leftOut);
    }

    @Override
    public LayerKind kind() {
        return machine.kind();
    }

    @Override
    public boolean takesLabels() {
        return machine.takesLabels();
    }

    @Override
    public double sampledZeros() {
        return 0;
    }

    @Override
    public LayerLearner learner(final Compute compute, final LayerInput input, final int batchSize, final long seed) {
        return new ContrastiveDivergence(compute, input, machine, batchSize, seed,
            leftOut == 0 ? null : new LeftOutSenses(compute, this, input, batchSize));
    }
}
