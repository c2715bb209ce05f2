// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The kinds of layers that this version knows, by the names that files and specs give them. To add one, permit a class
 * of {@link Layer} and one of {@link LayerStructure} and list the kind here.
 */
public enum LayerKind {

    /** A restricted Boltzmann machine, as contrastive divergence trains it. */
    BOLTZMANN_MACHINE("restrictedBoltzmannMachine", "a", "restricted Boltzmann machine", true, DenseStructure::read),

    /** The code of an autoencoder with one hidden layer. */
    AUTOENCODER("autoencoder", "an", "autoencoder", false, DenseStructure::read),

    /** A map, in which neighbours or rows of a class lie together. */
    EMBEDDING("embedding", "an", "embedding", false, DenseStructure::read),

    /** A Boltzmann machine with the rows before each as its context. */
    CONDITIONAL("conditionalBoltzmannMachine", "a", "conditional Boltzmann machine", false,
        (kind, fields) -> ConditionalStructure.read(fields)),

    /** A Boltzmann machine with a hidden state that goes on from row to row. */
    RECURRENT("recurrentTemporalBoltzmannMachine", "a", "recurrent temporal Boltzmann machine", false,
        (kind, fields) -> RecurrentStructure.read(fields));

    private final String id;

    private final String article;

    private final String words;

    private final boolean undirected;

    private final Reader reader;

    /** Reads what {@link LayerStructure#write} wrote. */
    @FunctionalInterface
    private interface Reader {
        LayerStructure read(LayerKind kind, Json.Fields fields) throws IOException;
    }

    LayerKind(final String id, final String article, final String words, final boolean undirected,
        final Reader reader) {
        this.id = id;
        this.article = article;
        this.words = words;
        this.undirected = undirected;
        this.reader = reader;
    }

    /**
     * The kind of an {@link #id}.
     *
     * @throws IllegalArgumentException if there is none; the message names the id
     */
    public static LayerKind of(final String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("The kind of layer \"" + id + "\" is none of "
                + Arrays.stream(values()).map(LayerKind::id).collect(Collectors.joining(", ")) + "."));
    }

    /** The kind as files name it. It never changes. */
    public String id() {
        return id;
    }

    /** The kind as messages name it. */
    public String words() {
        return words;
    }

    /** A layer of the kind as a sentence names it, such as "an autoencoder". */
    public String one() {
        return article + " " + words;
    }

    /**
     * Whether a layer of the kind is an undirected model of its visible units, with an energy and a partition function.
     */
    public boolean undirected() {
        return undirected;
    }

    /** Whether a layer of the kind knows the rows before each, so that rows have to come in their order. */
    public boolean temporal() {
        return this == CONDITIONAL || this == RECURRENT;
    }

    /** The structure of a layer of this kind that a file describes. */
    LayerStructure read(final Json.Fields fields) throws IOException {
        return reader.read(this, fields);
    }

    @Override
    public String toString() {
        return words;
    }
}
