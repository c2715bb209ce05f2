// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.lang.ref.Reference;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Loader;

/**
 * The library oneDNN and those of its functions that are called here. It comes in the fragment of the platform; a
 * platform without it does without. Objects of the library are addresses, and so are pointers; {@code dnnl.h} tells
 * what they mean.
 *
 * <p>oneDNN would spread its work over OpenMP's threads; each thread that comes here is to be held to one, for as long
 * as it lives. (Microsoft's OpenMP takes that for the whole process.)
 */
final class OneDnnLibrary {

    /** Symbols of this copy serve nobody else in the process. */
    private static final Map<String, Object> LAZY_AND_LOCAL = Map.of(Library.OPTION_OPEN_FLAGS, 1);

    private static final int AVX2 = 0x07;

    private static final int AVX512 = 0x27;

    private static final int AVX512_BFLOAT16 = 0xE7;

    private static final ThreadLocal<Boolean> ONE_THREAD = ThreadLocal.withInitial(() -> {
        OpenMp.omp_set_num_threads(1);
        return true;
    });

    private OneDnnLibrary() {
    }

    /** The functions of the library. */
    static final class Functions {

        private Functions() {
        }

        static native int dnnl_sgemm(byte transposeA, byte transposeB, long m, long n, long k, float alpha, long a,
            long strideA, long b, long strideB, float beta, long c, long strideC);

        static native Pointer dnnl_version();

        static native int dnnl_get_effective_cpu_isa();

        static native int dnnl_engine_create(long engine, int kind, long index);

        static native int dnnl_engine_destroy(long engine);

        static native int dnnl_stream_create(long stream, long engine, int flags);

        static native int dnnl_stream_destroy(long stream);

        static native int dnnl_memory_desc_create_with_strides(long descriptor, int dimensions, long sizes, int type,
            long strides);

        static native long dnnl_memory_desc_get_size(long descriptor);

        static native int dnnl_memory_desc_destroy(long descriptor);

        static native int dnnl_memory_create(long memory, long descriptor, long engine, long handle);

        static native int dnnl_memory_set_data_handle(long memory, long handle);

        static native int dnnl_memory_destroy(long memory);

        static native int dnnl_post_ops_create(long operations);

        static native int dnnl_post_ops_append_sum(long operations, float scale, int zero, int type);

        static native int dnnl_post_ops_destroy(long operations);

        static native int dnnl_primitive_attr_create(long attributes);

        static native int dnnl_primitive_attr_set_post_ops(long attributes, long operations);

        static native int dnnl_primitive_attr_set_scales_mask(long attributes, int argument, int mask);

        static native int dnnl_primitive_attr_set_scratchpad_mode(long attributes, int mode);

        static native int dnnl_primitive_attr_destroy(long attributes);

        static native int dnnl_matmul_primitive_desc_create(long descriptor, long engine, long source, long weights,
            long bias, long target, long attributes);

        static native int dnnl_reorder_primitive_desc_create(long descriptor, long source, long sourceEngine,
            long target, long targetEngine, long attributes);

        static native long dnnl_primitive_desc_query_md(long descriptor, int what, int index);

        static native int dnnl_primitive_desc_destroy(long descriptor);

        static native int dnnl_primitive_create(long primitive, long descriptor);

        static native int dnnl_primitive_execute(long primitive, long stream, int count, long arguments);

        static native int dnnl_primitive_destroy(long primitive);
    }

    /** The function of the OpenMP library that it is linked to. */
    private static final class OpenMp {

        private OpenMp() {
        }

        static native void omp_set_num_threads(int threads);
    }

    /** Bound once: another thread may be in one of its functions. */
    private static final class Once {

        private static final Optional<OneDnnLibrary> LOADED = OneDnnFiles.of(Loader.getPlatform())
            .flatMap(files -> load(files, WindowsLibraries::new));
    }

