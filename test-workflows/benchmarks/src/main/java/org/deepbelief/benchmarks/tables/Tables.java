// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.tables;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.deepbelief.engine.math.Precision;

/**
 * Draws the partitions, so that other programs can be measured on them, or runs the nodes on them and prints all
 * figures.
 */
public final class Tables {

    private static final Map<String, String> NORMAL_CLASSES = Map.of("breast-cancer", "benign", "wine", "class_1",
        "ionosphere", "g", "mammography", "'-1'", "german", "good");

    private static final Set<String> FILLED =
        Set.of("boston", "breast-cancer", "wine", "vehicle", "mpg", "banknote");

    private Tables() {
    }

    /** The name of the measure for one of {@link Partition#SHARES}. */
    static String filling(final int share) {
        return "filling " + Math.round(100 * Partition.SHARES.get(share)) + " %";
    }

    /**
     * @param arguments {@code draw <file> <folder> [names]}, or
     *            {@code run <folder of the files> <folder> [precision]}
     * @throws Exception if a file cannot be read or written
     */
    public static void main(final String[] arguments) throws Exception {
        if (arguments.length < 3) {
            System.err.println("Usage: test-workflows/benchmarks/tables [--precision=FLOAT32, MIXED or AUTOMATIC]"
                + " <folder of CSV files with an index.tsv> [names]");
            System.exit(2);
        }
        if (arguments[0].equals("draw")) {
            draw(Path.of(arguments[1]), Path.of(arguments[2]),
                Set.of(Arrays.copyOfRange(arguments, 3, arguments.length)));
        } else {
            run(Path.of(arguments[1]), Path.of(arguments[2]),
                Arrays.stream(arguments).skip(3).findFirst().map(Precision::valueOf));
        }
    }

    private static void draw(final Path file, final Path folder, final Set<String> names) throws Exception {
        final List<Partition> partitions = new ArrayList<>();
        for (final Listing listing : Listing.of(folder)) {
            if (names.isEmpty() || names.contains(listing.name())) {
                partitions.addAll(Partition.draw(Table.read(folder, listing), listing));
            }
        }
        Partition.write(partitions, file);
    }

    private static void run(final Path files, final Path folder, final Optional<Precision> precision)
        throws Exception {
        final Scores scores = new Scores();
        final Path peers = files.resolve("peers.tsv");
        if (Files.exists(peers)) {
            scores.read(peers);
        }
        final Map<String, List<Partition>> partitions =
            Partition.read(files.resolve("partitions.tsv")).stream()
                .collect(Collectors.groupingBy(Partition::table));
        final List<Listing> listings =
            Listing.of(folder).stream().filter(listing -> partitions.containsKey(listing.name())).toList();
        final Map<String, Double> seconds = new TreeMap<>();
        final long start = System.nanoTime();
        for (final Listing listing : listings) {
            final Table table = Table.read(folder, listing);
            final NodesOnTable nodes = new NodesOnTable(table, listing, scores, precision);
            for (final Partition partition : partitions.get(listing.name())) {
                nodes.run(partition, normalClass(listing, table), isFilled(listing, table));
            }
            seconds.put(listing.name(), nodes.secondsOfTraining());
            System.out.printf(Locale.ROOT, "%s: %,d rows, %d partitions, %.2f s to train and predict%n",
                listing.name(), table.size(), partitions.get(listing.name()).size(), seconds.get(listing.name()));
        }
        new TablesReport(scores, listings, seconds).print();
        System.out.printf(Locale.ROOT, "%nThe nodes took %.1f min on %d threads.%n",
            (System.nanoTime() - start) / 60e9, Runtime.getRuntime().availableProcessors());
    }

    /** The class to learn; of a table that is not known here, the more frequent one of two. */
    private static Optional<String> normalClass(final Listing listing, final Table table) {
        if (NORMAL_CLASSES.containsKey(listing.name())) {
            return Optional.of(NORMAL_CLASSES.get(listing.name()));
        }
        if (!listing.isClass() || TablesReport.KNOWN.contains(listing.name())) {
            return Optional.empty();
        }
        final Map<String, Long> counts = IntStream.range(0, table.size()).mapToObj(table::targetText)
            .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        return counts.size() == 2
            ? counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey) : Optional.empty();
    }

    /** Whether missing numbers are filled; in a table that is not known here, if it has four columns of them. */
    private static boolean isFilled(final Listing listing, final Table table) {
        final long numbers = IntStream.range(0, table.columns())
            .filter(column -> column != table.target() && table.isNumber(column)).count();
        return FILLED.contains(listing.name()) || !TablesReport.KNOWN.contains(listing.name()) && numbers >= 4;
    }
}
