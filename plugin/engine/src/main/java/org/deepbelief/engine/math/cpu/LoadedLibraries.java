// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Optional;

/** The native libraries that a process has loaded, on a system where they decide what the next one is linked to. */
interface LoadedLibraries {

    /**
     * The version of a library.
     *
     * @param major the first number
     * @param minor the second
     */
    record Version(int major, int minor) implements Comparable<Version> {

        @Override
        public int compareTo(final Version other) {
            return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    /** The path of the library that was loaded first of those with that file name; empty if there is none. */
    Optional<String> path(String name);

    /**
     * The version that a library's file tells.
     *
     * @param path a path that {@link #path} told
     * @return empty if it tells none
     */
    Optional<Version> version(String path);
}
