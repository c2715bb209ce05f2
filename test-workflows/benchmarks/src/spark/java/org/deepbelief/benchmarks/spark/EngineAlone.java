// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deepbelief.benchmarks.quality.LabelledImages;
import org.deepbelief.engine.data.EncodingException;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Momentum;
import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingResult;

/**
 * The engine's own training, on one thread, of what Spark has trained.
 *
 * @param epochs the seconds of the epochs
 * @param all these and what is measured after each
 * @param sameBits whether its network is Spark's
 */
record EngineAlone(double epochs, double all, boolean sameBits) {

    private static final long MEMORY_BUDGET = 1L << 30;

    /**
     * Trains one layer as the command does.
     *
     * @param model the network of Spark's, by whose encoding the rows are read
     * @param rows the first of the images
     */
    static EngineAlone pretrain(final Path model, final LabelledImages images, final int rows, final int units,
        final int epochs) throws IOException {
        final InputEncoding encoding = ModelArchive.read(model).encoding();
        final LayerSettings layer = Defaults.BOLTZMANN_MACHINE
            .withHidden(new HiddenUnits(units, Defaults.HIDDEN.type(), Defaults.HIDDEN.sparsity(), 0))
            .withLearning(Defaults.LEARNING.withEpochs(epochs)
                .withMomentum(new Momentum(0.5, 0.9, Defaults.momentumSwitchEpoch(epochs))));
        final StorageSettings storage =
            new StorageSettings(MEMORY_BUDGET, Path.of(System.getProperty("java.io.tmpdir")));
        try (SampleMatrix samples =
            SampleMatrix.read(source(images, rows, encoding), encoding.units(), 0, storage, () -> false)) {
            final long start = System.nanoTime();
            final TrainingResult result = LayerwisePretraining.train(samples, encoding,
                new LayerwisePretraining.Settings(List.of(layer),
                    Defaults.PRETRAINING.training().withThreads(1), Optional.empty()), TrainingMonitor.NONE);
            final double all = (System.nanoTime() - start) / 1e9;
            final Path own = model.resolveSibling("engine-alone.dbn");
            ModelArchive.write(result.network(), own);
            return new EngineAlone(
                result.log().entries().stream().mapToDouble(TrainingLog.Entry::seconds).sum(), all,
                Files.mismatch(model, own) == -1);
        }
    }

    private static RowSource source(final LabelledImages images, final int rows, final InputEncoding encoding) {
        return new RowSource() {

            private final double[] pixels = new double[images.pixels()[0].length];

            private int next;

            @Override
            public long rows() {
                return rows;
            }

            @Override
            public boolean next(final float[] row, final float[] targets) throws IOException {
                if (next == rows) {
                    return false;
                }
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = images.pixels()[next][i] & 0xff;
                }
                try {
                    encoding.encode(0, pixels, row);
                } catch (EncodingException e) {
                    throw new IOException(e);
                }
                next++;
                return true;
            }
        };
    }
}
