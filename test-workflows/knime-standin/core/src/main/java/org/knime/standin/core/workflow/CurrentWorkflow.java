// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

import java.nio.file.Path;

/** The workflow in whose nodes a thread, or the thread that started it, works. */
public final class CurrentWorkflow {

    private static final ThreadLocal<Path> FOLDER = new InheritableThreadLocal<>();

    private CurrentWorkflow() {
    }

    /** @return the workflow's folder, null outside of a node */
    public static Path folder() {
        return FOLDER.get();
    }

    /** Work in a workflow. */
    @FunctionalInterface
    interface Work<T, X extends Exception> {

        T call() throws X;
    }

    static <T, X extends Exception> T in(final Path folder, final Work<T, X> work) throws X {
        final Path before = FOLDER.get();
        FOLDER.set(folder);
        try {
            return work.call();
        } finally {
            FOLDER.set(before);
        }
    }
}
