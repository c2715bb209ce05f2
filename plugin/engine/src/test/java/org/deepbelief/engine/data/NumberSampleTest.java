// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bottom-k samples against all numbers sorted by their priorities. */
class NumberSampleTest {

    private static final long SEED = 3;

    private record Numbered(String row, double value) {
    }

    /**
     * A hash code times the golden ratio's increment goes through the finaliser with which SplittableRandom makes its
     * first number, which begins one increment after its seed.
     */
    private static long priority(final Numbered number) {
        final long increment = 0x9E3779B97F4A7C15L;
        return new SplittableRandom((number.row().hashCode() - 1L) * increment).nextLong();
    }

    private static double[] lowest(final List<Numbered> all, final int limit) {
        return all.stream().sorted(Comparator.comparingLong(NumberSampleTest::priority)
            .thenComparingDouble(Numbered::value)).limit(limit).mapToDouble(Numbered::value).sorted().toArray();
    }

    private static NumberSample sample(final List<Numbered> numbers, final int limit) {
        final NumberSample sample = new NumberSample(limit);
        numbers.forEach(number -> sample.add(number.value(), number.row()));
        return sample;
    }

    /** Of 200 names each is that of five rows on average, whose numbers have one priority. */
    private static List<Numbered> numbers(final int count) {
        final Random random = new Random(SEED);
        final List<Numbered> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Numbered("Row" + random.nextInt(200), random.nextInt(30) - 15));
        }
        return all;
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"1, 1000", "7, 1000", "16, 1000", "40, 1000", "500, 1000", "999, 1000", "1000, 1000", "1001, 1000",
        "5000, 1000"})
    void itHasTheNumbersOfTheLowestPriorities(final int limit, final int count) {
        System.out.println("NumberSampleTest: seed " + SEED);
        final List<Numbered> all = numbers(count);
        assertArrayEquals(lowest(all, limit), sample(all, limit).sorted());
        Collections.shuffle(all, new Random(SEED));
        assertArrayEquals(lowest(all, limit), sample(all, limit).sorted(), "in another order");
    }

    @ParameterizedTest(name = "{0} of parts from {1} on")
    @CsvSource({"7, 3", "40, 50", "40, 500", "500, 990", "2000, 500"})
    void partsMergeIntoTheWhole(final int limit, final int start) {
        final List<Numbered> all = numbers(1000);
        final NumberSample merged = sample(all.subList(0, start), limit);
        merged.merge(sample(all.subList(start, all.size()), limit));
        assertArrayEquals(lowest(all, limit), merged.sorted());
    }

    @Test
    void ofOnePriorityTheLowestStay() {
        final List<Numbered> all = new ArrayList<>();
        for (int value = 20; value > 0; value--) {
            all.add(new Numbered("same", value));
        }
        assertArrayEquals(new double[] {1, 2, 3}, sample(all, 3).sorted());
    }

    @Test
    void askingForItChangesNothing() {
        final List<Numbered> all = numbers(1000);
        final NumberSample sample = sample(all.subList(0, 300), 40);
        assertArrayEquals(lowest(all.subList(0, 300), 40), sample.sorted());
        all.subList(300, 1000).forEach(number -> sample.add(number.value(), number.row()));
        assertArrayEquals(lowest(all, 40), sample.sorted());
        assertArrayEquals(lowest(all, 40), sample.sorted());
    }
}
