// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.deepbelief.engine.math.cpu.OneDnnLibrary.Functions;

/**
 * oneDNN's {@code matmul} of two matrices of bfloat16 into one of float32:
 * {@code C = alpha op(A) op(B) + beta C}, where alpha is a number of each run, and beta of the primitive.
 */
final class BFloat16Product extends OneDnnPrimitive {

    /** The argument by which the products of the source are multiplied. */
    private static final int SOURCE_SCALE = 4096 | SOURCE;

    private final Sizes sizes;

    private final Memory scale = new Memory(Float.BYTES);

    private final int a;

    private final int b;

    private final int c;

    /** What {@link #scale} holds; nothing equals it before the first product, whatever that is multiplied by. */
    private float alpha = Float.NaN;

    /** What a product is compiled for. Strides count elements from row to row, in memory. */
    static final class Sizes {

        int rows;

        int columns;

        int inner;

        boolean transposeA;

        int strideA;

        boolean transposeB;

        int strideB;

        int strideC;

        float beta;

        private Sizes copy() {
            Sizes copy = new Sizes();
            copy.rows = rows;
            copy.columns = columns;
            copy.inner = inner;
            copy.transposeA = transposeA;
            copy.strideA = strideA;
            copy.transposeB = transposeB;
            copy.strideB = strideB;
            copy.strideC = strideC;
            copy.beta = beta;
            return copy;
        }

        private boolean same(final Sizes other) {
            return rows == other.rows && columns == other.columns && inner == other.inner
                && transposeA == other.transposeA && strideA == other.strideA && transposeB == other.transposeB
                && strideB == other.strideB && strideC == other.strideC && beta == other.beta;
        }
    }

    BFloat16Product(final OneDnnStream stream, final Sizes wanted) {
        super(stream);
        sizes = wanted.copy();
        long left = describe(BFLOAT16, sizes.rows, sizes.inner, sizes.transposeA ? 1 : sizes.strideA,
            sizes.transposeA ? sizes.strideA : 1);
        long right = describe(BFLOAT16, sizes.inner, sizes.columns, sizes.transposeB ? 1 : sizes.strideB,
            sizes.transposeB ? sizes.strideB : 1);
        long result = describe(FLOAT32, sizes.rows, sizes.columns, sizes.strideC, 1);
        long one = describe(FLOAT32, 1, 1, 1, 1);
        long attributes = attributes();
        check(Functions.dnnl_primitive_attr_set_scales_mask(attributes, SOURCE, 0));
        long operations = made(Functions.dnnl_post_ops_create(place()));
        if (sizes.beta != 0) {
            check(Functions.dnnl_post_ops_append_sum(operations, sizes.beta, 0, 0));
        }
        check(Functions.dnnl_primitive_attr_set_post_ops(attributes, operations));
        compile(made(Functions.dnnl_matmul_primitive_desc_create(place(), engine(), left, right, 0, result,
            attributes)));
        a = add(SOURCE, left, 0);
        b = add(WEIGHTS, right, 0);
        c = add(TARGET, result, 0);
        add(SOURCE_SCALE, one, Pointer.nativeValue(scale));
        for (long descriptor : new long[] {left, right, result, one}) {
            check(Functions.dnnl_memory_desc_destroy(descriptor));
        }
        check(Functions.dnnl_post_ops_destroy(operations));
        check(Functions.dnnl_primitive_attr_destroy(attributes));
    }

    boolean isFor(final Sizes wanted) {
        return sizes.same(wanted);
    }

    /** Computes it for matrices that begin at these addresses. */
    void run(final float factor, final long addressA, final long addressB, final long addressC) {
        if (alpha != factor) {
            alpha = factor;
            scale.setFloat(0, factor);
        }
        set(a, addressA);
        set(b, addressB);
        set(c, addressC);
        execute();
    }

    @Override
    public void close() {
        super.close();
        scale.close();
    }
}
