// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;

/** Files in any file system that Spark writes to: each is there as a whole or not at all. */
record ClusterFiles(Configuration hadoop) {

    /** Writes what a file is to hold. */
    @FunctionalInterface
    interface Content {

        /** Writes it. */
        void write(OutputStream out) throws IOException;
    }

    /** Writes a file, which takes the place of an old one when it is complete. */
    void write(final String file, final Content content) throws IOException {
        final FileContext files = context(file);
        final Path path = files.makeQualified(new Path(file));
        final Path unfinished = new Path(path.getParent(), "." + path.getName() + ".unfinished");
        try {
            try (OutputStream out = files.create(unfinished, EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE),
                CreateOpts.createParent())) {
                content.write(out);
            }
            files.rename(unfinished, path, Rename.OVERWRITE);
        } catch (IOException | RuntimeException failure) {
            files.delete(unfinished, false);
            throw failure;
        }
    }

    /**
     * Writes a folder, which is there when it is complete.
     *
     * @param content writes the folder that it is given
     */
    void writeFolder(final String folder, final Consumer<String> content) throws IOException {
        final FileContext files = context(folder);
        final Path path = files.makeQualified(new Path(folder));
        final Path unfinished = new Path(path.getParent(), "." + path.getName() + ".unfinished");
        files.delete(unfinished, true);
        try {
            content.accept(unfinished.toString());
            files.rename(unfinished, path);
        } finally {
            files.delete(unfinished, true);
        }
    }

    /** Opens a file. */
    InputStream open(final String file) throws IOException {
        try {
            return context(file).open(new Path(file));
        } catch (FileNotFoundException e) {
            throw new IOException("There is no file \"" + file + "\".", e);
        }
    }

    boolean exists(final String file) throws IOException {
        return context(file).util().exists(new Path(file));
    }

    /** @throws IOException if there is a folder where a file is to be, or no such file system */
    void checkNoFolder(final String file) throws IOException {
        final Path path = new Path(file);
        if (exists(file) && context(file).getFileStatus(path).isDirectory()) {
            throw new IOException("\"" + file + "\" is a folder. Give the name of a file, which may be in it.");
        }
    }

    void delete(final String file) throws IOException {
        context(file).delete(new Path(file), false);
    }

    /** Writes a network. */
    void write(final DeepBeliefNetwork network, final String file) throws IOException {
        write(file, out -> ModelArchive.write(network, out));
    }

    /**
     * Reads a network.
     *
     * @throws IOException if there is none in the file, or one of several senses; the message names it
     * @throws IllegalArgumentException if it knows the rows before each, of which there are parts here
     */
    DeepBeliefNetwork readNetwork(final String file) throws IOException {
        final DeepBeliefNetwork network;
        final InputStream in = open(file);
        try (in) {
            network = ModelArchive.read(in);
        } catch (IOException e) {
            throw new IOException("The network \"" + file + "\" cannot be read: " + e.getMessage(), e);
        }
        if (network.senses().size() > 1) {
            throw new IOException("The network in \"" + file + "\" has " + network.senses().size()
                + " senses; a cluster works with networks of one. Use it in KNIME or in one process.");
        }
        network.requireNoOrder("Working on Spark, where a table lies in parts,");
        return network;
    }

    private FileContext context(final String file) throws UnsupportedFileSystemException {
        return FileContext.getFileContext(new Path(file).toUri().getScheme() == null
            ? FileSystem.getDefaultUri(hadoop) : new Path(file).toUri(), hadoop);
    }
}
