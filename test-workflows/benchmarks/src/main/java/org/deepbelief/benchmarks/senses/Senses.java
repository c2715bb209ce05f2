// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.senses;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.deepbelief.benchmarks.nodes.NodeRun;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.fuse.FuseNodeFactory;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.knime.core.data.DataRow;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.port.PortObject;

/** Draws partitions for other programs too, or runs the nodes on them and prints all figures. */
public final class Senses {

    private static final int PARTITIONS = 5;

    private static final String NEVER_LEARNED = "one missing, never learned from (partition 1)";

    private final Views views;

    private final List<Integer> all;

    private final Map<String, List<Double>> figures = new TreeMap<>();

    private Senses(final Views views) {
        this.views = views;
        all = IntStream.range(0, views.names().size()).boxed().toList();
    }

    /**
     * @param arguments {@code draw <file> <folder>}, or {@code run <folder of the files> <folder>}
     * @throws Exception if a file cannot be read or written, or a node fails
     */
    public static void main(final String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("Usage: test-workflows/benchmarks/senses <folder of CSV files, one a view of the rows>");
            System.exit(2);
        }
        final Views views = Views.read(Path.of(arguments[2]));
        if (arguments[0].equals("draw")) {
            Files.write(Path.of(arguments[1]), IntStream.rangeClosed(1, PARTITIONS).mapToObj(number -> Arrays
                .stream(views.test(number)).mapToObj(Integer::toString).collect(Collectors.joining(","))).toList());
        } else {
            new Senses(views).run(Path.of(arguments[1]));
        }
    }

    private void run(final Path files) throws Exception {
        final Path peers = files.resolve("peers.tsv");
        if (Files.exists(peers)) {
            for (final String line : Files.readAllLines(peers)) {
                final String[] parts = line.split("\t");
                add(parts[0], Double.parseDouble(parts[1]));
            }
        }
        for (int number = 1; number <= PARTITIONS; number++) {
            final long start = System.nanoTime();
            run(number);
            System.out.printf(Locale.ROOT, "partition %d: %.0f s%n", number, (System.nanoTime() - start) / 1e9);
            for (final String name : List.of("all senses", "one missing, filled by the network",
                "one missing, means filled in", "three missing, filled by the network")) {
                System.out.printf(Locale.ROOT, "  %s %.4f%n", name, figures.get(name).get(number - 1));
            }
        }
        figures.forEach((name, values) -> System.out.printf(Locale.ROOT, "%-40s %.4f  (%s)%n", name, mean(name),
            values.stream().map(value -> String.format(Locale.ROOT, "%.4f", value)).collect(Collectors.joining(" "))));
        compare();
    }

    private void run(final int number) throws Exception {
        final int[] test = views.test(number);
        final int[] training = views.training(test);
        final List<PortObject> networks = new ArrayList<>();
        for (final int view : all) {
            final PortObject network = new NodeRun(new LayerwisePretrainNodeFactory(), Map.of(),
                views.table(training, List.of(view), Set.of(), null, false)).execute();
            networks.add(network);
            add("sense " + views.names().get(view) + " alone", accuracy(
                tuned(network, views.table(training, List.of(view), Set.of(), null, true)),
                views.table(test, List.of(view), Set.of(), null, false), test));
        }
        final PortObject network = fused(networks, all, training);
        add("all senses", accuracy(network, views.table(test, all, Set.of(), null, false), test));
        final double[][] means = all.stream().map(view -> views.means(view, training)).toArray(double[][]::new);
        add("one missing, filled by the network", without(network, test, 1, null));
        add("one missing, means filled in", without(network, test, 1, means));
        add("three missing, filled by the network", without(network, test, 3, null));
        add("three missing, means filled in", without(network, test, 3, means));
        if (number == 1) {
            add(NEVER_LEARNED, withoutLearning(networks, training, test));
        }
    }

    /** The mean accuracy of networks that never had one of the senses, which takes as long as all else together. */
    private double withoutLearning(final List<PortObject> networks, final int[] training, final int[] test)
        throws Exception {
        double sum = 0;
        for (final int view : all) {
            final List<Integer> others = all.stream().filter(other -> other != view).toList();
            sum += accuracy(fused(networks, others, training), views.table(test, others, Set.of(), null, false), test);
        }
        return sum / all.size();
    }

    /** Fused and fine-tuned. */
    private PortObject fused(final List<PortObject> networks, final List<Integer> senses, final int[] training)
        throws Exception {
        final PortObject[] inputs = Stream.concat(
            Stream.of(views.table(training, senses, Set.of(), null, false)), senses.stream().map(networks::get))
            .toArray(PortObject[]::new);
        final String names = senses.stream().map(views.names()::get).collect(Collectors.joining(","));
        return tuned(new NodeRun(new FuseNodeFactory(), Map.of("names", names), inputs).execute(),
            views.table(training, senses, Set.of(), null, true));
    }

    private static PortObject tuned(final PortObject network, final BufferedDataTable table) throws Exception {
        return new NodeRun(new FineTuneNodeFactory(), Map.of("targetColumn", Views.CLASS), network, table).execute();
    }

    /** The mean accuracy over all ways to lack so many senses. */
    private double without(final PortObject network, final int[] test, final int count, final double[][] instead)
        throws Exception {
        double sum = 0;
        int ways = 0;
        for (int set = 0; set < 1 << all.size(); set++) {
            if (Integer.bitCount(set) == count) {
                final int missing = set;
                sum += accuracy(network, views.table(test, all, all.stream().filter(view -> (missing >> view & 1) == 1)
                    .collect(Collectors.toSet()), instead, false), test);
                ways++;
            }
        }
        return sum / ways;
    }

    private double accuracy(final PortObject network, final BufferedDataTable table, final int[] test)
        throws Exception {
        final BufferedDataTable predicted =
            (BufferedDataTable)new NodeRun(new PredictNodeFactory(), new HashMap<>(), network, table).execute();
        final int column = predicted.getDataTableSpec().findColumnIndex("Prediction (" + Views.CLASS + ")");
        int right = 0;
        int at = 0;
        for (final DataRow row : predicted) {
            right += row.getCell(column).toString().equals(views.classes()[test[at++]]) ? 1 : 0;
        }
        return (double)right / at;
    }

    private void add(final String name, final double value) {
        figures.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    private double mean(final String name) {
        return figures.get(name).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private void compare() {
        final double whole = mean("all senses");
        say("all senses at least 0.985", whole >= 0.985);
        say("above the best single sense", figures.keySet().stream().filter(name -> name.endsWith(" alone"))
            .allMatch(name -> whole > mean(name)));
        final double loss = whole - mean("one missing, filled by the network");
        say(String.format(Locale.ROOT, "one missing loses %.4f, at most 0.01", loss), loss <= 0.01);
        final double lossOfMeans = whole - mean("one missing, means filled in");
        say(String.format(Locale.ROOT, "at most half of the %.4f that means lose", lossOfMeans),
            loss <= lossOfMeans / 2);
        if (figures.containsKey("forest")) {
            say("above logistic regression", whole > mean("logistic regression"));
            say("above the forest", whole > mean("forest"));
            say("three missing at least the forest with means",
                mean("three missing, filled by the network") >= mean("forest, three missing"));
        }
    }

    private static void say(final String aim, final boolean met) {
        System.out.println(aim + ": " + (met ? "met" : "missed"));
    }
}
