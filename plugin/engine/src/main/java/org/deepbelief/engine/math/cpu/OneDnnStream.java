// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import org.deepbelief.engine.math.cpu.OneDnnLibrary.Functions;

/** What one thread computes with by oneDNN: its primitives, each made when its sizes first come. */
final class OneDnnStream implements AutoCloseable {

    private static final int PROCESSOR = 1;

    private static final int IN_ORDER = 1;

    /** Bytes of a page. */
    private static final long ALIGNMENT = 4096;

    /** To tell a product by, so that asking for one allocates nothing. */
    final BFloat16Product.Sizes sizes = new BFloat16Product.Sizes();

    private final List<BFloat16Product> products = new ArrayList<>();

    private final List<BFloat16Rounding> roundings = new ArrayList<>();

    /** For what primitives compute on the way: they run one after the other, and find it in the cache. */
    private Memory scratchpad = new Memory(ALIGNMENT);

    private final long engine;

    private final long stream;

    OneDnnStream() {
        try (Memory made = new Memory(Long.BYTES)) {
            OneDnnPrimitive.check(Functions.dnnl_engine_create(Pointer.nativeValue(made), PROCESSOR, 0));
            engine = made.getLong(0);
            OneDnnPrimitive.check(Functions.dnnl_stream_create(Pointer.nativeValue(made), engine, IN_ORDER));
            stream = made.getLong(0);
        }
    }

    /** Sees to it that there are so many bytes of {@link #scratchpad}. */
    void provide(final long bytes) {
        if (bytes + ALIGNMENT > scratchpad.size()) {
            scratchpad.close();
            scratchpad = new Memory(bytes + ALIGNMENT);
        }
    }

    /** Where intermediate results lie. */
    long scratchpad() {
        return Pointer.nativeValue(scratchpad) + ALIGNMENT - 1 & -ALIGNMENT;
    }

    long engine() {
        return engine;
    }

    long address() {
        return stream;
    }

    /** The product of {@link #sizes}. */
    BFloat16Product product() {
        for (int i = 0; i < products.size(); i++) {
            if (products.get(i).isFor(sizes)) {
                return products.get(i);
            }
        }
        BFloat16Product product = new BFloat16Product(this, sizes);
        products.add(product);
        return product;
    }

    /** The rounding of a matrix of these sizes. */
    BFloat16Rounding rounding(final int rows, final int columns, final int sourceStride, final int targetStride) {
        for (int i = 0; i < roundings.size(); i++) {
            if (roundings.get(i).isFor(rows, columns, sourceStride, targetStride)) {
                return roundings.get(i);
            }
        }
        BFloat16Rounding rounding = new BFloat16Rounding(this, rows, columns, sourceStride, targetStride);
        roundings.add(rounding);
        return rounding;
    }

    @Override
    public void close() {
        products.forEach(BFloat16Product::close);
        roundings.forEach(BFloat16Rounding::close);
        scratchpad.close();
        Functions.dnnl_stream_destroy(stream);
        Functions.dnnl_engine_destroy(engine);
    }
}
