// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a network came to be.
 *
 * @param steps its trainings in their order
 */
public record Provenance(List<TrainingStep> steps) {

    public Provenance {
        steps = List.copyOf(steps);
    }

    /** This provenance with one more step. */
    public Provenance plus(final TrainingStep step) {
        return new Provenance(Stream.concat(steps.stream(), Stream.of(step)).toList());
    }

    /** This provenance and then another. */
    public Provenance plus(final Provenance later) {
        return new Provenance(Stream.concat(steps.stream(), later.steps.stream()).toList());
    }

    /** Whether a step of this name was done, see the constants of {@link TrainingStep}. */
    public boolean has(final String name) {
        return steps.stream().anyMatch(step -> step.name().equals(name));
    }
}
