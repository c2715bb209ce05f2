// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * Annealed importance sampling (Neal 2001; Salakhutdinov and Murray 2008) of many restricted Boltzmann machines of
 * Bernoulli units that share their weights W and have biases of their own, such as those that a recurrent machine has at
 * each time: all chains of all machines go side by side, so that a step is two products. With base biases c, visible
 * biases a and hidden biases b of a machine,
 *
 * <pre>
 * p_s(v) ~ exp(((1 - s) c + s a) v) product over j of (1 + exp(s (v W + b)_j)),   s from 0 to 1
 * Z_0 = 2^hidden units product over i of (1 + exp(c_i))
 * log weight = sum over steps of log p_s'(v) - log p_s(v), v drawn by p_s
 * </pre>
 *
 * The mean of exp(log weight) over the chains of a machine is Z / Z_0, without bias whatever c is; the nearer p_0 is to
 * the machine, the less the weights vary.
 *
 * <p>Prepared by {@link Compute#annealing}; one run at a time.
 */
public interface Annealing {

    /** Fewer steps from 0 to 1 are refused. */
    int LEAST_TEMPERATURES = 100;

    /**
     * Runs the chains of the first machines.
     *
     * @param machines how many
     * @param biases their biases
     * @param temperatures the steps from 0 to 1, at least {@link #LEAST_TEMPERATURES}
     * @param keys of the random numbers
     * @return the log weights, those of a machine together; set anew by the next run
     */
    double[] run(int machines, Biases biases, int temperatures, MachineKeys keys);

    /**
     * The biases of machines, a row each.
     *
     * @param base c, machines x visible units
     * @param visible a, machines x visible units
     * @param hidden b, machines x hidden units
     */
    record Biases(FloatMatrix base, FloatMatrix visible, FloatMatrix hidden) {
    }

    /** Where the random numbers of the chains come from. */
    @FunctionalInterface
    interface MachineKeys {

        /**
         * The key of a chain of a machine in a step, from 0 on, see {@link CounterRandom#bits}. Called by several
         * threads at a time.
         */
        long key(int machine, int chain, int step);
    }
}
