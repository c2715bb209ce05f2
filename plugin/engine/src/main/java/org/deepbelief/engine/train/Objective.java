// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.OutputHead;

/** What the outputs of a stack are to be: the output stages, their errors, and the loss. */
sealed interface Objective permits WantedOutputs, MapObjective {

    /**
     * How the stages above the encoder begin.
     *
     * @param compute gives memory
     * @param encoder the layers below; none where outputs stand on the inputs themselves
     * @param below how many units they stand on
     */
    List<BackpropagationStage.Way> ways(Compute compute, List<DenseLayer> encoder, int below);

    /**
     * Runs the top stage on a batch, and adds the sums of its errors and the losses.
     *
     * @param below the inputs of the top stage
     */
    void gather(Batch batch, FloatMatrix below, BackpropagationStage top, Statistics statistics, Losses losses);

    /** Of how many rows of the batch of {@link #gather} the gradient is the mean: those with a target, at least one. */
    long counted(Batch batch);

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
