// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.nio.file.Path;

/**
 * Where encoded rows are kept.
 *
 * @param memoryBudgetBytes rows that fit in so many bytes are kept on the heap, more in a file
 * @param temporaryFolder an existing folder for the file
 */
public record StorageSettings(long memoryBudgetBytes, Path temporaryFolder) {

    /** A quarter of the heap's limit, and a file in the given folder beyond it. */
    public static StorageSettings defaults(final Path temporaryFolder) {
        return new StorageSettings(Runtime.getRuntime().maxMemory() / 4, temporaryFolder);
    }

    /** These with the part of the budget that some of the numbers of a row have. */
    StorageSettings part(final int numbers, final int all) {
        return new StorageSettings(memoryBudgetBytes / all * numbers, temporaryFolder);
    }
}
