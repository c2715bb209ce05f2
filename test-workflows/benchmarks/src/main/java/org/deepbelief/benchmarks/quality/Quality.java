// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Runs one experiment and prints what it reaches. */
public final class Quality {

    private static final long DEFAULT_SEED = 1;

    private static final Map<String, Experiment> EXPERIMENTS = new TreeMap<>(Map.of(
        "mnist-classification", MnistExperiments::classification,
        "mnist-random-start", MnistExperiments::randomStart,
        "mnist-generative", MnistExperiments::generative,
        "mnist-few-labels", MnistExperiments::fewLabels,
        "mnist-autoencoder", MnistExperiments::autoencoder,
        "mnist-map", MapExperiments::neighbours,
        "mnist-nca", MapExperiments::classes,
        "mnist-few-label-map", MapExperiments::fewLabels,
        "fashion-features", FashionExperiments::features,
        "fashion-classification", FashionExperiments::classification));

    private Quality() {
    }

    /** What a program does. */
    @FunctionalInterface
    interface Experiment {

        /**
         * @param images the folder of the IDX files
         * @param models the folder where pretrained stacks are kept
         */
        void run(Path images, Path models, long seed, Report report) throws IOException;
    }

    /**
     * @param arguments the folder of pretrained stacks, the experiment, the folder of the IDX files and, if not 1, the
     *            seed
     * @throws IOException if a file cannot be read or written
     */
    public static void main(final String[] arguments) throws IOException {
        final Experiment experiment = arguments.length < 3 ? null : EXPERIMENTS.get(arguments[1]);
        if (experiment == null || arguments.length > 4) {
            System.err.println("Usage: test-workflows/benchmarks/quality <experiment> <folder of IDX files> [seed]\n"
                + "Experiments: " + String.join(", ", EXPERIMENTS.keySet()));
            System.exit(2);
        }
        final long seed = arguments.length == 4 ? Long.parseLong(arguments[3]) : DEFAULT_SEED;
        final Report report = new Report(System.out);
        report.line(arguments[1] + ", seed " + seed + ", " + Runtime.getRuntime().availableProcessors()
            + " threads");
        experiment.run(Path.of(arguments[2]), Path.of(arguments[0]), seed, report);
    }
}
