// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.Layer;

/**
 * One layer while it learns. A step is {@link #gather}, the statistics of a batch as sums over its rows, and
 * {@link #update}, the change of the layer that follows from them.
 */
interface LayerTrainer extends AutoCloseable {

    /**
     * Gathers the statistics of a batch. Values of learned standard deviation are divided by it in place.
     *
     * @param visible the batch; row i of the first {@code rows} is a case
     * @param step the number of the step, which keys its random numbers
     */
    void gather(FloatMatrix visible, int rows, long step);

    /** Changes the weights and biases by the statistics last gathered. */
    void update(float learningRate, float momentum);

    /** The sum over rows and units of the squared reconstruction error of the batch last gathered. */
    double squaredError();

    /** The sum over hidden units of their mean activations in the batch last gathered. */
    double meanActivation();

    /** Root mean square of the weights. */
    double weightNorm();

    /** What the visible units mean for the monitors: reconstruction and free energy. */
    LayerMonitor monitor();

    /** The layer as it is now, in memory of its own. */
    Layer layer();

    /** Frees the memory. */
    @Override
    void close();
}
