// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * Watches a training: told of its progress after each batch, and asked whether to go on, by one thread at a time, which
 * is another one during trials.
 */
public interface TrainingMonitor {

    /** Watches nothing and never cancels. */
    TrainingMonitor NONE = new TrainingMonitor() {

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progress(final TrainingProgress progress) {
            // Nobody watches.
        }
    };

    /**
     * Whether to stop; asked before each operation on a batch, such as a product. The training then frees what it holds
     * and throws a {@link java.util.concurrent.CancellationException}.
     */
    boolean cancelled();

    /** Told after each batch; the same object each time, to be read during the call. */
    void progress(TrainingProgress progress);
}
