// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One training that the network went through.
 *
 * @param name the training's name in the field's words
 * @param settings every setting by its name
 * @param rows the number of rows that it learned from
 * @param seed the seed of its random numbers
 */
public record TrainingStep(String name, SortedMap<String, String> settings, long rows, long seed) {

    /** The name of the step that layer-wise pretraining records. */
    public static final String PRETRAINING = "layer-wise pretraining";

    /** The name of the step that wake-sleep tuning records. */
    public static final String WAKE_SLEEP = "wake-sleep tuning";

    /** The name of the step that fine-tuning records. */
    public static final String FINE_TUNING = "fine-tuning";

    /** The name of the step that fusing records: those before it are of the senses. */
    public static final String FUSING = "fusing";

    /** The name of the step that embedding records. */
    public static final String EMBEDDING = "embedding";

    public TrainingStep {
        Objects.requireNonNull(name, "name");
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        if (rows < 0) {
            throw new IllegalArgumentException("A training step cannot have learned from " + rows + " rows.");
        }
    }

    public TrainingStep(final String name, final Map<String, String> settings, final long rows, final long seed) {
        this(name, new TreeMap<>(settings), rows, seed);
    }
}
