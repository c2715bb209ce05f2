// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.deepbelief.engine.OtherJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that nobody else reads and that nothing leaves behind, and what a disk that cannot take them is told. */
class TemporaryFileTest {

    @TempDir
    private Path folder;

    private boolean posix() throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatIsWrittenIsReadThoughTheFileHasNoName() throws IOException {
        try (TemporaryFile file = TemporaryFile.create(folder, 6)) {
            assertEquals(posix() ? 0 : 1, names().size(), () -> "open files have no name where the system allows");
            file.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            file.append(ByteBuffer.wrap(new byte[] {4, 5, 6}));
            assertEquals(6, file.length());
            final ByteBuffer bytes = ByteBuffer.allocate(4);
            file.read(bytes, 1);
            assertEquals(ByteBuffer.wrap(new byte[] {2, 3, 4, 5}), bytes.flip());
            assertThrows(IOException.class, () -> file.read(ByteBuffer.allocate(2), 5));
        }
        assertEquals(List.of(), names());
    }

    /** The weights of a network are in such files, and rows. */
    @Test
    void noOtherUserMayReadIt() throws IOException {
        final Path open = Path.of("/proc/self/fd");
        assumeTrue(posix() && Files.isDirectory(open));
        try (TemporaryFile file = TemporaryFile.create(folder, 0); Stream<Path> links = Files.list(open)) {
            final List<Path> ours = links.filter(link -> leadsTo(link, folder)).toList();
            assertEquals(1, ours.size(), ours::toString);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ours.get(0))));
        }
    }

    private static boolean leadsTo(final Path link, final Path folder) {
        try {
            return Files.readSymbolicLink(link).startsWith(folder);
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void theFolderMayVanishWhileTheFileIsOpen() throws IOException {
        assumeTrue(posix());
        final Path vanishing = Files.createDirectory(folder.resolve("vanishing"));
        try (TemporaryFile file = TemporaryFile.create(vanishing, 0)) {
            Files.delete(vanishing);
            file.append(ByteBuffer.wrap(new byte[] {7}));
            final ByteBuffer bytes = ByteBuffer.allocate(1);
            file.read(bytes, 0);
            assertEquals(7, bytes.get(0));
        }
        assertFalse(Files.exists(vanishing));
    }

    @Test
    void aFolderThatIsNotThereIsNamedWithTheSizeAndTheRemedy() {
        final Path absent = folder.resolve("absent");
        final String message =
            assertThrows(IOException.class, () -> TemporaryFile.create(absent, 5L << 20)).getMessage();
        assertEquals("The folder for temporary files, " + absent + ", cannot take a file of 5.0 MiB (there is no such"
            + " folder). Create the folder or make room in it, or name another one by the Java option"
            + " -Djava.io.tmpdir=FOLDER (in knime.ini).", message);
    }

    @Test
    void aDiskWithLessRoomIsToldBeforeAnythingIsWritten() throws IOException {
        final long room = Files.getFileStore(folder).getUsableSpace();
        assumeTrue(room > 0);
        final String message =
            assertThrows(IOException.class, () -> TemporaryFile.create(folder, room + (1L << 50))).getMessage();
        assertTrue(message.contains(folder.toString()) && message.contains("only ") && message.contains(" are free"),
            message);
        assertEquals(List.of(), names());
    }

    @Test
    void aDiskThatFillsUpIsToldWithWhatWasWanted() throws Exception {
        assumeTrue(posix() && Files.isExecutable(Path.of("/bin/sh")));
        // A limit on the length of files stands for a full disk: the system refuses to write on.
        final List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 512 && exec \"$0\" \"$@\""));
        command.addAll(OtherJvm.command(Filler.class, List.of("-XX:-UsePerfData", "-Xmx64m"), folder.toString()));
        final String output = OtherJvm.output(command);
        assertTrue(output.startsWith("The folder for temporary files, " + folder + ", cannot take a file of 3.0 MiB"),
            output);
        assertEquals(List.of(), names());
    }

    /** Fills a temporary file with 3 MiB and prints why that failed. */
    static final class Filler {

        public static void main(final String[] arguments) {
            try (TemporaryFile file = TemporaryFile.create(Path.of(arguments[0]), 3 << 20)) {
                for (int i = 0; i < 3; i++) {
                    file.append(ByteBuffer.allocate(1 << 20));
                }
                System.out.println("written");
            } catch (IOException exception) {
                System.out.println(exception.getMessage());
            }
        }
    }

    @Test
    void whatAProcessLeftThatIsNoMoreIsDeletedByTheNextOne() throws Exception {
        final Process gone = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version").start();
        gone.waitFor();
        final Path left = Files.createFile(folder.resolve("deepbelief-" + gone.pid() + "-123.tmp"));
        final Path living =
            Files.createFile(folder.resolve("deepbelief-" + ProcessHandle.current().pid() + "-123.tmp"));
        final Path other = Files.createFile(folder.resolve("deepbelief-notes.tmp"));
        TemporaryFile.create(folder, 0).close();
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(living) && Files.exists(other));
    }
}
