// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import org.knime.standin.core.testing.TestExtensions;
import org.osgi.framework.Bundle;

/** The batch application in a process of its own, which a test can end by a signal. */
final class BatchProcess implements AutoCloseable {

    private static final int LIMIT_SECONDS = 30;

    private final Process process;

    private final StringBuffer output = new StringBuffer();

    private final Thread reader;

    private BatchProcess(final Process process, final String awaited, final CountDownLatch said) {
        this.process = process;
        reader = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    output.append(line).append('\n');
                    if (line.contains(awaited)) {
                        said.countDown();
                    }
                }
            } catch (IOException e) {
                output.append(e);
            }
        });
        reader.start();
    }

    /** Starts the application and returns when it has said something. */
    static BatchProcess start(final Path workflow, final String awaited) throws IOException, InterruptedException {
        final CountDownLatch said = new CountDownLatch(1);
        final BatchProcess started = new BatchProcess(new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), BatchProcess.class.getName(), "-workflowDir=" + workflow)
                .redirectErrorStream(true).start(), awaited, said);
        if (!said.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            started.close();
            throw new IllegalStateException("It never said \"" + awaited + "\" but:\n" + started.output);
        }
        return started;
    }

    /** @return the seconds from the signal to the end of the process */
    double terminate() throws InterruptedException {
        final long begin = System.nanoTime();
        process.toHandle().destroy(); // the process itself would close its output, too
        await();
        return (System.nanoTime() - begin) * 1e-9;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        await();
    }

    private void await() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("It never ended:\n" + output);
        }
        reader.join();
    }

    String output() {
        return output.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** As the launcher does: the application's code becomes the process's. */
    public static void main(final String[] arguments) throws Exception {
        TestExtensions.install();
        System.exit((Integer)new BatchApplication().start(new Context(arguments)));
    }

    private record Context(String... commandLine) implements IApplicationContext {

        @Override
        public Map<String, Object> getArguments() {
            return Map.of(APPLICATION_ARGS, commandLine);
        }

        @Override
        public void applicationRunning() {
            // no splash screen to end
        }

        @Override
        public String getBrandingApplication() {
            return null;
        }

        @Override
        public String getBrandingName() {
            return null;
        }

        @Override
        public String getBrandingDescription() {
            return null;
        }

        @Override
        public String getBrandingId() {
            return null;
        }

        @Override
        public String getBrandingProperty(final String key) {
            return null;
        }

        @Override
        public Bundle getBrandingBundle() {
            return null;
        }

        @Override
        public void setResult(final Object result, final IApplication application) {
            throw new IllegalStateException("The application returns its code.");
        }
    }
}
