// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.batch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;

/** The application org.knime.product.KNIME_BATCH_APPLICATION. */
public final class BatchApplication implements IApplication {

    /** A node is given so long to stop; with what the platform takes, the process ends within two seconds. */
    private static final long STOP_MILLIS = 1_200;

    private final BatchRun run = new BatchRun(System.out, System.err);

    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public Object start(final IApplicationContext context) throws Exception {
        context.applicationRunning();
        final String[] arguments = (String[])context.getArguments().get(IApplicationContext.APPLICATION_ARGS);
        final Thread interruption = new Thread(this::cancelAndWait);
        Runtime.getRuntime().addShutdownHook(interruption);
        try {
            return run.run(arguments);
        } finally {
            ended.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(interruption);
            } catch (IllegalStateException e) {
                // the hook itself brought us here
            }
        }
    }

    /**
     * On SIGTERM and Ctrl-C nodes get the time to remove what they have half written. Waits for the run, not for its
     * thread: that goes on to System.exit, which waits for this hook.
     */
    private void cancelAndWait() {
        run.cancel();
        try {
            ended.await(STOP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        run.cancel();
    }
}
