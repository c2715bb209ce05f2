// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.execution;

import java.util.concurrent.CancellationException;

import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingProgress;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;

/** Shows a training's progress on its node, and stops the training when the user cancels the node. */
public final class ExecutionTrainingMonitor implements TrainingMonitor {

    /** Batches may take microseconds, and nobody reads faster. */
    private static final long NANOS_BETWEEN_TEXTS = 50_000_000;

    private final ExecutionMonitor exec;

    private long told = System.nanoTime();

    /** @param exec the node's execution, or the part of it that the training is */
    public ExecutionTrainingMonitor(final ExecutionMonitor exec) {
        this.exec = exec;
    }

    @Override
    public boolean cancelled() {
        try {
            exec.checkCanceled();
            return false;
        } catch (CanceledExecutionException e) {
            return true;
        }
    }

    /** @throws CancellationException if the training is to stop, for what is done before it */
    public void checkCancelled() {
        if (cancelled()) {
            throw new CancellationException("Reading the rows was cancelled.");
        }
    }

    @Override
    public void progress(final TrainingProgress progress) {
        final long now = System.nanoTime();
        if (now - told < 0) {
            exec.setProgress(progress.fraction());
        } else {
            told = now + NANOS_BETWEEN_TEXTS;
            exec.setProgress(progress.fraction(), progress.message());
        }
    }
}
