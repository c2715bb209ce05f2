// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.tables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Prints every table's figures, and what they come to. */
final class TablesReport {

    /** The tables for which it is said here what is measured on them. */
    static final Set<String> KNOWN = Set.of("iris", "wine", "breast-cancer", "titanic", "german", "pima", "ionosphere",
        "sonar", "glass", "vote", "seeds", "vehicle", "banknote", "boston", "diabetes", "mpg", "cpu", "adult",
        "mammography");

    /** A class so rare that accuracy says nothing of it. */
    private static final String RARE = "mammography";

    /** Credit is refused for more than what the table tells: its anomalies are printed, not judged. */
    private static final String HARD = "german";

    private static final String NODES = "DBN";

    private static final List<String> PREDICTORS = List.of("linear", "forest", "MLP");

    private final Scores scores;

    private final List<Listing> listings;

    private final Map<String, Double> seconds;

    private final List<String> summary = new ArrayList<>();

    TablesReport(final Scores scores, final List<Listing> listings, final Map<String, Double> seconds) {
        this.scores = scores;
        this.listings = listings;
        this.seconds = seconds;
    }

    void print() {
        final List<String> classes = listings.stream().filter(Listing::isClass).map(Listing::name).toList();
        final List<String> judged = classes.stream().filter(name -> !name.equals(RARE)).toList();
        final List<String> numbers =
            listings.stream().filter(listing -> !listing.isClass()).map(Listing::name).toList();
        table("Accuracy", "prediction", classes, List.of(NODES, "linear", "forest", "MLP"), judged);
        table("Accuracy of label units after wake-sleep tuning", "label units", classes, List.of(NODES), judged);
        table("R2", "prediction", numbers, List.of(NODES, "linear", "forest", "MLP"), numbers);
        final List<String> watched = scores.tables("anomalies", "Free energy");
        table("Anomalies (area under the curve)", "anomalies", watched,
            List.of("Reconstruction error", "Free energy", "isolation forest"),
            watched.stream().filter(name -> !name.equals(HARD)).toList());
        for (int share = 0; share < Partition.SHARES.size(); share++) {
            final List<String> filled = scores.tables(Tables.filling(share), NODES);
            table("Filling, " + Tables.filling(share).substring(8) + " missing (error in shares of filling the mean)",
                Tables.filling(share), filled, List.of(NODES, "kNN", "iterative"), filled);
        }
        final List<String> reconstructed = scores.tables("reconstruction", NODES);
        table("Reconstruction of test rows by an autoencoder (error in shares of the pretrained layers')",
            "reconstruction", reconstructed, List.of(NODES), reconstructed);
        table("3 nearest neighbours (accuracy) on features and on columns", "features", classes,
            List.of(NODES, "columns"), judged);
        System.out.printf("%nSummary%n");
        summary.forEach(System.out::println);
        watched.stream().filter(name -> !name.equals(HARD)).min(Comparator.comparingDouble(this::anomalies))
            .ifPresent(lowest -> System.out.printf(Locale.ROOT, "lowest area under the curve: %s, %.3f%n", lowest,
                anomalies(lowest)));
        worst("linear", judged, numbers);
        worst("best", judged, numbers);
        seconds.entrySet().stream().max(Map.Entry.comparingByValue()).ifPresent(slowest -> System.out.printf(
            Locale.ROOT, "slowest to train and predict: %s, %.2f s%n", slowest.getKey(), slowest.getValue()));
    }

    /** The lower of the two areas. */
    private double anomalies(final String table) {
        return Math.min(scores.mean("anomalies", table, "Reconstruction error"),
            scores.mean("anomalies", table, "Free energy"));
    }

    private void table(final String title, final String measure, final List<String> tables,
        final List<String> methods, final List<String> judged) {
        if (tables.isEmpty()) {
            return;
        }
        System.out.printf("%n%s%n%16s", title, "");
        methods.forEach(method -> System.out.printf(" %20s", method));
        final boolean compares = measure.equals("prediction")
            && tables.stream().allMatch(table -> scores.has(measure, table, "linear"));
        System.out.println(compares ? "   above linear         above best" : "");
        for (final String table : tables) {
            System.out.printf("%-16s", table);
            for (final String method : methods) {
                System.out.print(scores.has(measure, table, method)
                    ? String.format(Locale.ROOT, " %20.3f", scores.mean(measure, table, method))
                    : String.format(" %20s", "-"));
            }
            if (compares) {
                for (final String other : List.of("linear", "best")) {
                    final Scores.Mean difference = difference(table, other);
                    System.out.printf(Locale.ROOT, "   %+.3f +- %.3f", difference.value(), 2 * difference.error());
                }
            }
            System.out.println();
        }
        final List<String> means = new ArrayList<>();
        System.out.printf("%-16s", "mean over " + judged.size());
        for (final String method : methods) {
            final boolean all = judged.stream().allMatch(table -> scores.has(measure, table, method));
            final String mean = all ? String.format(Locale.ROOT, "%.3f", scores.mean(measure, judged, method)) : "-";
            System.out.printf(" %20s", mean);
            means.add(method + " " + mean);
        }
        System.out.println();
        summary.add(title + ", mean over " + judged.size() + ": " + String.join(", ", means));
    }

    /** The nodes' prediction beside one peer, or beside the best of all. */
    private Scores.Mean difference(final String table, final String peer) {
        final String other = peer.equals("best") ? PREDICTORS.stream()
            .max(Comparator.comparingDouble(method -> scores.mean("prediction", table, method))).orElseThrow() : peer;
        return scores.difference("prediction", table, NODES, other);
    }

    /** The table that lies furthest below, with two standard errors allowed. */
    private void worst(final String peer, final List<String> classes, final List<String> numbers) {
        for (final List<String> tables : List.of(classes, numbers)) {
            tables.stream().filter(table -> scores.has("prediction", table, "linear"))
                .min(Comparator.comparingDouble(table -> {
                    final Scores.Mean difference = difference(table, peer);
                    return difference.value() + 2 * difference.error();
                })).ifPresent(table -> {
                    final Scores.Mean difference = difference(table, peer);
                    System.out.printf(Locale.ROOT, "worst beside %s, %s: %s, %+.3f, two standard errors %.3f%n", peer,
                        tables == numbers ? "R2" : "accuracy", table, difference.value(), 2 * difference.error());
                });
        }
    }
}
