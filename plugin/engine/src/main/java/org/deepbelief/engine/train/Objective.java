// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.OutputHead;

/**
 * What the outputs of a stack are to be: the output stages, the wanted outputs of a batch, and the loss. One of each
 * kind of {@link FineTuning.Target}, which makes it.
 */
sealed interface Objective permits ClassObjective, NumberObjective, InputObjective {

    /**
     * How the stages above the encoder begin.
     *
     * @param compute gives memory
     */
    List<BackpropagationStage.Way> ways(Compute compute, List<DenseLayer> encoder);

    /** The wanted outputs of a batch, until the next one's; NaN where one is missing. */
    FloatMatrix wanted(Batch batch);

    /** Whether a wanted output may be missing, which then counts for nothing. */
    boolean mayMiss();

    /** The weight of each row of the batch of {@link #wanted}, in the first column; null for 1. */
    FloatMatrix rowWeights();

    /** Adds the losses of the batch of {@link #wanted} from its errors at the top, wanted minus mean, weighted. */
    void addResiduals(Batch batch, BackpropagationStage top, Losses losses);

    /** Adds the losses of any batch from the outputs' means. */
    void addOutputs(Batch batch, FloatMatrix outputs, Losses losses);

    /**
     * Layers with what the stages above them have become.
     *
     * @param outputs the stages of {@link #ways}
     */
    List<DenseLayer> tuned(List<DenseLayer> layers, List<BackpropagationStage> outputs);

    /** The output head, if there is one. */
    Optional<OutputHead> head(BackpropagationStage top);

    /** What the log says of the mean losses of an epoch, on training rows and on those held out. */
    TrainingLog.Entry logged(TrainingLog.Entry entry, TrainingLog.Pair losses);
}
