// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.infer.SenseTops;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;

/**
 * The training of a network of several senses: the layers that these have in common learn as a network of their own,
 * from what the senses hand up. The layers of each sense stay as they are, so that what a sense tells and what the
 * others expect of it go on agreeing.
 */
final class CommonLayers {

    /** Trains a network of one sense. */
    @FunctionalInterface
    interface Trainer {

        /** @param samples rows of the network's encoding */
        TrainingResult train(DeepBeliefNetwork network, SampleMatrix samples);
    }

    private CommonLayers() {
    }

    /**
     * @param network of one sense, which is trained as it is, or of several
     * @param samples rows of its encoding; a sense that a row lacks is NaN, and is filled from the others
     * @throws UncheckedIOException if what the senses hand up does not fit the memory budget of the rows and its file
     *             cannot be written
     */
    static TrainingResult train(final Compute compute, final DeepBeliefNetwork network, final SampleMatrix samples,
        final TrainingMonitor monitor, final Trainer trainer) {
        if (network.senses().size() == 1) {
            return trainer.train(network, samples);
        }
        try (SampleMatrix tops = SenseTops.read(compute, network, samples, monitor::cancelled)) {
            final TrainingResult result = trainer.train(network.commonLayers(), tops);
            return new TrainingResult(network.withCommonLayers(result.network()),
                result.log().above(network.senseLevels()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
