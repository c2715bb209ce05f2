// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A native library of any platform, as LLVM's llvm-readobj reads it: ELF, PE or Mach-O.
 *
 * @param name its file's name
 * @param format the file's format and the processor's architecture, such as "elf64-x86-64 x86_64"
 * @param needed the names of the libraries that it is linked to
 */
record NativeLibrary(String name, String format, Set<String> needed) {

    private static final Path READER = Path.of("/usr/bin/llvm-readobj");

    /** Whether Debian's package llvm is installed. */
    static boolean canBeRead() {
        return Files.isExecutable(READER);
    }

    /** All libraries below a folder, which holds nothing else. */
    static List<NativeLibrary> read(final Path folder) throws IOException, InterruptedException {
        final List<String> words = new ArrayList<>(List.of(READER.toString(), "--needed-libs"));
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(words::add);
        }
        final Command reader = Command.run(Map.of(), words);
        if (reader.exitCode() != 0) {
            throw new IOException(reader.output());
        }
        return Stream.of(reader.output().split("(?m)^File: ")).skip(1).map(NativeLibrary::parse).toList();
    }

    private static NativeLibrary parse(final String block) {
        final List<String> lines = block.lines().map(String::strip).toList();
        final int begin = lines.indexOf("NeededLibraries [");
        final Set<String> needed = new HashSet<>();
        for (final String line : lines.subList(begin + 1, begin < 0 ? 0 : lines.lastIndexOf("]"))) {
            needed.add(line.substring(line.lastIndexOf('/') + 1));
        }
        return new NativeLibrary(Path.of(lines.get(0)).getFileName().toString(),
            value(lines, "Format: ") + " " + value(lines, "Arch: "), needed);
    }

    private static String value(final List<String> lines, final String key) {
        return lines.stream().filter(line -> line.startsWith(key)).map(line -> line.substring(key.length())).findFirst()
            .orElseThrow();
    }
}