    /** The library; empty, with a line in the log, if there is none for this platform or it does not load. */
    static Optional<OneDnnLibrary> loaded() {
        Natives.load();
        return Once.LOADED;
    }

    /** @param process asked what the library would be linked to, where that depends on it */
    static Optional<OneDnnLibrary> load(final OneDnnFiles files, final Supplier<LoadedLibraries> process) {
        if (OneDnnLibrary.class.getResource(files.library()) == null) {
            return Optional.empty();
        }
        try {
            if (files.linkedByName().isEmpty()) {
                bind(files, library -> library);
            } else {
                LoadedLibraries loaded = process.get();
                OneDnnFiles.LinkedByName linked = files.linkedByName().get();
                checkRuntime(linked, loaded);
                bind(files, library -> NativeLibrary.getInstance(loaded.path(linked.openMp()).orElseThrow()));
            }
            return Optional.of(new OneDnnLibrary());
        } catch (IOException exception) {
            return without(" " + exception.getMessage(), exception);
        } catch (LinkageError | RuntimeException exception) {
            return without("", exception);
        }
    }

    private static Optional<OneDnnLibrary> without(final String why, final Throwable exception) {
        System.Logger log = System.getLogger(OneDnnLibrary.class.getName());
        log.log(System.Logger.Level.WARNING,
            "oneDNN could not be loaded; OpenBLAS does the matrix products, which takes longer." + why);
        log.log(System.Logger.Level.DEBUG, "Why oneDNN could not be loaded", exception);
        return Optional.empty();
    }

    /** @param openMp finds the library of OpenMP's functions, when oneDNN's is loaded */
    private static void bind(final OneDnnFiles files, final UnaryOperator<NativeLibrary> openMp) throws IOException {
        NativeLibrary linkedTo = open(files.openCl());
        try {
            NativeLibrary library = open(files.library());
            Native.register(Functions.class, library);
            Native.register(OpenMp.class, openMp.apply(library));
        } finally {
            // JNA closes a library that nothing refers to any more.
            Reference.reachabilityFence(linkedTo);
        }
    }

    private static void checkRuntime(final OneDnnFiles.LinkedByName linked, final LoadedLibraries loaded)
        throws IOException {
        String path = loaded.path(linked.runtime())
            .orElseThrow(() -> new IOException(linked.runtime() + " is not loaded."));
        Optional<Version> version = loaded.version(path);
        if (version.isEmpty() || version.get().compareTo(linked.least()) < 0) {
            throw new IOException("This process has loaded "
                + version.map(number -> "version " + number).orElse("an unknown version") + " of " + linked.runtime()
                + " (" + path + "), and oneDNN needs " + linked.least() + " or later.");
        }
    }

    private static NativeLibrary open(final String resource) throws IOException {
        File file = Loader.cacheResource(OneDnnLibrary.class, resource);
        if (file == null) {
            throw new IOException(resource + " is missing.");
        }
        // The flags of Windows mean other things; symbols are never shared there.
        return Platform.isWindows() ? NativeLibrary.getInstance(file.getPath())
            : NativeLibrary.getInstance(file.getPath(), LAZY_AND_LOCAL);
    }

    /** To be called by a thread before it computes with the library. */
    void holdToOneThread() {
        ONE_THREAD.get();
    }

    /** Whether the processor has instructions for products of bfloat16, so that they take less time than others. */
    boolean multipliesBFloat16() {
        return (Functions.dnnl_get_effective_cpu_isa() & AVX512_BFLOAT16) == AVX512_BFLOAT16;
    }

    /** Its name, its version and the instructions that it found. */
    String description() {
        Pointer version = Functions.dnnl_version();
        int set = Functions.dnnl_get_effective_cpu_isa();
        return "oneDNN " + version.getInt(0) + "." + version.getInt(4) + "." + version.getInt(8)
            + ((set & AVX512) == AVX512 ? " AVX-512" : (set & AVX2) == AVX2 ? " AVX2" : " SSE");
    }
}
