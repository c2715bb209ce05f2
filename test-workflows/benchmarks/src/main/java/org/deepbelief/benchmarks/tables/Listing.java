// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A line of a folder's index.tsv: {@code name, target, kind (class or number)}, and columns that are not read.
 *
 * @param name the table's name; its file is {@code name.csv}
 * @param target the column to predict
 * @param isClass whether it holds classes, else numbers
 */
record Listing(String name, String target, boolean isClass) {

    static List<Listing> of(final Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("index.tsv")).stream().skip(1).filter(line -> !line.isBlank())
            .map(line -> line.split("\t")).map(parts -> new Listing(parts[0], parts[1], parts[2].equals("class")))
            .toList();
    }
}
