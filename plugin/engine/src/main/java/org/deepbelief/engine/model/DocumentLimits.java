// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.io.IOException;
import java.io.InputStream;

/**
 * What reading a JSON document may take. Its text: 64 KiB, and 4 KiB for each element of an array that was met so far
 * (an input column, a value, a mean, a layer), at most 256 MiB. On the heap: an eighth of the heap's limit, at most
 * 256 MiB, by what values and keys take there, up to 26 times their text.
 */
final class DocumentLimits {

    private static final long BASE_BYTES = 64L << 10;

    private static final long ELEMENT_BYTES = 4L << 10;

    /** No document may be longer. */
    static final long MOST_BYTES = 256L << 20;

    private static final int LONGEST_KEY = 1024;

    private static final int OBJECT_HEAP = 64;

    private static final int TEXT_HEAP = 56;

    private static final int KEY_HEAP = 56;

    private static final int NUMBER_HEAP = 24;

    private static final int ELEMENT_HEAP = 12;

    private final String document;

    private final long mostHeap = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 8);

    private long heap;

    private long elements;

    DocumentLimits(final String document) {
        this.document = document;
    }

    String document() {
        return document;
    }

    /** The text, which ends with an IOException where it becomes too long. */
    InputStream limited(final InputStream in) {
        return new InputStream() {

            private long bytes;

            @Override
            public int read() throws IOException {
                final byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(final byte[] target, final int offset, final int length) throws IOException {
                final int count = in.read(target, offset, length);
                bytes += Math.max(0, count);
                final long most = Math.min(MOST_BYTES, BASE_BYTES + ELEMENT_BYTES * elements);
                if (bytes > most) {
                    throw new IOException(document + " is longer than the description of any network: it has more than "
                        + most + " bytes for " + elements + " columns, values and layers. Choose a file that a DBN node"
                        + " wrote.");
                }
                return count;
            }
        };
    }

    void object() throws IOException {
        take(OBJECT_HEAP);
    }

    void element() throws IOException {
        elements++;
        take(ELEMENT_HEAP);
    }

    void number() throws IOException {
        take(NUMBER_HEAP);
    }

    void text(final String text) throws IOException {
        take(TEXT_HEAP + 2L * text.length());
    }

    void key(final String key) throws IOException {
        if (key.length() > LONGEST_KEY) {
            throw new IOException(document + " has a name of " + key.length() + " characters; at most " + LONGEST_KEY
                + " are possible. Choose a file that a DBN node wrote.");
        }
        take(KEY_HEAP + TEXT_HEAP + 2L * key.length());
    }

    private void take(final long bytes) throws IOException {
        heap += bytes;
        if (heap > mostHeap) {
            throw new IOException(document + " holds more names and values than there is memory for: they would take"
                + " more than " + (mostHeap >> 20) + " MiB, an eighth of what Java may use. If a DBN node wrote the"
                + " file, give Java more memory (-Xmx).");
        }
    }
}
