// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.workflows;

import java.util.Map;
import java.util.stream.Stream;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.Platform;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import org.osgi.framework.Bundle;

/** KNIME's batch application, started within this platform. */
final class BatchApplication {

    private static final String ID = "org.knime.product.KNIME_BATCH_APPLICATION";

    private BatchApplication() {
    }

    /** Starts the application with these arguments and returns its exit code. */
    static int run(final String... arguments) throws Exception {
        return (Integer)create().start(new Context(arguments));
    }

    private static IApplication create() throws CoreException {
        final var extension = Platform.getExtensionRegistry()
            .getExtension(Platform.PI_RUNTIME, Platform.PT_APPLICATIONS, ID);
        if (extension == null) {
            throw new IllegalStateException("No bundle here contributes the application " + ID + ".");
        }
        final IConfigurationElement run = Stream.of(extension.getConfigurationElements())
            .filter(element -> element.getName().equals("application")).findFirst().orElseThrow().getChildren("run")[0];
        return (IApplication)run.createExecutableExtension("class");
    }

    /** What an application learns of its start; the tests have no splash screen and no branding. */
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
            throw new IllegalStateException("The batch application returns its exit code from start.");
        }
    }
}
