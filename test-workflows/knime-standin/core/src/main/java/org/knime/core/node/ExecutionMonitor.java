// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.util.Objects;
import java.util.function.Supplier;

/** A node's way to report progress and to learn that it shall stop. */
public class ExecutionMonitor {

    private final NodeProgressMonitor monitor;

    /** A monitor that nobody looks at. */
    public ExecutionMonitor() {
        this(new DefaultNodeProgressMonitor());
    }

    /** @param monitor what takes the progress */
    public ExecutionMonitor(final NodeProgressMonitor monitor) {
        this.monitor = Objects.requireNonNull(monitor);
    }

    /** @return what takes the progress */
    public final NodeProgressMonitor getProgressMonitor() {
        return monitor;
    }

    /** @throws CanceledExecutionException if the user cancelled */
    public void checkCanceled() throws CanceledExecutionException {
        monitor.checkCanceled();
    }

    /** @param progress how much is done, 0 to 1 */
    public void setProgress(final double progress) {
        monitor.setProgress(progress);
    }

    /**
     * @param progress how much is done, 0 to 1
     * @param message what is being done
     */
    public void setProgress(final double progress, final String message) {
        monitor.setProgress(progress, message);
    }

    /**
     * @param progress how much is done, 0 to 1
     * @param message gives what is being done
     */
    public void setProgress(final double progress, final Supplier<String> message) {
        monitor.setProgress(progress, message);
    }

    /** @param message what is being done */
    public void setMessage(final String message) {
        monitor.setMessage(message);
    }

    /** @param message gives what is being done */
    public void setMessage(final Supplier<String> message) {
        monitor.setMessage(message);
    }

    /** @param message what is being done */
    public void setProgress(final String message) {
        monitor.setProgress(message);
    }

    /**
     * @param maxProg the share of this monitor's progress, 0 to 1
     * @return a monitor for a part of the work
     */
    public ExecutionMonitor createSubProgress(final double maxProg) {
        return new ExecutionMonitor(new SubProgressMonitor(monitor, maxProg, false, true));
    }

    /**
     * @param maxProg the share of this monitor's progress, 0 to 1
     * @return a monitor for a part of the work that shows no messages
     */
    public ExecutionMonitor createSilentSubProgress(final double maxProg) {
        return new ExecutionMonitor(new SubProgressMonitor(monitor, maxProg, true, true));
    }

    /** @return a monitor that never says that the user cancelled */
    public ExecutionMonitor createNonCancelableSubProgress() {
        return new ExecutionMonitor(new SubProgressMonitor(monitor, 1, false, false));
    }
}
