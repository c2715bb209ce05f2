// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.CounterRandom;

/** What a training draws random numbers for: those of one seed and two uses have nothing to do with each other. */
enum RandomStream {

    /** Wake-sleep tuning, upward: states of rows. */
    WAKE(1),
    /** Wake-sleep tuning, the associative memory. */
    TOP(2),
    /** Wake-sleep tuning, downward: dreams. */
    SLEEP(3),
    /** Fine-tuning: units that are left out. */
    BACKPROPAGATION_DROPOUT(1),
    /** Fine-tuning: where rows are moved to see in which direction the outputs change. */
    ADVERSARIAL_PROBES(2),
    /** The first weights of a layer. */
    INITIAL_WEIGHTS(1),
    /** Contrastive divergence: hidden units. */
    HIDDEN(10),
    /** Contrastive divergence: visible units. */
    VISIBLE(11),
    /** Contrastive divergence: label units, and their first weights. */
    LABEL(12),
    /** Contrastive divergence: hidden units that are left out. */
    DROPOUT(13),
    /** Contrastive divergence: the first state of persistent chains. */
    CHAIN(14),
    /** Contrastive divergence: which of the inputs that are zero are reconstructed. */
    ZEROS(15),
    /** Contrastive divergence: senses that are left out. */
    LEFT_OUT_SENSES(16),
    /** Autoencoder: inputs that are masked. */
    MASKING(20),
    /** Autoencoder: noise of inputs. */
    NOISE(21),
    /** Autoencoder: codes that are left out. */
    CODE_DROPOUT(22),
    /** Wake-sleep tuning: the first weights of new label units. */
    NEW_LABELS(0x1A),
    /** What is measured: the unit whose conditional likelihood is taken. */
    MEASURED_UNIT(30),
    /** Embedding: the first weights of the map. */
    MAP_WEIGHTS(50),
    /** The order of the rows with a target, where each batch has some. */
    LABELLED_ROWS(51),
    /** The seed of each layer. */
    LAYER(40);

    private final int number;

    RandomStream(final int number) {
        this.number = number;
    }

    /** The key of a step of this stream, see {@link CounterRandom#key}. */
    long key(final long seed, final long step) {
        return CounterRandom.key(seed, number, step);
    }
}
