// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.table;

/** The share of the heap that all tables together may take: a quarter. */
final class MemoryShare {

    private static final long LIMIT = Runtime.getRuntime().maxMemory() / 4;

    private static long taken;

    private MemoryShare() {
    }

    static synchronized boolean take(final long bytes) {
        if (taken + bytes > LIMIT) {
            return false;
        }
        taken += bytes;
        return true;
    }

    static synchronized void giveBack(final long bytes) {
        taken -= bytes;
    }
}
