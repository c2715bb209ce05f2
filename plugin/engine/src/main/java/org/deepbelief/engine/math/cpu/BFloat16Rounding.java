// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.deepbelief.engine.math.cpu.OneDnnLibrary.Functions;

/** oneDNN's {@code reorder} of a matrix of float32 to the nearest ones of bfloat16, ties to even. */
final class BFloat16Rounding extends OneDnnPrimitive {

    private final int rows;

    private final int columns;

    private final int sourceStride;

    private final int targetStride;

    private final int source;

    private final int target;

    /** Strides count elements from row to row. */
    BFloat16Rounding(final OneDnnStream stream, final int rows, final int columns, final int sourceStride,
        final int targetStride) {
        super(stream);
        this.rows = rows;
        this.columns = columns;
        this.sourceStride = sourceStride;
        this.targetStride = targetStride;
        long from = describe(FLOAT32, rows, columns, sourceStride, 1);
        long to = describe(BFLOAT16, rows, columns, targetStride, 1);
        long attributes = attributes();
        compile(made(Functions.dnnl_reorder_primitive_desc_create(place(), from, engine(), to, engine(), attributes)));
        source = add(SOURCE, from, 0);
        target = add(TARGET, to, 0);
        check(Functions.dnnl_memory_desc_destroy(from));
        check(Functions.dnnl_memory_desc_destroy(to));
        check(Functions.dnnl_primitive_attr_destroy(attributes));
    }

    boolean isFor(final int wantedRows, final int wantedColumns, final int fromStride, final int toStride) {
        return rows == wantedRows && columns == wantedColumns && sourceStride == fromStride
            && targetStride == toStride;
    }

    /** Rounds what begins at an address to what begins at another. */
    void run(final long from, final long to) {
        set(source, from);
        set(target, to);
        execute();
    }
}
