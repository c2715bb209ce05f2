// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file for the time that it is open, readable by its owner alone. Where the system allows, it has no name from the
 * start, so that nothing stays behind however the process ends; elsewhere it is deleted when it is closed, and what a
 * killed process left is deleted by the next one that opens a file in the same folder.
 */
public final class TemporaryFile implements AutoCloseable {

    private static final String PREFIX = "deepbelief-";

    private static final String SUFFIX = ".tmp";

    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-.*" + Pattern.quote(SUFFIX));

    private static final Set<Path> SWEPT = new HashSet<>();

    private final Path folder;

    private final Path path;

    private final FileChannel channel;

    private final long wantedBytes;

    private long written;

    private TemporaryFile(final Path folder, final Path path, final FileChannel channel, final long wantedBytes) {
        this.folder = folder;
        this.path = path;
        this.channel = channel;
        this.wantedBytes = wantedBytes;
    }

    /**
     * Opens an empty file.
     *
     * @param folder an existing folder
     * @param wantedBytes how long the file is going to be, or 0 if that is not known
     * @throws IOException if it cannot be made, or the folder's disk has less room; the message gives the folder, the
     *             size and what to do
     */
    public static TemporaryFile create(final Path folder, final long wantedBytes) throws IOException {
        sweep(folder);
        Path path = null;
        try {
            final long room = Files.getFileStore(folder).getUsableSpace();
            // Some network drives tell nothing, 0: there the writing shows.
            if (room > 0 && room < wantedBytes) {
                throw new FileSystemException(folder.toString(), null, "only " + size(room) + " are free");
            }
            path = Files.createTempFile(folder, PREFIX + ProcessHandle.current().pid() + "-", SUFFIX);
            final FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.deleteIfExists(path);
            }
            return new TemporaryFile(folder, path, channel, wantedBytes);
        } catch (IOException failure) {
            if (path != null) {
                Files.deleteIfExists(path);
            }
            throw refused(folder, wantedBytes, 0, failure);
        }
    }

    /** Deletes, once a process and folder, what processes left behind that are no more. */
    private static void sweep(final Path folder) {
        synchronized (SWEPT) {
            if (!SWEPT.add(folder.toAbsolutePath())) {
                return;
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (final Path file : files) {
                final Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException | SecurityException exception) {
            System.getLogger(TemporaryFile.class.getName()).log(System.Logger.Level.DEBUG,
                "Old temporary files in " + folder + " are left", exception);
        }
    }

    /** Appends all bytes that the buffer has left. */
    public void append(final ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                written += channel.write(bytes, written);
            }
        } catch (IOException failure) {
            throw refused(folder, wantedBytes, written, failure);
        }
    }

    /**
     * Fills what the buffer has left from a place in the file.
     *
     * @throws IOException if the file ends before, or cannot be read
     */
    public void read(final ByteBuffer bytes, final long at) throws IOException {
        long place = at;
        while (bytes.hasRemaining()) {
            final int count = channel.read(bytes, place);
            if (count < 0) {
                throw new EOFException("The temporary file in " + folder + " ends after " + place + " bytes.");
            }
            place += count;
        }
    }

    /** The bytes that were appended. */
    public long length() {
        return written;
    }

    FileChannel channel() {
        return channel;
    }

    /** What a failure to map the file means. */
    IOException refused(final IOException failure) {
        return refused(folder, wantedBytes, written, failure);
    }

    private static IOException refused(final Path folder, final long wanted, final long written,
        final IOException failure) {
        final long size = Math.max(wanted, written);
        final String reason = failure instanceof NoSuchFileException ? "there is no such folder"
            : failure instanceof AccessDeniedException ? "it must not be written"
                : failure instanceof FileSystemException named && named.getReason() != null ? named.getReason()
                    : String.valueOf(failure.getMessage());
        return new IOException("The folder for temporary files, " + folder.toAbsolutePath() + ", cannot take a file"
            + (size == 0 ? "" : " of " + (size > wanted ? "more than " : "") + size(size)) + " (" + reason
            + "). Create the folder or make room in it, or name another one by the Java option -Djava.io.tmpdir=FOLDER"
            + " (in knime.ini).", failure);
    }

    private static String size(final long bytes) {
        return bytes < 1 << 20 ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
            : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    /** Deletes the file. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException exception) {
            throw new UncheckedIOException("The temporary file " + path + " could not be deleted.", exception);
        }
    }
}
