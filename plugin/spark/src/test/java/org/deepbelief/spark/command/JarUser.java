// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** A process of its own that trains and applies a network from the jar, and tells what it has mapped then. */
final class JarUser {

    private JarUser() {
    }

    /** @param arguments the rows, and a folder */
    public static void main(final String[] arguments) throws IOException {
        final String rows = arguments[0];
        final String folder = arguments[1];
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            run(spark, "pretrain", "--input", rows, "--model", folder + "/pretrained", "--layers", "20", "--epochs",
                "1");
            run(spark, "embed", "--input", rows, "--network", folder + "/pretrained", "--model", folder + "/embedded",
                "--epochs", "1");
            run(spark, "apply", "--input", rows, "--network", folder + "/embedded", "--what", "features", "--output",
                folder + "/places");
        }
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            maps.map(line -> line.substring(line.lastIndexOf('/') + 1)).distinct()
                .forEach(library -> System.out.println("mapped " + library));
        }
    }

    private static void run(final SparkSession spark, final String... arguments) {
        if (Main.run(spark, arguments, System.out, System.err) != 0) {
            throw new IllegalStateException(Arrays.toString(arguments));
        }
    }
}
