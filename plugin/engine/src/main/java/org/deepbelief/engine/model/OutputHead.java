// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.NumberScale;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.FloatMatrix;

/** The output layer that fine-tuning puts on top of the last hidden layer. */
public sealed interface OutputHead permits OutputHead.Classifier, OutputHead.Regressor {

    /** Hidden units of the last layer x outputs; not to be written to. */
    FloatMatrix weights();

    /** One an output; a copy. */
    float[] biases();

    /** How the outputs follow from their inputs h W + b. */
    Activation activation();

    /**
     * Class probabilities: softmax(h W + b).
     *
     * @param target the class column
     * @param weights hidden units x classes
     * @param biases one a class
     */
    record Classifier(ClassColumn target, FloatMatrix weights, float[] biases) implements OutputHead {

        public Classifier {
            biases = biases.clone();
            Shapes.check("output biases", biases, target.size());
            Shapes.check("output weights", weights, weights.rows(), target.size());
        }

        @Override
        public Activation activation() {
            return Activation.SOFTMAX;
        }

        /** The classes in the order of the outputs. */
        public List<String> classes() {
            return target.values();
        }

        @Override
        public float[] biases() {
            return biases.clone();
        }
    }

    /**
     * Numbers: target = offset + scale (h W + b).
     *
     * @param targets the names of the target columns, distinct, at least one
     * @param weights hidden units x targets
     * @param biases one a target
     * @param offsets the mean of each target in the training data; finite
     * @param scales the standard deviation of each target in the training data; finite, above 0
     */
    record Regressor(List<String> targets, FloatMatrix weights, float[] biases, double[] offsets, double[] scales)
            implements OutputHead {

        public Regressor {
            targets = List.copyOf(targets);
            biases = biases.clone();
            offsets = offsets.clone();
            scales = scales.clone();
            if (targets.isEmpty() || targets.stream().distinct().count() != targets.size()) {
                throw new IllegalArgumentException("The target columns must be distinct, at least one: " + targets);
            }
            Shapes.check("output biases", biases, targets.size());
            Shapes.check("output weights", weights, weights.rows(), targets.size());
            if (offsets.length != targets.size() || scales.length != targets.size()) {
                throw new IllegalArgumentException("Every target needs one offset and one scale.");
            }
            for (int t = 0; t < scales.length; t++) {
                if (!Double.isFinite(offsets[t]) || !Double.isFinite(scales[t]) || scales[t] <= 0) {
                    throw new IllegalArgumentException("The scaling of target \"" + targets.get(t)
                        + "\" is not usable: offset " + offsets[t] + ", scale " + scales[t] + ".");
                }
            }
        }

        @Override
        public float[] biases() {
            return biases.clone();
        }

        @Override
        public Activation activation() {
            return Activation.IDENTITY;
        }

        /**
         * This head for a target that it has learned in a scale of its own: offset' = mean + deviation offset,
         * scale' = deviation scale.
         *
         * @param scale by which the only target was standardised
         */
        public Regressor of(final NumberScale scale) {
            return new Regressor(targets, weights, biases, new double[]{scale.mean() + scale.deviation() * offsets[0]},
                new double[]{scale.deviation() * scales[0]});
        }

        /**
         * This head for its only target in standardised numbers: the other way round.
         *
         * @param scale by which the target is standardised
         */
        public Regressor in(final NumberScale scale) {
            return new Regressor(targets, weights, biases, new double[]{scale.standardise(offsets[0])},
                new double[]{scales[0] / scale.deviation()});
        }

        /** One a target; a copy. */
        @Override
        public double[] offsets() {
            return offsets.clone();
        }

        /** One a target; a copy. */
        @Override
        public double[] scales() {
            return scales.clone();
        }
    }
}
