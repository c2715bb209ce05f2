// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

/** What of a hidden unit becomes a feature. */
public enum FeatureKind {
    /** Its mean given the means below: a probability for Bernoulli units. */
    PROBABILITIES,
    /** A sample of it given the samples below. */
    SAMPLES
}
