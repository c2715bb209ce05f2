// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * A list of matrix products and nothing else, by OpenBLAS's {@code cblas_sgemm}, whatever the engine multiplies with.
 * With more than one thread each product is cut into as many parts, by columns of the result (by rows where the left
 * factor is transposed), and all threads wait for each other after each product, as the next one needs the last one's
 * result.
 */
final class BareProducts implements AutoCloseable {

    private static final int ROW_MAJOR = 101;

    private static final int AS_IS = 111;

    private static final int TRANSPOSED = 112;

    private final List<Product> products = new ArrayList<>();

    private final List<FloatPointer> memory = new ArrayList<>();

    private final int threads;

    private final Thread[] helpers;

    private volatile int round;

    private volatile boolean resting = true;

    private volatile boolean closed;

    private final AtomicInteger awake = new AtomicInteger();

    private final AtomicInteger arrived = new AtomicInteger();

    BareProducts(final int threads) {
        this.threads = threads;
        helpers = new Thread[threads - 1];
    }

    /** Adds {@code C (m x n) = A (m x k) B (k x n)}, the batch being the rows of A: the way up through weights B. */
    BareProducts up(final int m, final int k, final int n) {
        return add(false, false, m, n, k);
    }

    /** Adds {@code C (m x n) = A (m x k) B^T}, B being n x k: the way down through weights B. */
    BareProducts down(final int m, final int k, final int n) {
        return add(false, true, m, n, k);
    }

    /** Adds {@code C (m x n) += A^T B}, both with {@code rows} rows: the statistics of a batch. */
    BareProducts statistics(final int rows, final int m, final int n) {
        return add(true, false, m, n, rows);
    }

    /** Lets the last product be done so many times in all. */
    BareProducts times(final int count) {
        Product last = products.get(products.size() - 1);
        for (int i = 1; i < count; i++) {
            products.add(last);
        }
        return this;
    }

    private BareProducts add(final boolean transposeA, final boolean transposeB, final int m, final int n,
        final int k) {
        FloatPointer a = filled((long)m * k);
        FloatPointer b = filled((long)k * n);
        FloatPointer c = filled((long)m * n);
        Part[] parts = new Part[threads];
        for (int i = 0; i < threads; i++) {
            int size = transposeA ? m : n;
            int from = (int)((long)size * i / threads);
            int to = (int)((long)size * (i + 1) / threads);
            parts[i] = transposeA
                ? new Part(to - from, n, at(a, from), b, at(c, (long)from * n))
                : new Part(m, to - from, a, at(b, transposeB ? (long)from * k : from), at(c, from));
        }
        products.add(new Product(transposeA, transposeB, k, transposeA ? m : k, transposeB ? k : n, n,
            transposeA ? 1f : 0f, parts));
        return this;
    }

    private FloatPointer filled(final long size) {
        FloatPointer pointer = new FloatPointer(size);
        for (long i = 0; i < size; i++) {
            pointer.put(i, (i * 7919 % 1000) / 1000f);
        }
        memory.add(pointer);
        return pointer;
    }

    private static FloatPointer at(final FloatPointer pointer, final long index) {
        return new FloatPointer(pointer).position(index);
    }

    /** Starts the helper threads. */
    BareProducts start() {
        for (int i = 0; i < helpers.length; i++) {
            int part = i + 1;
            helpers[i] = new Thread(() -> help(part), "bare-products-" + part);
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
        return this;
    }

    /** The number of threads that compute. */
    int threads() {
        return threads;
    }

    /** Wakes the helper threads and waits until they wait for work: {@link #run} is then not delayed. */
    void wake() {
        resting = false;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        while (awake.get() < helpers.length) {
            Thread.onSpinWait();
        }
    }

    /** Lets the helper threads sleep, so that the processors are free for others. */
    void rest() {
        resting = true;
    }

    /** Computes all products once. */
    void run() {
        for (int i = 0; i < products.size(); i++) {
            arrived.set(0);
            round++;
            products.get(i).run(0);
            while (arrived.get() < helpers.length) {
                Thread.onSpinWait();
            }
        }
    }

    private void help(final int part) {
        int done = 0;
        while (!closed) {
            awake.incrementAndGet();
            while (!resting && !closed) {
                if (round == done) {
                    Thread.onSpinWait();
                } else {
                    products.get(done++ % products.size()).run(part);
                    arrived.incrementAndGet();
                }
            }
            awake.decrementAndGet();
            while (resting && !closed) {
                LockSupport.park(this);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        memory.forEach(FloatPointer::close);
    }

    private record Part(int rows, int columns, FloatPointer a, FloatPointer b, FloatPointer c) {
    }

    private record Product(boolean transposeA, boolean transposeB, int inner, int strideA, int strideB, int strideC,
        float beta, Part[] parts) {

        void run(final int index) {
            Part part = parts[index];
            openblas_nolapack.cblas_sgemm(ROW_MAJOR, transposeA ? TRANSPOSED : AS_IS, transposeB ? TRANSPOSED : AS_IS,
                part.rows, part.columns, inner, 1e-6f, part.a, strideA, part.b, strideB, beta, part.c, strideC);
        }
    }
}
