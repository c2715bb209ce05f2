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

    /**
     * Whether a step of this name was done, see the constants of {@link TrainingStep}. Where networks were fused, what
     * had been done with each of them before does not count.
     */
    public boolean has(final String name) {
        int first = 0;
        for (int i = 0; i < steps.size(); i++) {
            first = steps.get(i).name().equals(TrainingStep.FUSING) ? i : first;
        }
        return steps.subList(first, steps.size()).stream().anyMatch(step -> step.name().equals(name));
    }
}
