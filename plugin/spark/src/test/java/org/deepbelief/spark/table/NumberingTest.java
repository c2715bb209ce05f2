// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Places of rows, and the parts that these go to. */
class NumberingTest {

    @Test
    void aPlaceIsThatInTheFilesByTheirPaths() {
        final Block first = new Block("file:/x/a%20b.csv", 0);
        final Block second = new Block("file:/x/a%20b.csv", 900);
        final Block third = new Block("file:/x/c.csv", 0);
        final Numbering numbering = new Numbering(Map.of(third, 4L, second, 2L, first, 3L));
        assertEquals(9, numbering.rows());
        assertEquals(2, numbering.place(first, 2));
        assertEquals(3, numbering.place(second, 0));
        assertEquals(5, numbering.place(third, 0));
        assertEquals("a b.csv:4", numbering.name(second, 0));
        assertEquals("c.csv:1", numbering.name(third, 0));
    }

    @Test
    void partsAreOfEqualSizeAndMixed() {
        final Places places = new Places(1003, 4, 17);
        final long[] sizes = new long[4];
        final long[] ofFirstHundred = new long[4];
        LongStream.range(0, 1003).forEach(place -> {
            sizes[places.getPartition(place)]++;
            ofFirstHundred[places.getPartition(place)] += place < 100 ? 1 : 0;
        });
        for (int part = 0; part < 4; part++) {
            assertEquals(250.75, sizes[part], 0.76);
            assertEquals(25, ofFirstHundred[part], 15, "three standard deviations");
        }
    }
}
