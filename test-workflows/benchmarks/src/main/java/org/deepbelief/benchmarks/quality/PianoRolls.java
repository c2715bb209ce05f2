// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.units.UnitType;

/** Pieces of music as frames of 88 keys, from a file of the columns sequence, frame and notes. */
final class PianoRolls {

    private static final int KEYS = 88;

    private static final long MEMORY_BUDGET = 1L << 30;

    private final List<float[]> frames = new ArrayList<>();

    private final List<Boolean> starts = new ArrayList<>();

    private PianoRolls() {
    }

    /** @throws IOException if the file cannot be read, or a line is not as it should be; the message names it */
    static PianoRolls read(final Path file) throws IOException {
        final PianoRolls rolls = new PianoRolls();
        String last = "";
        final List<String> lines = Files.readAllLines(file);
        for (final String line : lines.subList(1, lines.size())) {
            final String[] parts = line.split(",", -1);
            final float[] frame = new float[KEYS];
            try {
                for (final String note : parts[2].isEmpty() ? new String[0] : parts[2].split(" ")) {
                    frame[Integer.parseInt(note)] = 1;
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException off) {
                throw new IOException("\"" + line + "\" in " + file + " is no frame: sequence,frame,notes from 0 to "
                    + (KEYS - 1) + ".", off);
            }
            rolls.starts.add(!parts[0].equals(last));
            rolls.frames.add(frame);
            last = parts[0];
        }
        return rolls;
    }

    InputEncoding encoding() {
        final float[] means = new float[KEYS];
        for (final float[] frame : frames) {
            for (int i = 0; i < KEYS; i++) {
                means[i] += frame[i] / frames.size();
            }
        }
        return new InputEncoding(List.of(new VectorColumn("keys", VectorKind.BYTE, KEYS, UnitType.bernoulli(),
            NumberScaling.MIN_MAX, 0, 1)), means);
    }

    /** The frames, each piece a sequence. */
    SampleMatrix samples() throws IOException {
        return samples(frames, starts);
    }

    /** The frames, each a sequence of its own. */
    SampleMatrix withoutOrder() throws IOException {
        return samples(frames, Collections.nCopies(frames.size(), true));
    }

    private static SampleMatrix samples(final List<float[]> rows, final List<Boolean> begins) throws IOException {
        return SampleMatrix.read(new RowSource() {

            private int next;

            @Override
            public long rows() {
                return rows.size();
            }

            @Override
            public boolean next(final float[] units, final float[] targets) {
                if (next == rows.size()) {
                    return false;
                }
                System.arraycopy(rows.get(next++), 0, units, 0, KEYS);
                return true;
            }

            @Override
            public boolean startsSequence() {
                return begins.get(next - 1);
            }
        }, KEYS, 0, new StorageSettings(MEMORY_BUDGET, Path.of(System.getProperty("java.io.tmpdir"))), () -> false);
    }
}
