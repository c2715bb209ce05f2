// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Products of factors that are rounded to bfloat16, with sums in float32. A matrix that becomes a factor gets a rounded
 * form beside it, which is made once and kept for as long as the matrix does not change; what changes a factor in each
 * step renews it block by block, while that is in the cache.
 */
final class BFloat16Blas implements Blas, AutoCloseable {

    /** Elements that a shard of {@link #prepare} rounds. */
    private static final int SHARD_ELEMENTS = 1 << 14;

    private final OneDnnLibrary library;

    private final WorkerPool pool;

    private final Map<HostMatrix.Memory, Form> forms = new IdentityHashMap<>();

    private final List<OneDnnStream> streams = new ArrayList<>();

    private final ThreadLocal<OneDnnStream> ownStream = ThreadLocal.withInitial(this::openStream);

    private final WorkerPool.Task roundingTask = this::roundShard;

    private HostMatrix rounded;

    private int rows;

    private int shards;

    BFloat16Blas(final OneDnnLibrary library, final WorkerPool pool) {
        this.library = library;
        this.pool = pool;
    }

    /** The rounded form of the rows of a memory, of which some are up to date. */
    private static final class Form {

        /** Two elements in the place of one; rows begin at whole ones. */
        private final HostMatrix elements;

        private final int stride;

        private int from;

        private int to;

        private long changes;

        Form(final HostMatrix.Memory memory) {
            elements = HostMatrix.zeros(memory.rows(), (memory.columns() + 1) / 2);
            stride = 2 * elements.columns();
        }

        long address(final HostMatrix matrix, final int row, final int column) {
            return elements.address(matrix.firstRow() + row, 0) + (long)Short.BYTES * column;
        }
    }

    private OneDnnStream openStream() {
        library.holdToOneThread();
        OneDnnStream stream = new OneDnnStream();
        synchronized (streams) {
            streams.add(stream);
        }
        return stream;
    }

    @Override
    public void prepare(final HostMatrix factor, final int count) {
        HostMatrix.Memory memory = factor.memory();
        Form form = forms.get(memory);
        if (form == null) {
            form = new Form(memory);
            forms.put(memory, form);
        }
        int from = factor.firstRow();
        if (form.changes != memory.changes() || from < form.from || from + count > form.to) {
            rounded = factor;
            rows = count;
            shards = Math.max(1, Math.min(Shards.MOST, (int)((long)count * factor.columns() / SHARD_ELEMENTS)));
            pool.run(roundingTask, shards);
            renewed(factor, count);
        }
    }

    private void roundShard(final int shard, final Scratch scratch) {
        renew(rounded, (int)((long)rows * shard / shards), (int)((long)rows * (shard + 1) / shards), 0,
            rounded.columns());
    }

    @Override
    public void renew(final HostMatrix factor, final int fromRow, final int toRow, final int fromColumn,
        final int toColumn) {
        Form form = forms.get(factor.memory());
        if (form != null && fromRow < toRow && fromColumn < toColumn) {
            ownStream.get().rounding(toRow - fromRow, toColumn - fromColumn, factor.columns(), form.stride)
                .run(factor.address(fromRow, fromColumn), form.address(factor, fromRow, fromColumn));
        }
    }

    @Override
    public void renewed(final HostMatrix factor, final int count) {
        Form form = forms.get(factor.memory());
        if (form != null) {
            form.from = factor.firstRow();
            form.to = form.from + count;
            form.changes = factor.memory().changes();
        }
    }

    @Override
    public void multiply(final float alpha, final HostMatrix a, final boolean transposeA, final HostMatrix b,
        final boolean transposeB, final float beta, final HostMatrix c, final int fromRow, final int toRow,
        final int fromColumn, final int toColumn, final int fromInner, final int toInner) {
        if (fromRow == toRow || fromColumn == toColumn) {
            return;
        }
        Form formA = forms.get(a.memory());
        Form formB = forms.get(b.memory());
        OneDnnStream stream = ownStream.get();
        BFloat16Product.Sizes sizes = stream.sizes;
        sizes.rows = toRow - fromRow;
        sizes.columns = toColumn - fromColumn;
        sizes.inner = toInner - fromInner;
        sizes.transposeA = transposeA;
        sizes.strideA = formA.stride;
        sizes.transposeB = transposeB;
        sizes.strideB = formB.stride;
        sizes.strideC = c.columns();
        sizes.beta = beta;
        stream.product().run(alpha,
            transposeA ? formA.address(a, fromInner, fromRow) : formA.address(a, fromRow, fromInner),
            transposeB ? formB.address(b, fromColumn, fromInner) : formB.address(b, fromInner, fromColumn),
            c.address(fromRow, fromColumn));
    }

    /** Releases the rounded form of a matrix that is released itself. */
    void drop(final HostMatrix matrix) {
        Form form = forms.remove(matrix.memory());
        if (form != null) {
            form.elements.close();
        }
    }

    @Override
    public String name() {
        return library.description() + " bfloat16";
    }

    /** Releases what all threads have made here. To be called when none of them computes any more. */
    @Override
    public void close() {
        forms.values().forEach(form -> form.elements.close());
        forms.clear();
        synchronized (streams) {
            streams.forEach(OneDnnStream::close);
            streams.clear();
        }
        ownStream.remove();
    }
}
