// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.deepbelief.engine.OtherJvm;
import org.junit.jupiter.api.Test;

/** In Java machines of their own, since limits and heap are read once. */
class MatrixMemoryTest {

    private static final int MIB = 1 << 20;

    /** Keeps so many matrices of so many MiB, or drops each, and tells the most that were counted. */
    static final class Matrices {

        private Matrices() {
        }

        public static void main(final String[] arguments) {
            final boolean kept = arguments[2].equals("kept");
            final List<FloatMatrix> all = new ArrayList<>();
            long most = 0;
            try {
                for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
                    final FloatMatrix matrix = FloatMatrix.zeros(Integer.parseInt(arguments[1]), MIB / Float.BYTES);
                    matrix.set(0, 0, i);
                    most = Math.max(most, MatrixMemory.taken());
                    if (kept) {
                        all.add(matrix);
                    }
                }
                for (int i = 0; i < all.size(); i++) {
                    assertEquals(i, all.get(i).get(0, 0));
                }
                System.out.print("most " + most / MIB);
            } catch (OutOfMemoryError refused) {
                System.out.print("refused at " + MatrixMemory.taken() / MIB + ": " + refused.getMessage());
            }
        }
    }

    /** So many threads take a matrix of 8 MiB each at the same time; tells how often garbage was collected. */
    static final class Threads {

        private Threads() {
        }

        public static void main(final String[] arguments) throws InterruptedException {
            final List<FloatMatrix> all = Collections.synchronizedList(new ArrayList<>());
            all.add(FloatMatrix.zeros(60, MIB / Float.BYTES));
            final long before = collections();
            final List<Thread> threads = new ArrayList<>();
            final CountDownLatch start = new CountDownLatch(1);
            for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
                threads.add(new Thread(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    all.add(FloatMatrix.zeros(8, MIB / Float.BYTES));
                }));
            }
            threads.forEach(Thread::start);
            start.countDown();
            for (final Thread thread : threads) {
                thread.join();
            }
            System.out.print("most " + all.size() + " matrices, collections " + (collections() - before));
        }

        private static long collections() {
            return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(bean -> bean.getName().equals("MarkSweepCompact")).findFirst().orElseThrow()
                .getCollectionCount();
        }
    }

    private static String run(final List<String> options, final String... arguments)
        throws IOException, InterruptedException {
        return run(Matrices.class, options, arguments);
    }

    private static String run(final Class<?> main, final List<String> options, final String... arguments)
        throws IOException, InterruptedException {
        final String output = OtherJvm.output(OtherJvm.command(main, options, arguments));
        System.out.println("MatrixMemoryTest " + options + ", " + List.of(arguments) + ": " + output);
        return output.substring(Math.max(0, Math.max(output.indexOf("most "), output.indexOf("refused "))));
    }

    /** JavaCPP by itself refuses what is beyond four times the heap, whoever took it. */
    @Test
    void matricesMayTakeMoreThanFourTimesTheHeap() throws Exception {
        assertEquals("most 768", run(List.of("-Xmx128m"), "12", "64", "kept"));
    }

    @Test
    void theLimitIsASettingThatItsMessageNames() throws Exception {
        assertEquals("refused at 192: A matrix of 64 x 262144 takes 64.0 MiB, and 8.0 MiB of 200.0 MiB are left;"
            + " -Dorg.deepbelief.memoryMiB sets the limit",
            run(List.of("-Xmx128m", "-Dorg.deepbelief.memoryMiB=200"), "12", "64", "kept"));
    }

    /** 40 dropped matrices of 95 MiB once took 2 GB beside a heap of 512 MB. */
    @Test
    void droppedMatricesAreReleasedBeforeTheyHaveGrownByHalfTheHeap() throws Exception {
        final String output = run(List.of("-Xmx512m"), "40", "95", "dropped");
        final int most = Integer.parseInt(output.replace("most ", ""));
        assertTrue(most <= 256 + 95, output);
    }

    @Test
    void droppedMatricesMakeRoomBelowTheLimit() throws Exception {
        assertTrue(run(List.of("-Xmx2g", "-Dorg.deepbelief.memoryMiB=200"), "40", "95", "dropped").startsWith("most "));
    }

    /** With 64 MiB as half the heap, 60 + 16 x 8 MiB grow by that three times at most, whoever notices. */
    @Test
    void threadsThatTakeMemoryAtTheSameTimeShareACollection() throws Exception {
        final String output = run(Threads.class, List.of("-Xmx128m", "-XX:+UseSerialGC"), "16");
        final int collections = Integer.parseInt(output.replace("most 17 matrices, collections ", ""));
        assertTrue(collections >= 1 && collections <= 3, output);
    }

    @Test
    void whatIsRefusedIsNotCountedAndTheLastByteCanBeTaken() {
        final long taken = SettledMemory.taken();
        final long limit = MatrixMemory.limit();
        final OutOfMemoryError refused = assertThrows(OutOfMemoryError.class,
            () -> MatrixMemory.take(limit - taken + 1, "One byte more"));
        assertEquals("One byte more takes " + MatrixMemory.words(limit - taken + 1) + ", and "
            + MatrixMemory.words(limit - taken) + " of " + MatrixMemory.words(limit)
            + " are left; -Dorg.deepbelief.memoryMiB sets the limit", refused.getMessage());
        assertEquals(taken, MatrixMemory.taken());
        MatrixMemory.take(limit - taken, "All that is left");
        try {
            assertEquals(0, MatrixMemory.available(0));
        } finally {
            MatrixMemory.giveBack(limit - taken);
        }
        assertEquals(taken, MatrixMemory.taken());
    }

    @Test
    void whatIsClosedIsCountedNoMoreAndAViewKeepsItsMatrix() {
        final long before = SettledMemory.taken();
        FloatMatrix matrix = FloatMatrix.zeros(1024, 1024);
        assertEquals(before + 4 * MIB, MatrixMemory.taken());
        matrix.close();
        matrix.close();
        assertEquals(before, MatrixMemory.taken());
        matrix = FloatMatrix.zeros(1024, 1024);
        matrix.set(7, 7, 3);
        final FloatMatrix view = matrix.rows(7, 8);
        matrix = null;
        System.gc();
        assertTrue(MatrixMemory.available(Long.MAX_VALUE) <= MatrixMemory.limit() - 4 * MIB);
        assertEquals(3, view.get(0, 7));
    }

    @Test
    void bytesAreToldInTheUnitThatSuits() {
        assertEquals("0.5 MiB", MatrixMemory.words(MIB / 2));
        assertEquals("1.0 GiB", MatrixMemory.words(1024.0 * MIB));
        assertEquals("1.5 GiB", MatrixMemory.words(1536.0 * MIB));
        assertEquals("3638.0 TiB", MatrixMemory.words(4e15));
    }
}
