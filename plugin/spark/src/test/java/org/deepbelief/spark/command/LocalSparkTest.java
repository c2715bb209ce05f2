// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a Spark within the process, with two threads and a folder. */
abstract class LocalSparkTest {

    static LocalSpark spark;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws IOException {
        spark = new LocalSpark("local[2]", Map.of());
    }

    /** A model that cannot be written when it is trained, since a file is where its folder is to be. */
    static Path blocked(final String name) throws IOException {
        return Files.writeString(folder.resolve(name), "").resolve("model.dbn");
    }

    @AfterAll
    static void stop() {
        spark.close();
    }
}
