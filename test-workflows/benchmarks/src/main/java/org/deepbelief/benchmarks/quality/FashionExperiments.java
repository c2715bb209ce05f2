// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.deepbelief.engine.model.DeepBeliefNetwork;

/** What is shown on Fashion-MNIST: learned from its 60,000 training images, measured on its 10,000 test images. */
final class FashionExperiments {

    private FashionExperiments() {
    }

    /** Multinomial logistic regression on the features of one pretrained layer, which stays as it is. */
    static void features(final Path folder, final Path models, final long seed, final Report report)
        throws IOException {
        final LabelledImages training = LabelledImages.read(folder, "train");
        final DeepBeliefNetwork layer = Pretrained.stack(training, "fashion", List.of(Pretrained.layer(500, 12)), seed,
            models, report);
        new Classification(30, 100, 0.002, 0.2, 0, 0, 1).run("Logistic regression on 500 features", layer, training,
            LabelledImages.read(folder, "t10k"), seed, report);
    }

    /** A pretrained 784-500-500-2000 stack, then back-propagation. */
    static void classification(final Path folder, final Path models, final long seed, final Report report)
        throws IOException {
        final LabelledImages training = LabelledImages.read(folder, "train");
        final DeepBeliefNetwork stack = Pretrained.stack(training, "fashion",
            List.of(Pretrained.layer(500, 12), Pretrained.layer(500, 6), Pretrained.layer(2000, 6)), seed, models,
            report);
        new Classification(25, 100, 0.001, 0.1, 0.1, 0.3, 0).run("Pretrained 784-500-500-2000-10", stack, training,
            LabelledImages.read(folder, "t10k"), seed, report);
    }
}
