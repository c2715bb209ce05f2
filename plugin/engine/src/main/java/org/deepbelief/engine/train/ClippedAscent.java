// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import org.deepbelief.engine.math.AdamUpdate;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * Several parameters that follow their gradient by Adam, see {@link AdamUpdate}, with the norm of all of it held down: a
 * gradient through time is now and then far too long (Pascanu, Mikolov and Bengio 2013).
 */
final class ClippedAscent {

    /** A parameter, the term of its gradient, and whether it decays. */
    private record Part(Term term, FloatMatrix gradient, AdamUpdate update, boolean decays) {
    }

    private final Compute compute;

    private final double mostNorm;

    private final List<Part> parts = new ArrayList<>();

    /** @param mostNorm of the mean gradient over rows; one that is longer is scaled down to it */
    ClippedAscent(final Compute compute, final double mostNorm) {
        this.compute = compute;
        this.mostNorm = mostNorm;
    }

    /** Adds a parameter that is kept, not copied. */
    ClippedAscent add(final Term term, final FloatMatrix parameter, final boolean decays) {
        parts.add(new Part(term, compute.zeros(parameter.rows(), parameter.columns()), compute.adamUpdate(parameter),
            decays));
        return this;
    }

    /**
     * Moves all parameters.
     *
     * @param rows that the sums are over
     * @param weightDecay a parameter w that decays loses learning rate * weightDecay * w
     */
    void apply(final Statistics statistics, final long rows, final Rates rates, final double weightDecay) {
        double squares = 0;
        for (int i = 0; i < parts.size(); i++) {
            final Part part = parts.get(i);
            if (part.term.form() == Term.Form.SUMS) {
                compute.addScaled(1f / rows, statistics.sums(part.term), 0f, part.gradient);
            } else {
                statistics.gradient(part.term, 1f / rows, part.gradient);
            }
            squares += compute.sumOfSquares(part.gradient);
        }
        final double norm = Math.sqrt(squares);
        for (int i = 0; i < parts.size(); i++) {
            final Part part = parts.get(i);
            if (norm > mostNorm) {
                compute.scale(part.gradient, part.gradient.rows(), (float)(mostNorm / norm));
            }
            part.update.run(part.gradient, rates.learning(), rates.momentum(),
                part.decays ? (float)(rates.learning() * weightDecay) : 0f);
        }
    }

    /** Adds what is carried from step to step beside the parameters. */
    void addTo(final LearnerState state) {
        parts.forEach(part -> AdamOptimizer.addTo(state, part.term.name(), part.update));
    }
}
