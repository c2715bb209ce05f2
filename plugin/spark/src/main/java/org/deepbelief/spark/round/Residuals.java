// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.infer.InputResiduals;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.train.ResidualFit;

/**
 * Measures how far Gaussian inputs are from what a trained network expects of them, over the rows that each part has
 * learned from, see {@link ResidualFit}.
 *
 * @param network its file
 * @param learned the rows that were learned from
 * @param threads that compute in a part
 */
record Residuals(byte[] network, Learned learned, int threads) implements PartWork<ResidualFit> {

    /** The rows of a part that were learned from. */
    @FunctionalInterface
    interface Learned extends Serializable {

        /** Those of a part. */
        Split.Part of(int part, SampleMatrix rows);
    }

    /** The network, whose residuals {@linkplain InputResiduals#known are known}, with what all parts measure. */
    static DeepBeliefNetwork measured(final DeepBeliefNetwork network, final Parts parts, final Learned learned,
        final int threads) throws IOException {
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelArchive.write(network, file);
        final List<ResidualFit> fits = parts.onEach(new Residuals(file.toByteArray(), learned, threads));
        final ResidualFit whole = fits.get(0);
        fits.subList(1, fits.size()).forEach(whole::merge);
        return whole.on(network);
    }

    @Override
    public ResidualFit run(final int part, final SampleMatrix rows) throws IOException {
        final ResidualFit fit = new ResidualFit(rows.units());
        try (Compute compute = Compute.open(threads)) {
            fit.add(compute, ModelArchive.read(new ByteArrayInputStream(network)), rows, learned.of(part, rows),
                () -> { });
        }
        return fit;
    }
}
