// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.model.Layer;

/**
 * One layer while it learns. A step is two parts: the statistics of a batch as sums over its rows, gathered by the
 * {@link #feed}, and {@link #update}, the change of the layer that follows from them.
 */
interface LayerTrainer extends AutoCloseable {

    /** What fetches batches for this trainer; to be closed. */
    BatchFeed feed(SampleMatrix samples, MiniBatches batches);

    /** Changes the weights and biases by the statistics last gathered. */
    void update(float learningRate, float momentum);

    /**
     * The sum over rows and units of the squared reconstruction error of the batch last gathered; where standard
     * deviations are learned, in units of them.
     */
    double squaredError();

    /** The sum over hidden units of their mean activations in the batch last gathered. */
    double meanActivation();

    /** Root mean square of the weights. */
    double weightNorm();

    /** What the visible units mean for the monitors: reconstruction and free energy. */
    LayerMeasuring monitor();

    /** The layer as it is now. It takes the weights over: the trainer can learn no more. */
    Layer layer();

    /** Frees the memory. */
    @Override
    void close();
}
