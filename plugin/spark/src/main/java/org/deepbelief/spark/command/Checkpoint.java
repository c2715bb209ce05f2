// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.util.Optional;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.spark.round.Pretraining.Standing;
import org.deepbelief.spark.round.Progress;

/** Where a training stands, in a file of a folder, from which a later run goes on. */
final class Checkpoint {

    private static final String HEADER = "deepbelief checkpoint 3";

    private final ClusterFiles files;

    private final String file;

    private final String training;

    /**
     * @param folder where the file is
     * @param training all that its bits depend on
     */
    Checkpoint(final ClusterFiles files, final String folder, final String training) {
        this.files = files;
        file = folder + "/checkpoint";
        this.training = training;
    }

    /**
     * Where the training stands.
     *
     * @throws IOException if the file is that of another training
     */
    Standing read() throws IOException {
        if (!files.exists(file)) {
            return Standing.START;
        }
        try (DataInputStream in = new DataInputStream(files.open(file))) {
            return read(in);
        } catch (EOFException | UTFDataFormatException e) {
            throw new IOException("The checkpoint \"" + file + "\" is damaged. Delete it, or choose another folder.",
                e);
        }
    }

    private Standing read(final DataInputStream in) throws IOException {
        if (!in.readUTF().equals(HEADER)) {
            throw new IOException("The checkpoint \"" + file + "\" is of another version. Choose another folder.");
        }
        final String found = new String(bytes(in));
        if (!found.equals(training)) {
            throw new IOException("The checkpoint \"" + file + "\" is of another training, with the options and"
                + " rows " + found + " instead of " + training + ". Choose another folder, or give the same.");
        }
        final int roundSteps = in.readInt();
        final byte[] network = bytes(in);
        return new Standing(network.length == 0 ? Optional.empty()
            : Optional.of(ModelArchive.read(new ByteArrayInputStream(network))),
            Optional.of(Progress.read(in)), roundSteps);
    }

    private static byte[] bytes(final DataInputStream in) throws IOException {
        final byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    /** Writes where the training stands, after a round. */
    void write(final Standing standing) throws IOException {
        final ByteArrayOutputStream network = new ByteArrayOutputStream();
        if (standing.below().isPresent()) {
            final DeepBeliefNetwork below = standing.below().get();
            ModelArchive.write(below, network);
        }
        files.write(file, stream -> {
            final DataOutputStream out = new DataOutputStream(stream);
            out.writeUTF(HEADER);
            out.writeInt(training.getBytes().length);
            out.write(training.getBytes());
            out.writeInt(standing.roundSteps());
            out.writeInt(network.size());
            network.writeTo(out);
            standing.layer().orElseThrow().write(out);
            out.flush();
        });
    }

    /** Deletes it once it is of no use any more. */
    void delete() throws IOException {
        files.delete(file);
    }
}
