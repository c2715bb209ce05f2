// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.batch;

import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;

/** The application org.knime.product.KNIME_BATCH_APPLICATION. */
public final class BatchApplication implements IApplication {

    private static final long STOP_MILLIS = 10_000;

    private final BatchRun run = new BatchRun(System.out, System.err);

    @Override
    public Object start(final IApplicationContext context) throws Exception {
        context.applicationRunning();
        final String[] arguments = (String[])context.getArguments().get(IApplicationContext.APPLICATION_ARGS);
        final Thread worker = Thread.currentThread();
        final Thread interruption = new Thread(() -> cancelAndWait(worker));
        Runtime.getRuntime().addShutdownHook(interruption);
        try {
            return run.run(arguments);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(interruption);
            } catch (IllegalStateException e) {
                // the hook itself brought us here
            }
        }
    }

    /** On Ctrl-C nodes get the time to remove what they have half written. */
    private void cancelAndWait(final Thread worker) {
        run.cancel();
        try {
            worker.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        run.cancel();
    }
}
