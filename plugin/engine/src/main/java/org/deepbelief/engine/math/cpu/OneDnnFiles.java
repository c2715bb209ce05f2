// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Optional;
import org.deepbelief.engine.math.cpu.LoadedLibraries.Version;

/**
 * The files of oneDNN on a platform, resources of its fragment.
 *
 * @param openCl what the library is linked to and many machines lack, though nothing here calls it
 * @param library oneDNN itself
 * @param linkedByName what else it is linked to, where that depends on what the process has loaded
 */
record OneDnnFiles(String openCl, String library, Optional<LinkedByName> linkedByName) {

    /**
     * Libraries that another is linked to by their file names alone.
     *
     * @param runtime the C++ runtime
     * @param least the least version of it. The mutexes of what Visual Studio 2022 17.10 or later has built are not
     *        initialised, as 14.40 and later expects; an older one would end the process.
     * @param openMp has the functions of OpenMP
     */
    record LinkedByName(String runtime, Version least, String openMp) {
    }

    private static final String FOLDER = "/org/bytedeco/";

    private static final String LINUX = "linux-x86_64/";

    private static final String WINDOWS = "windows-x86_64/";

    /**
     * The files of a platform.
     *
     * @param platform as JavaCPP names it
     * @return empty where there is no oneDNN
     */
    static Optional<OneDnnFiles> of(final String platform) {
        return switch (platform + "/") {
            case LINUX -> Optional.of(new OneDnnFiles(FOLDER + "opencl/" + LINUX + "libOpenCL.so.1",
                FOLDER + "dnnl/" + LINUX + "libdnnl.so.3", Optional.empty()));
            case WINDOWS -> Optional.of(new OneDnnFiles(FOLDER + "opencl/" + WINDOWS + "OpenCL.dll",
                FOLDER + "dnnl/" + WINDOWS + "dnnl.dll",
                Optional.of(new LinkedByName("msvcp140.dll", new Version(14, 40), "vcomp140.dll"))));
            default -> Optional.empty();
        };
    }
}
