// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** A file that appears whole or not at all: it is written beside its place and moved there. */
public final class WholeFile {

    private static final int CHUNK_BYTES = 1 << 16;

    private WholeFile() {
    }

    /** What a file holds. */
    @FunctionalInterface
    public interface Content {

        /** Writes it to a stream, which stays open. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, with the rights that new files have.
     *
     * @param cancelled whether to give up; asked for each part that is written
     * @param move how it goes to its place from one beside it: without {@link StandardCopyOption#REPLACE_EXISTING} a
     *            file that is there by then stays
     * @throws CancellationException if it was given up
     * @throws IOException if it cannot be written, or must not replace the file that is there
     */
    public static void write(final Path file, final Content content, final BooleanSupplier cancelled,
        final CopyOption... move) throws IOException {
        // What createTempFile makes is for its owner alone, and would stay so.
        final Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(
                new Cancellable(Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW), cancelled),
                CHUNK_BYTES)) {
                content.writeTo(out);
            }
            Files.move(unfinished, file, move);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Asks before each part whether to give up. */
    private static final class Cancellable extends FilterOutputStream {

        private final BooleanSupplier cancelled;

        Cancellable(final OutputStream out, final BooleanSupplier cancelled) {
            super(out);
            this.cancelled = cancelled;
        }

        @Override
        public void write(final byte[] bytes, final int from, final int count) throws IOException {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("Writing the file was cancelled.");
            }
            out.write(bytes, from, count);
        }
    }
}
