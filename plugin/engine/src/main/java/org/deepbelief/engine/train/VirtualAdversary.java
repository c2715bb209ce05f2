// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * Virtual adversarial training (Miyato, Maeda, Koyama and Ishii 2018, algorithm 1, one power iteration): each row is
 * moved where the outputs p change the most, and they are wanted to stay as they are. With e the radius and D the
 * number of inputs,
 *
 * <pre>
 * probe      d ~ N(0, e^2 / D)                        (as long as the radius, so that rounding does not drown it)
 * direction  g = d KL(p(x) || p(x + d)) / dd
 * loss       KL(p(x) || p(x + e g / |g|)), of which -dE/dx at the outputs is p(x) - p(x + e g / |g|)
 * </pre>
 *
 * p(x) is a constant. What is left out of a row is left out of the moved row too.
 *
 * <p>The moved rows stand behind the others in the matrices of all stages, so that errors go back from both at once.
 */
final class VirtualAdversary {

    private final Compute compute;

    private final StackBackpropagation stack;

    private final BackpropagationStage[] stages;

    private final Step step;

    /** The rows of a batch and behind them as many that were moved. */
    private final FloatMatrix inputs;

    private final FloatMatrix gradient;

    private final FloatMatrix expected;

    private final FloatMatrix[] outputs;

    private final FloatMatrix[] deltas;

    private FloatMatrix moved;

    private int rows = -1;

    /**
     * How rows are moved.
     *
     * @param weight of a moved row in the sums of a batch
     * @param radius in units of the inputs
     */
    record Step(double weight, double radius) {
    }

    /**
     * @param compute gives the memory, which is released with it
     * @param stages of the stack, with room for twice the rows of a batch
     * @param inputs of the stack
     * @param batchSize the most rows of a batch
     */
    VirtualAdversary(final Compute compute, final StackBackpropagation stack, final BackpropagationStage[] stages,
        final Step step, final int inputs, final int batchSize) {
        this.compute = compute;
        this.stack = stack;
        this.stages = stages;
        this.step = step;
        this.inputs = compute.zeros(2 * batchSize, inputs);
        gradient = compute.zeros(batchSize, inputs);
        expected = compute.zeros(batchSize, stages[stages.length - 1].output().columns());
        outputs = new FloatMatrix[stages.length];
        deltas = new FloatMatrix[stages.length];
        for (int s = 0; s < stages.length; s++) {
            stages[s].passErrorsTo(s == 0 ? null : stages[s - 1]);
        }
    }

    /** Where the stack reads from: the first rows are those of the batch. */
    FloatMatrix inputs() {
        return inputs;
    }

    /** The errors of the moved rows at the outputs of a stage. */
    FloatMatrix delta(final int stage) {
        return deltas[stage];
    }

    /**
     * Moves rows that have gone up, and lets the moved ones go up.
     *
     * @param batch the rows
     * @param seed of the probes
     * @param statistics gets the sums of the errors at the outputs
     */
    void gather(final Batch batch, final long seed, final Statistics statistics) {
        final int count = batch.count();
        if (rows != count) {
            rows = count;
            moved = inputs.rows(count, 2 * count);
            for (int s = 0; s < stages.length; s++) {
                outputs[s] = stages[s].output().rows(count, 2 * count);
                deltas[s] = stages[s].delta().rows(count, 2 * count);
            }
        }
        final int last = stages.length - 1;
        final FloatMatrix below = last == 0 ? inputs : stages[last - 1].output();
        stages[last].expect(below, count, expected);
        compute.addNoise(inputs, count, (float)(step.radius / Math.sqrt(inputs.columns())),
            batch.random(RandomStream.ADVERSARIAL_PROBES.key(seed, batch.step())), moved);
        compare(batch);
        for (int s = last; s > 0; s--) {
            stages[s].takeBack(deltas[s], count, outputs[s - 1], deltas[s - 1]);
            if (stages[s - 1].linear()) {
                stack.leaveOut(deltas[s - 1], batch, stages[s - 1].outputKeep(), s);
            }
        }
        stages[0].takeBack(deltas[0], count, gradient, gradient);
        // The errors point downhill.
        compute.moveRows(inputs, count, gradient, (float)-step.radius, moved);
        compare(batch);
        compute.scale(deltas[last], count, (float)step.weight);
        statistics.sum(stages[last].sums(), deltas[last], count, 1f);
    }

    /** Takes the moved rows up: p(x) less what they give. */
    private void compare(final Batch batch) {
        FloatMatrix below = moved;
        for (int s = 0; s < stages.length - 1; s++) {
            stages[s].expect(below, rows, outputs[s]);
            below = outputs[s];
            stack.leaveOut(below, batch, stages[s].outputKeep(), s + 1);
        }
        stages[stages.length - 1].residual(below, rows, expected, deltas[stages.length - 1]);
    }
}
