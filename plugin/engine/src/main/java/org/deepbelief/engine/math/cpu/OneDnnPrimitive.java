// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.deepbelief.engine.math.cpu.OneDnnLibrary.Functions;

/**
 * A computation of oneDNN on matrices of fixed sizes: what it compiled for them, and the objects that it is run with,
 * made once so that a run allocates nothing. One thread makes, runs and closes it.
 */
abstract class OneDnnPrimitive implements AutoCloseable {

    static final int BFLOAT16 = 2;

    static final int FLOAT32 = 3;

    static final int SOURCE = 1;

    static final int TARGET = 17;

    static final int WEIGHTS = 33;

    private static final int SCRATCHPAD = 80;

    private static final int SCRATCHPAD_DESCRIPTOR = 136;

    private static final int SCRATCHPAD_OF_USER = 1;

    private static final int ARGUMENT_BYTES = 16;

    private static final int MOST_ARGUMENTS = 5;

    private final OneDnnStream stream;

    private final Memory arguments = new Memory((long)MOST_ARGUMENTS * ARGUMENT_BYTES);

    private final long[] memories = new long[MOST_ARGUMENTS];

    /** Where the data of an argument lies. */
    private final long[] addresses = new long[MOST_ARGUMENTS];

    private final Memory made = new Memory(Long.BYTES);

    private int count;

    private int scratchpad;

    private long primitive;

    OneDnnPrimitive(final OneDnnStream stream) {
        this.stream = stream;
    }

    /** What a function of oneDNN made, whose first argument was {@link #place}. */
    final long made(final int status) {
        check(status);
        return made.getLong(0);
    }

    /** Where functions of oneDNN put what they make. */
    final long place() {
        return Pointer.nativeValue(made);
    }

    static void check(final int status) {
        if (status != 0) {
            throw new IllegalStateException("oneDNN refused a computation: status " + status + ".");
        }
    }

    final long engine() {
        return stream.engine();
    }

    /** The description of a matrix, to be destroyed. */
    final long describe(final int type, final long rows, final long columns, final long rowStride,
        final long columnStride) {
        try (Memory sizes = new Memory(2L * Long.BYTES); Memory strides = new Memory(2L * Long.BYTES)) {
            sizes.write(0, new long[] {rows, columns}, 0, 2);
            strides.write(0, new long[] {rowStride, columnStride}, 0, 2);
            return made(Functions.dnnl_memory_desc_create_with_strides(place(), 2, Pointer.nativeValue(sizes), type,
                Pointer.nativeValue(strides)));
        }
    }

    /** Attributes that have memory for intermediate results be given, to be destroyed. */
    final long attributes() {
        long attributes = made(Functions.dnnl_primitive_attr_create(place()));
        check(Functions.dnnl_primitive_attr_set_scratchpad_mode(attributes, SCRATCHPAD_OF_USER));
        return attributes;
    }

    /** Compiles it, and destroys the description of the computation. */
    final void compile(final long descriptor) {
        primitive = made(Functions.dnnl_primitive_create(place(), descriptor));
        long needed = Functions.dnnl_primitive_desc_query_md(descriptor, SCRATCHPAD_DESCRIPTOR, 0);
        stream.provide(Functions.dnnl_memory_desc_get_size(needed));
        scratchpad = add(SCRATCHPAD, needed, 0);
        check(Functions.dnnl_primitive_desc_destroy(descriptor));
    }

    /** Adds an argument and returns its number, see {@link #set}. */
    final int add(final int argument, final long descriptor, final long address) {
        memories[count] = made(Functions.dnnl_memory_create(place(), descriptor, engine(), address));
        addresses[count] = address;
        arguments.setInt((long)count * ARGUMENT_BYTES, argument);
        arguments.setLong((long)count * ARGUMENT_BYTES + Long.BYTES, memories[count]);
        return count++;
    }

    /** Tells where the data of an argument lies. */
    final void set(final int number, final long address) {
        if (addresses[number] != address) {
            addresses[number] = address;
            check(Functions.dnnl_memory_set_data_handle(memories[number], address));
        }
    }

    final void execute() {
        set(scratchpad, stream.scratchpad());
        check(Functions.dnnl_primitive_execute(primitive, stream.address(), count, Pointer.nativeValue(arguments)));
    }

    @Override
    public void close() {
        for (int i = 0; i < count; i++) {
            Functions.dnnl_memory_destroy(memories[i]);
        }
        Functions.dnnl_primitive_destroy(primitive);
        arguments.close();
        made.close();
    }
}
