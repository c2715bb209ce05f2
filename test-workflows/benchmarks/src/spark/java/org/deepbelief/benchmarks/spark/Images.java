// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.spark;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.deepbelief.benchmarks.quality.LabelledImages;

/** Images as Parquet files of a vector of pixels and a label, made once and kept. */
final class Images {

    private static final StructType COLUMNS =
        new StructType().add("pixels", DataTypes.createArrayType(DataTypes.ShortType, false)).add("label", "string");

    private static final int SIDE = 28;

    private static final int ROWS_AT_A_TIME = 20_000;

    /** Images next to each other: no shift first, then one pixel to all sides. */
    private static final int[][] SHIFTS =
        {{0, 0}, {0, 1}, {1, 0}, {0, -1}, {-1, 0}, {1, 1}, {1, -1}, {-1, 1}, {-1, -1}};

    private Images() {
    }

    /** A session within this process, to be closed. */
    static SparkSession session() {
        return SparkSession.builder().master("local[2]").appName("images").config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate();
    }

    /**
     * Images from one to another (exclusive), and these shifted by a pixel, in files whose names have their order: that
     * of the rows goes by it.
     *
     * @param copies 1 for the images as they are, up to 9
     * @return the folder
     */
    static Path parquet(final Path kept, final LabelledImages images, final int from, final int to, final int copies)
        throws IOException {
        final Path folder = kept.resolve("images-" + from + "-" + to + "-" + copies + ".parquet");
        if (Files.exists(folder.resolve("_SUCCESS"))) {
            return folder;
        }
        Files.createDirectories(folder);
        final Path written = kept.resolve("images.parquet");
        try (SparkSession session = session()) {
            final JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
            final List<Integer> numbers = IntStream.range(0, copies * (to - from)).boxed().toList();
            for (int first = 0; first < numbers.size(); first += ROWS_AT_A_TIME) {
                final List<Row> rows = new ArrayList<>();
                for (final int number : numbers.subList(first, Math.min(numbers.size(), first + ROWS_AT_A_TIME))) {
                    final int image = from + number % (to - from);
                    rows.add(RowFactory.create(shifted(images.pixels()[image], SHIFTS[number / (to - from)]),
                        String.valueOf(images.labels()[image])));
                }
                session.createDataFrame(context.parallelize(rows, 1), COLUMNS).write().mode("overwrite")
                    .parquet(written.toString());
                try (DirectoryStream<Path> file = Files.newDirectoryStream(written, "part-*.parquet")) {
                    Files.move(file.iterator().next(),
                        folder.resolve(String.format("part-%05d.parquet", first / ROWS_AT_A_TIME)),
                        StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.createFile(folder.resolve("_SUCCESS"));
        return folder;
    }

    private static Short[] shifted(final byte[] pixels, final int[] shift) {
        final Short[] shifted = new Short[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            final int row = i / SIDE - shift[0];
            final int column = i % SIDE - shift[1];
            final boolean within = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
            shifted[i] = (short)(within ? pixels[row * SIDE + column] & 0xff : 0);
        }
        return shifted;
    }

    /** So many rows of 784 small whole numbers that follow from the row's number, most of them 0. */
    static Path generated(final Path kept, final long rows) {
        final Path folder = kept.resolve("generated-" + rows + ".parquet");
        if (Files.notExists(folder.resolve("_SUCCESS"))) {
            try (SparkSession session = session()) {
                session.range(0, rows, 1, 8).selectExpr("transform(sequence(0, 783), i -> cast(if((id + i) % 10 < 2,"
                    + " abs(hash(id, i)) % 256, 0) as smallint)) as pixels", "string(id % 10) as label").write()
                    .mode("overwrite").parquet(folder.toString());
            }
        }
        return folder;
    }
}
