// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Where a stage stands between two rounds: all that is needed to go on.
 *
 * @param next the round to come
 * @param states where the parts start it: one for all, or one a part
 * @param mean what they have learned so far, see {@link BlockMomentum#bytes}
 * @param kept the weights that are kept
 * @param spent the time that it took
 */
public record Progress(Span next, byte[][] states, byte[] mean, Kept kept, TrainingTime.Spent spent) {

    /** Writes it. */
    public void write(final DataOutput out) throws IOException {
        out.writeInt(next.epoch());
        out.writeInt(next.round());
        out.writeInt(next.rounds());
        kept.write(out);
        out.writeLong(spent.untilBegun());
        out.writeLong(spent.inAll());
        writeBytes(mean, out);
        out.writeInt(states.length);
        for (final byte[] state : states) {
            writeBytes(state, out);
        }
    }

    /** Reads what was written. */
    public static Progress read(final DataInput in) throws IOException {
        final Span next = new Span(in.readInt(), in.readInt(), in.readInt());
        final Kept kept = Kept.read(in);
        final TrainingTime.Spent spent = new TrainingTime.Spent(in.readLong(), in.readLong());
        final byte[] mean = readBytes(in);
        final byte[][] states = new byte[in.readInt()][];
        for (int i = 0; i < states.length; i++) {
            states[i] = readBytes(in);
        }
        return new Progress(next, states, mean, kept, spent);
    }

    static void writeBytes(final byte[] bytes, final DataOutput out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] readBytes(final DataInput in) throws IOException {
        final byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
