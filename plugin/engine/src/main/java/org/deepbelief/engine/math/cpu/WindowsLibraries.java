// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Optional;

/**
 * The libraries of a Windows process. A library is linked to others by their file names, and gets those of these names
 * that the process has loaded already, whichever part of it did and whatever lies in its own folder.
 */
final class WindowsLibraries implements LoadedLibraries {

    /** Characters of the longest path. */
    private static final int LONGEST_PATH = 1 << 15;

    /** Where the fixed part of a version resource, {@code VS_FIXEDFILEINFO}, has the file's version. */
    private static final int VERSION_OFFSET = 8;

    private static final int FIXED_PART_BYTES = 52;

    private final NativeLibrary kernel = NativeLibrary.getInstance("kernel32");

    private final NativeLibrary versions = NativeLibrary.getInstance("version");

    @Override
    public Optional<String> path(final String name) {
        Pointer module = kernel.getFunction("GetModuleHandleW").invokePointer(new Object[] {new WString(name)});
        if (module == null) {
            return Optional.empty();
        }
        try (Memory path = new Memory((long)Character.BYTES * LONGEST_PATH)) {
            int length = kernel.getFunction("GetModuleFileNameW")
                .invokeInt(new Object[] {module, path, LONGEST_PATH});
            return length == 0 ? Optional.empty() : Optional.of(path.getWideString(0));
        }
    }

    @Override
    public Optional<Version> version(final String path) {
        WString file = new WString(path);
        int size = versions.getFunction("GetFileVersionInfoSizeW").invokeInt(new Object[] {file, null});
        if (size == 0) {
            return Optional.empty();
        }
        try (Memory resource = new Memory(size); Memory found = new Memory(2L * Long.BYTES)) {
            found.clear();
            boolean read = versions.getFunction("GetFileVersionInfoW")
                .invokeInt(new Object[] {file, 0, size, resource}) != 0
                && versions.getFunction("VerQueryValueW").invokeInt(
                    new Object[] {resource, new WString("\\"), found, found.share(Long.BYTES)}) != 0;
            if (!read || found.getInt(Long.BYTES) < FIXED_PART_BYTES) {
                return Optional.empty();
            }
            int numbers = found.getPointer(0).getInt(VERSION_OFFSET);
            return Optional.of(Version.parse((numbers >>> Short.SIZE) + "." + (numbers & 0xFFFF)));
        }
    }
}
