// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.vector.bitvector;

import java.util.Arrays;
import java.util.BitSet;

/** A vector of bits that keeps each of them. */
public class DenseBitVector {

    private static final int WORD = 64;

    private final BitSet bits;

    private final int length;

    /**
     * @param length the number of bits, none set
     * @throws IllegalArgumentException if it is negative or more than an int holds
     */
    public DenseBitVector(final long length) {
        this(new long[0], length);
    }

    /**
     * @param bits the bits, 64 in each long, the lowest first
     * @param length the number of bits
     * @throws IllegalArgumentException if it is negative or more than an int holds
     */
    public DenseBitVector(final long[] bits, final long length) {
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A vector cannot have " + length + " bits.");
        }
        this.length = (int)length;
        this.bits = BitSet.valueOf(bits);
        if (this.bits.length() > length) {
            this.bits.clear(this.length, this.bits.length());
        }
    }

    /** @param clone the vector to copy */
    public DenseBitVector(final DenseBitVector clone) {
        this.bits = (BitSet)clone.bits.clone();
        this.length = clone.length;
    }

    private int checked(final long index) {
        if (index < 0 || index >= length) {
            throw new ArrayIndexOutOfBoundsException("There is no bit " + index + " in a vector of " + length + ".");
        }
        return (int)index;
    }

    /** @return the number of bits */
    public long length() {
        return length;
    }

    /** @param bitIdx the bit to set */
    public void set(final long bitIdx) {
        bits.set(checked(bitIdx));
    }

    /**
     * @param bitIdx a bit
     * @param value whether it is set
     */
    public void set(final long bitIdx, final boolean value) {
        bits.set(checked(bitIdx), value);
    }

    /** @param bitIdx the bit to clear */
    public void clear(final long bitIdx) {
        bits.clear(checked(bitIdx));
    }

    /** @return the number of bits that are set */
    public long cardinality() {
        return bits.cardinality();
    }

    /** @return whether no bit is set */
    public boolean isEmpty() {
        return bits.isEmpty();
    }

    /**
     * @param bitIdx a bit
     * @return whether it is set
     */
    public boolean get(final long bitIdx) {
        return bits.get(checked(bitIdx));
    }

    /**
     * @param startIdx a position
     * @return the position of the first bit from there on that is set, -1 if there is none
     */
    public long nextSetBit(final long startIdx) {
        return startIdx >= length ? -1 : bits.nextSetBit((int)startIdx);
    }

    /**
     * @param startIdx a position
     * @return the position of the first bit from there on that is not set, -1 if there is none
     */
    public long nextClearBit(final long startIdx) {
        final int next = startIdx >= length ? length : bits.nextClearBit((int)startIdx);
        return next >= length ? -1 : next;
    }

    /** @return the bits, 64 in each long, the lowest first */
    public long[] getAllBits() {
        return Arrays.copyOf(bits.toLongArray(), (length + WORD - 1) / WORD);
    }

    /** @return the bits in hexadecimal, the last one first */
    public String toHexString() {
        final StringBuilder text = new StringBuilder();
        for (int i = (length + 3) / 4 - 1; i >= 0; i--) {
            int digit = 0;
            for (int bit = 3; bit >= 0; bit--) {
                digit = 2 * digit + (bits.get(4 * i + bit) ? 1 : 0);
            }
            text.append(Character.toUpperCase(Character.forDigit(digit, 16)));
        }
        return text.toString();
    }

    /** @return the bits as 0 and 1, the last one first */
    public String toBinaryString() {
        final StringBuilder text = new StringBuilder(length);
        for (int i = length - 1; i >= 0; i--) {
            text.append(bits.get(i) ? '1' : '0');
        }
        return text.toString();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof DenseBitVector vector && length == vector.length && bits.equals(vector.bits);
    }

    @Override
    public int hashCode() {
        return 31 * bits.hashCode() + length;
    }

    @Override
    public String toString() {
        return "{length=" + length + ", set bits=" + bits + "}";
    }
}
