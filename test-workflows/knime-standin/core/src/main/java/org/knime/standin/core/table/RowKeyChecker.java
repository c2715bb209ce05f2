// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.table;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

import org.knime.core.data.container.DataContainerException;
import org.knime.core.node.NodeLogger;
import org.knime.core.util.DuplicateKeyException;
import org.knime.core.util.FileUtil;

/**
 * Finds row keys that occur twice, at once among the newest keys, else at the end: keys go to sorted files in chunks,
 * which are merged then, so that memory does not grow with the number of rows.
 */
public final class RowKeyChecker {

    private static final int CHUNK = 100_000;

    private final List<File> files = new ArrayList<>();

    private Set<String> newest = new HashSet<>();

    /**
     * @param key the next key
     * @throws DuplicateKeyException if it occurs among the newest keys
     */
    public void add(final String key) {
        if (!newest.add(key)) {
            throw duplicate(key);
        }
        if (newest.size() == CHUNK) {
            spill();
        }
    }

    private static DuplicateKeyException duplicate(final String key) {
        return new DuplicateKeyException("The row key \"" + key + "\" occurs twice; keys must be unique.", key);
    }

    private void spill() {
        final String[] keys = newest.toArray(String[]::new);
        newest = new HashSet<>();
        Arrays.sort(keys);
        try {
            final File file = FileUtil.createTempFile("keys", ".bin");
            files.add(file);
            try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file.toPath())))) {
                for (String key : keys) {
                    final byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(bytes.length);
                    out.write(bytes);
                }
            }
        } catch (IOException e) {
            throw new DataContainerException("Row keys cannot be written to a temporary file: " + e.getMessage(), e);
        }
    }

    /** Forgets the keys. */
    public void discard() {
        newest = Set.of();
        files.forEach(File::delete);
        files.clear();
    }

    /** @throws DuplicateKeyException if two keys are the same */
    public void finish() {
        if (files.isEmpty()) {
            newest = Set.of();
            return;
        }
        spill();
        final PriorityQueue<KeyFile> queue = new PriorityQueue<>();
        final List<KeyFile> opened = new ArrayList<>();
        try {
            for (File file : files) {
                final KeyFile keys = new KeyFile(file);
                opened.add(keys);
                if (keys.advance()) {
                    queue.add(keys);
                }
            }
            String before = null;
            while (!queue.isEmpty()) {
                final KeyFile keys = queue.poll();
                if (keys.key.equals(before)) {
                    throw duplicate(before);
                }
                before = keys.key;
                if (keys.advance()) {
                    queue.add(keys);
                }
            }
        } catch (IOException e) {
            throw new DataContainerException("Row keys cannot be read from a temporary file: " + e.getMessage(), e);
        } finally {
            opened.forEach(KeyFile::close);
            discard();
        }
    }

    private static final class KeyFile implements Comparable<KeyFile> {

        private final DataInputStream in;

        private String key;

        KeyFile(final File file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file.toPath())));
        }

        boolean advance() throws IOException {
            try {
                key = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                return true;
            } catch (EOFException e) {
                return false;
            }
        }

        @Override
        public int compareTo(final KeyFile other) {
            return key.compareTo(other.key);
        }

        void close() {
            try {
                in.close();
            } catch (IOException e) {
                NodeLogger.getLogger(RowKeyChecker.class).debug(e.getMessage(), e);
            }
        }
    }
}
