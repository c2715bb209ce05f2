// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Optional;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.PrecedingRows;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;

/** One layer while it is pretrained. The error that it watches is that of the reconstruction of its inputs, squared. */
public interface LayerLearner extends Learner {

    /** Whether it takes rows by what is not zero in them. */
    default boolean takesSparseRows() {
        return false;
    }

    /** The rows before each that it takes beside its rows; null for none. */
    default PrecedingRows before(final SampleMatrix samples) {
        return null;
    }

    /**
     * Of the rows of a part those that it learns from.
     *
     * @param checkCancelled run every few hundred rows; throws if the pass is to end
     */
    default Split.Part learned(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        return part;
    }

    /**
     * Through how many rows of a sequence it learns together: its batches are pieces of sequences, of as many rows at
     * most; 0 where each row stands for itself.
     */
    default int pieceRows() {
        return 0;
    }

    /**
     * Starts from what a pass over the rows tells, where there is more to know than {@link LayerInput}. To be called
     * once, before the first step and before {@link #goOnFrom}.
     *
     * @param part the rows to learn from
     * @param checkCancelled throws if the pass is to end
     */
    default void start(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        // Most learners know enough.
    }

    /**
     * Goes on from what was learned before, instead of from weights that are random.
     *
     * @param layer of the same kind and units, tied
     * @param labels the label units beside its input; where there are none, those of the learner stay as they are
     */
    void goOnFrom(Layer layer, Optional<LabelUnits> labels);

    /**
     * Sets right what only a pass over the rows can tell when learning is over. To be called once, after the last step.
     *
     * @param part the rows that were learned from
     * @param checkCancelled throws if the pass is to end
     */
    default void finish(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        // Most learners are right.
    }

    /** The sum over hidden units of their mean activations in the batch last gathered. */
    double activation();

    /** What the visible units mean for the measurements after an epoch: reconstruction and free energy. */
    LayerMeasuring monitor(Compute part);

    /** The layer as it is now. It takes the weights over: the learner can learn no more. */
    Layer layer();

    /** The label units beside the input, as they are now, in memory of their own; none for most learners. */
    default Optional<LabelUnits> labelUnits(final ClassColumn column) {
        return Optional.empty();
    }

    /** The sum of the elements of a vector, 1 x the length of the buffer. */
    static double total(final FloatMatrix vector, final float[] buffer) {
        vector.read(buffer);
        double sum = 0;
        for (float value : buffer) {
            sum += value;
        }
        return sum;
    }
}
