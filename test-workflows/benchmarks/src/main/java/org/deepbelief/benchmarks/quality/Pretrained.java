// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.train.BoltzmannMachineSettings;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Learning;
import org.deepbelief.engine.train.Momentum;
import org.deepbelief.engine.train.Penalty;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.units.UnitType;

/**
 * Pretrained stacks. Several experiments start from the same stack, so it is kept in a file under the
 * name of its data, settings and seed, and read again: the engine gives the same bits for the same seed.
 */
final class Pretrained {

    private static final int BATCH_SIZE = 100;

    private Pretrained() {
    }

    /** A Bernoulli RBM layer that learns by CD-1 with a falling rate. */
    static LayerSettings layer(final int units, final int epochs) {
        return layer(units, UnitType.bernoulli(), epochs, new Schedule(0.1, 0.1));
    }

    /** An RBM layer that learns by CD-1. */
    static LayerSettings layer(final int units, final UnitType hiddenType, final int epochs, final Schedule rate) {
        return BoltzmannMachineSettings.plain(HiddenUnits.of(units, hiddenType),
            new Learning(epochs, rate, new Momentum(0.5, 0.9, 3), Penalty.l2(0.0002)));
    }

    /** The stack of these layers, pretrained on these images without their labels. */
    static DeepBeliefNetwork stack(final LabelledImages images, final String data, final List<LayerSettings> layers,
        final Run run, final Path models, final Report report) throws IOException {
        return stack(images, data, layers, Optional.empty(), run, models, report);
    }

    /**
     * The stack of these layers, pretrained on these images.
     *
     * @param data the name of the images, for the file
     * @param labels the classes that become label units of the top layer, if any
     * @param models the folder of the files; made if it is not there
     */
    static DeepBeliefNetwork stack(final LabelledImages images, final String data, final List<LayerSettings> layers,
        final Optional<ClassColumn> labels, final Run run, final Path models, final Report report)
        throws IOException {
        final LayerwisePretraining.Settings settings =
            new LayerwisePretraining.Settings(layers, run.training(BATCH_SIZE), labels);
        final Path file = models.resolve(data + "-" + images.size() + "-"
            + Integer.toHexString(settings.toString().hashCode()) + ".dbn");
        report.phase("Pretraining, " + units(layers) + ", " + epochs(layers) + " epochs a layer, seed " + run.seed());
        if (Files.exists(file)) {
            report.line("read from " + file.getFileName() + ", which an earlier run made with these settings");
            return ModelArchive.read(file);
        }
        final DeepBeliefNetwork network;
        try (SampleMatrix samples = images.samples()) {
            network = LayerwisePretraining.train(samples, images.encoding(), settings, report).network();
        }
        Files.createDirectories(models);
        ModelArchive.write(network, file);
        report.figure("squared error per image, up and down through all layers",
            Scores.squaredErrorPerImage(network, images.part(0, images.size() / 10)), "");
        return network;
    }

    private static List<Integer> units(final List<LayerSettings> layers) {
        return layers.stream().map(LayerSettings::units).toList();
    }

    private static List<Integer> epochs(final List<LayerSettings> layers) {
        return layers.stream().map(LayerSettings::epochs).toList();
    }
}
