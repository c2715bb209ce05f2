// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;

import org.deepbelief.engine.train.DivergenceException;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeLogger;
import org.knime.core.node.message.Message;

/**
 * Runs a node's work and turns what can go wrong into a message on the node. KNIME interrupts the thread of a node that
 * it cancels: a file that is being written fails then, which is no failure of the node.
 */
public final class Execution {

    /** What a node does. An IllegalArgumentException is the engine's word that settings and data do not fit. */
    @FunctionalInterface
    public interface Work {

        /**
         * @param exec the node's execution
         * @throws InvalidSettingsException if the settings do not fit the data
         * @throws IOException if the data cannot be used
         * @throws CanceledExecutionException if the user stopped it
         */
        void run(ExecutionContext exec) throws InvalidSettingsException, IOException, CanceledExecutionException;
    }

    private Execution() {
    }

    /**
     * Runs the work.
     *
     * @param exec the node's execution
     * @param work what is done
     * @throws CanceledExecutionException if the user stopped it
     * @throws KNIMEException if it failed; the message says what is wrong and what to do
     */
    public static void run(final ExecutionContext exec, final Work work)
        throws CanceledExecutionException, KNIMEException {
        try {
            work.run(exec);
        } catch (CancellationException e) {
            throw new CanceledExecutionException();
        } catch (UncheckedIOException e) {
            exec.checkCanceled();
            throw KNIMEException.of(Message.fromSummary(e.getCause().getMessage()), e);
        } catch (InvalidSettingsException | IOException | DivergenceException | IllegalArgumentException e) {
            exec.checkCanceled();
            throw KNIMEException.of(Message.fromSummary(e.getMessage() == null ? e.toString() : e.getMessage()), e);
        } catch (RuntimeException e) {
            exec.checkCanceled();
            throw e;
        } catch (OutOfMemoryError e) {
            exec.checkCanceled();
            throw KNIMEException.of(Message.fromSummary("There is not enough memory for this network (" + e.getMessage()
                + "). Choose smaller layers or batches, or give KNIME more memory (-Xmx in knime.ini for Java's"
                + " heap)."), e);
        } catch (Error e) {
            exec.checkCanceled();
            throw failed(e);
        }
    }

    /** Java reports a page of a mapped file that the disk does not give as an InternalError. */
    private static KNIMEException failed(final Error error) {
        final boolean mapped =
            error instanceof InternalError && String.valueOf(error.getMessage()).contains("memory access");
        final String summary = mapped
            ? "A temporary file could not be read any more. Check the disk of the folder for temporary files, "
                + System.getProperty("java.io.tmpdir") + ", or name another one (-Djava.io.tmpdir=FOLDER in knime.ini),"
                + " and execute the node again."
            : "The node failed unexpectedly (" + error + "). Execute it again; if it fails again, restart KNIME and"
                + " report what the log has of it.";
        NodeLogger.getLogger(Execution.class).error(summary, error);
        return KNIMEException.of(Message.fromSummary(summary), error);
    }
}
