// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.deepbelief.engine.infer.Prediction;

/**
 * What a model gives of each row.
 *
 * @param features the layers whose units it gives, counted from 1 at the bottom
 * @param prediction which part of the network predicts, if any
 * @param reconstruction whether it gives each column as the network reconstructs it
 * @param error whether it gives how far the reconstructed units are off
 */
public record OnnxOutputs(List<Integer> features, Optional<Prediction.Source> prediction, boolean reconstruction,
    boolean error) {

    /** @throws IllegalArgumentException if there is nothing to give */
    public OnnxOutputs {
        features = List.copyOf(features);
        Objects.requireNonNull(prediction, "prediction");
        if (features.isEmpty() && prediction.isEmpty() && !reconstruction && !error) {
            throw new IllegalArgumentException("The ONNX model would give nothing. Choose features, a prediction, or a"
                + " reconstruction.");
        }
    }
}
