// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.vector.bytevector;

import java.util.Arrays;

/** A vector of counts from 0 to 255 that keeps each of them. */
public class DenseByteVector {

    private static final int MAX = 255;

    private final byte[] counts;

    /** @param length the number of counts, all 0 */
    public DenseByteVector(final int length) {
        counts = new byte[length];
    }

    /** @param counts the counts, read as unsigned bytes */
    public DenseByteVector(final byte[] counts) {
        this.counts = counts.clone();
    }

    /** @param byteVector the vector to copy */
    public DenseByteVector(final DenseByteVector byteVector) {
        this(byteVector.counts);
    }

    /** @return the number of counts */
    public int length() {
        return counts.length;
    }

    /**
     * @param index a position, from 0
     * @param count the count, 0 to 255
     * @throws IllegalArgumentException if the count is out of range
     */
    public void set(final int index, final int count) {
        if (count < 0 || count > MAX) {
            throw new IllegalArgumentException("A count must be 0 to 255, not " + count + ".");
        }
        counts[index] = (byte)count;
    }

    /**
     * @param index a position, from 0
     * @return the count, 0 to 255
     */
    public int get(final int index) {
        return counts[index] & MAX;
    }

    /** @return the counts */
    public int[] getAllCounts() {
        final int[] all = new int[counts.length];
        Arrays.setAll(all, this::get);
        return all;
    }

    /** @return the counts as unsigned bytes */
    public byte[] getAllCountsAsBytes() {
        return counts.clone();
    }

    /** @return the sum of all counts */
    public long sumOfAllCounts() {
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += get(i);
        }
        return sum;
    }

    /** @return the number of counts that are not 0 */
    public int cardinality() {
        int number = 0;
        for (byte count : counts) {
            number += count == 0 ? 0 : 1;
        }
        return number;
    }

    /** @return whether all counts are 0 */
    public boolean isEmpty() {
        return cardinality() == 0;
    }

    /**
     * @param startIdx a position, from 0
     * @return the position of the first count other than 0 from there on, -1 if there is none
     */
    public int nextCountIndex(final int startIdx) {
        for (int i = startIdx; i < counts.length; i++) {
            if (counts[i] != 0) {
                return i;
            }
        }
        return -1;
    }

    /**
     * @param startIdx a position, from 0
     * @return the position of the first 0 from there on, -1 if there is none
     */
    public int nextZeroIndex(final int startIdx) {
        for (int i = startIdx; i < counts.length; i++) {
            if (counts[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof DenseByteVector vector && Arrays.equals(counts, vector.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return Arrays.toString(getAllCounts());
    }
}
