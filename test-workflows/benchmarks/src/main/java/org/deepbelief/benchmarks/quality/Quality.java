// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import org.deepbelief.engine.math.Precision;

/** Runs one experiment and prints what it reaches. */
public final class Quality {

    private static final long DEFAULT_SEED = 1;

    private static final Map<String, Experiment> EXPERIMENTS = new TreeMap<>(Map.ofEntries(
        Map.entry("mnist-classification", MnistExperiments::classification),
        Map.entry("mnist-random-start", MnistExperiments::randomStart),
        Map.entry("mnist-generative", MnistExperiments::generative),
        Map.entry("mnist-few-labels", MnistExperiments::fewLabels),
        Map.entry("mnist-autoencoder", MnistExperiments::autoencoder),
        Map.entry("mnist-map", MapExperiments::neighbours),
        Map.entry("mnist-nca", MapExperiments::classes),
        Map.entry("mnist-few-label-map", MapExperiments::fewLabels),
        Map.entry("mnist-hundred-label-map", MapExperiments::hundredLabels),
        Map.entry("fashion-features", FashionExperiments::features),
        Map.entry("fashion-classification", FashionExperiments::classification),
        Map.entry("music-jsb", MusicExperiments::jsb),
        Map.entry("music-nottingham", MusicExperiments::nottingham)));

    private Quality() {
    }

    /** What a program does. */
    @FunctionalInterface
    interface Experiment {

        /**
         * @param images the folder of the data
         * @param models the folder where pretrained stacks are kept
         */
        void run(Path data, Path models, Run run, Report report) throws IOException;
    }

    /**
     * @param arguments the folder of pretrained stacks, the experiment, the folder of the data and, if not 1 and in
     *            float32, the seed and the precision
     * @throws IOException if a file cannot be read or written
     */
    public static void main(final String[] arguments) throws IOException {
        final Experiment experiment = arguments.length < 3 ? null : EXPERIMENTS.get(arguments[1]);
        if (experiment == null || arguments.length > 5) {
            System.err.println("Usage: test-workflows/benchmarks/quality <experiment> <folder of the data> [seed]"
                + " [FLOAT32, MIXED or AUTOMATIC]\n"
                + "Experiments: " + String.join(", ", EXPERIMENTS.keySet()));
            System.exit(2);
        }
        final Run run = new Run(arguments.length > 3 ? Long.parseLong(arguments[3]) : DEFAULT_SEED,
            arguments.length > 4 ? Precision.valueOf(arguments[4]) : Precision.FLOAT32);
        final Report report = new Report(System.out);
        report.line(arguments[1] + ", seed " + run.seed() + ", " + run.precision() + ", "
            + Runtime.getRuntime().availableProcessors()
            + " threads");
        experiment.run(Path.of(arguments[2]), Path.of(arguments[0]), run, report);
    }
}
