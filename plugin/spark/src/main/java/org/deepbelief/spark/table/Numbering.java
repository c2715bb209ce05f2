// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.Serializable;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The places of all rows: files in the order of their paths, blocks in the order of their starts. */
final class Numbering implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Map<Block, Long> firsts = new HashMap<>();

    private final Map<String, Long> firstsOfFiles = new HashMap<>();

    private final long rows;

    /** @param counts the rows of each block */
    Numbering(final Map<Block, Long> counts) {
        long next = 0;
        for (final Map.Entry<Block, Long> count : new TreeMap<>(counts).entrySet()) {
            firsts.put(count.getKey(), next);
            firstsOfFiles.putIfAbsent(count.getKey().file(), next);
            next += count.getValue();
        }
        rows = next;
    }

    /** The number of all rows. */
    long rows() {
        return rows;
    }

    /** The place of a row of a block. */
    long place(final Block block, final long index) {
        return firsts.get(block) + index;
    }

    /** How messages name a row: its file, and its number in that from 1 on. */
    String name(final Block block, final long index) {
        return fileName(block.file()) + ":" + (place(block, index) - firstsOfFiles.get(block.file()) + 1);
    }

    static String fileName(final String path) {
        final String name = path.substring(path.lastIndexOf('/') + 1);
        try {
            final String decoded = URI.create(name).getPath();
            return decoded == null ? name : decoded;
        } catch (IllegalArgumentException notEncoded) {
            return name;
        }
    }
}
