// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.AutoencoderSettings;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.Learning;
import org.deepbelief.engine.train.Momentum;
import org.deepbelief.engine.train.Noise;
import org.deepbelief.engine.train.Penalty;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.units.UnitType;

/**
 * What is shown on Fashion-MNIST: learned from its 60,000 training images, measured on its 10,000 test images.
 */
final class FashionExperiments {

    /** A denoising autoencoder: its features tell clothes apart better than those of an RBM. */
    private static final LayerSettings FEATURES = new AutoencoderSettings(
        HiddenUnits.of(500, UnitType.rectifiedLinear()),
        new Learning(12, new Schedule(0.02, 0.05), new Momentum(0.5, 0.9, 3), Penalty.NONE), new Noise(0.2, 0));

    private static final Classification REGRESSION = new Classification(new Epochs(40, 10, 0), 100,
        new Schedule(0.005, 0.2), Dropout.NONE, 1);

    private FashionExperiments() {
    }

    /** Multinomial logistic regression on the features of one pretrained layer, which stays as it is. */
    static void features(final Path folder, final Path models, final Run run, final Report report)
        throws IOException {
        final LabelledImages training = LabelledImages.read(folder, "train");
        final DeepBeliefNetwork layer = Pretrained.stack(training, "fashion", List.of(FEATURES), run, models, report);
        REGRESSION.run("Logistic regression on 500 features", layer, training,
            LabelledImages.read(folder, "t10k"), run, report);
    }

    /** A pretrained 784-500-500-2000 stack, then back-propagation. */
    static void classification(final Path folder, final Path models, final Run run, final Report report)
        throws IOException {
        final LabelledImages training = LabelledImages.read(folder, "train");
        final DeepBeliefNetwork stack = Pretrained.stack(training, "fashion",
            List.of(layer(500, 12), layer(500, 4), layer(2000, 4)), run, models, report);
        new Classification(new Epochs(14, 5, 0), 100, new Schedule(0.001, 0.05), new Dropout(0, 0.1), 0)
            .run("Pretrained 784-500-500-2000-10", stack, training, LabelledImages.read(folder, "t10k"), run, report);
    }

    /** The greys of clothes tell less about each other than those of digits: a larger rate learns worse features. */
    private static LayerSettings layer(final int units, final int epochs) {
        return Pretrained.layer(units, UnitType.bernoulli(), epochs, new Schedule(0.02, 0.1));
    }
}
