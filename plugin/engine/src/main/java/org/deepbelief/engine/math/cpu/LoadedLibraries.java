// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.lang.module.ModuleDescriptor.Version;
import java.util.Optional;

/** The native libraries that a process has loaded, on a system where they decide what the next one is linked to. */
interface LoadedLibraries {

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
