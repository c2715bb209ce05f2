// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.lang.module.ModuleDescriptor.Version;
import java.util.Optional;

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

    /**
     * The files of a platform.
     *
     * @param platform as JavaCPP names it
     * @return empty where there is no oneDNN
     */
    static Optional<OneDnnFiles> of(final String platform) {
        String openCl = "/org/bytedeco/opencl/" + platform + "/";
        String oneDnn = "/org/bytedeco/dnnl/" + platform + "/";
        return switch (platform) {
            case "linux-x86_64" -> Optional.of(
                new OneDnnFiles(openCl + "libOpenCL.so.1", oneDnn + "libdnnl.so.3", Optional.empty()));
            case "windows-x86_64" -> Optional.of(new OneDnnFiles(openCl + "OpenCL.dll", oneDnn + "dnnl.dll",
                Optional.of(new LinkedByName("msvcp140.dll", Version.parse("14.40"), "vcomp140.dll"))));
            default -> Optional.empty();
        };
    }
}
