// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.concurrent.locks.LockSupport;

/** The memory of matrices once all that were dropped, by other tests too, are released. */
public final class SettledMemory {

    private static final int QUIET_ROUNDS = 3;

    private SettledMemory() {
    }

    /** The bytes that are taken, when they have not changed for some collections. */
    public static long taken() {
        long last = -1;
        for (int quiet = 0; quiet < QUIET_ROUNDS; quiet++) {
            final long now = MatrixMemory.limit() - MatrixMemory.available(Long.MAX_VALUE);
            if (now != last) {
                quiet = 0;
            }
            last = now;
            LockSupport.parkNanos(50_000_000);
        }
        return last;
    }
}
