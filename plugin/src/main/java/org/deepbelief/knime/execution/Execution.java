// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.execution;

import java.io.IOException;
import java.util.concurrent.CancellationException;

import org.deepbelief.engine.train.DivergenceException;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.message.Message;

/** Runs a node's work and turns what can go wrong into a message on the node. */
public final class Execution {

    /** What a node does. An IllegalArgumentException is the engine's word that settings and data do not fit. */
    @FunctionalInterface
    public interface Work {

        /**
         * @throws InvalidSettingsException if the settings do not fit the data
         * @throws IOException if the data cannot be used
         * @throws CanceledExecutionException if the user stopped it
         */
        void run() throws InvalidSettingsException, IOException, CanceledExecutionException;
    }

    private Execution() {
    }

    /**
     * Runs the work.
     *
     * @throws CanceledExecutionException if the user stopped it
     * @throws KNIMEException if it failed; the message says what is wrong and what to do
     */
    public static void run(final Work work) throws CanceledExecutionException, KNIMEException {
        try {
            work.run();
        } catch (CancellationException e) {
            throw new CanceledExecutionException();
        } catch (InvalidSettingsException | IOException | DivergenceException | IllegalArgumentException e) {
            throw KNIMEException.of(Message.fromSummary(e.getMessage()), e);
        } catch (OutOfMemoryError e) {
            throw KNIMEException.of(Message.fromSummary("There is not enough memory for this network (" + e.getMessage()
                + "). Choose smaller layers or batches, or give KNIME more memory."), e);
        }
    }
}
