// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.series;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

import org.deepbelief.benchmarks.nodes.NodeRun;
import org.deepbelief.benchmarks.series.OneSeries.Listing;
import org.deepbelief.knime.forecast.ForecastNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.knime.core.data.DataRow;
import org.knime.core.data.DoubleValue;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.port.PortObject;

/**
 * Forecasts of the last fifth of each series, one and twelve rows ahead, from every row on and by one network that has
 * learned the rows before: mean absolute errors in shares of those of the last value.
 */
public final class Series {

    private static final List<Listing> LISTINGS = List.of(
        new Listing("airline", "airline-passengers.csv", 12, "Passengers", List.of()),
        new Listing("temperatures", "daily-min-temperatures.csv", 365, "Temp", List.of()),
        new Listing("births", "daily-total-female-births.csv", 7, "Births", List.of()),
        new Listing("sunspots", "monthly-sunspots.csv", 132, "Sunspots", List.of()),
        new Listing("PM2.5", "pollution.csv", 24, "pm2.5",
            List.of("DEWP", "TEMP", "PRES", "cbwd", "Iws", "Is", "Ir")));

    private static final int[] AHEAD = {1, 12};

    /** From how many rows of the last fifth on draws are looked at. */
    private static final int ORIGINS = 20;

    private static final String DBN = "DBN";

    private static final String LAST = "last value";

    private static final String SEASONAL = "season ago";

    private static final String RIDGE = "ridge on lags";

    /** By series and rows ahead, and within by method. */
    private final Map<String, Map<String, Double>> errors = new LinkedHashMap<>();

    private final Map<String, Double> deviations = new LinkedHashMap<>();

    private final Set<String> methods = new LinkedHashSet<>(List.of(DBN, LAST, SEASONAL));

    private Series() {
    }

    /**
     * @param arguments {@code write <folder for other programs> <folder> [inner]}, or {@code run} with the same
     * @throws Exception if a file cannot be read or written
     */
    public static void main(final String[] arguments) throws Exception {
        if (arguments.length < 3) {
            System.err.println("Usage: test-workflows/benchmarks/series <folder of the series> [inner]");
            System.exit(2);
        }
        final boolean inner = arguments.length > 3 && arguments[3].equals("inner");
        final Path out = Path.of(arguments[1]);
        final Series all = new Series();
        for (final Listing listing : LISTINGS) {
            final OneSeries series = OneSeries.read(Path.of(arguments[2]), listing, inner);
            if (arguments[0].equals("write")) {
                series.write(out);
            } else {
                all.run(series);
            }
        }
        if (arguments[0].equals("run")) {
            all.readPeers(out.resolve("peers.tsv"));
            all.print();
        }
    }

    private static String key(final String series, final int ahead) {
        return series + ", " + ahead + " ahead";
    }

    private void run(final OneSeries series) throws Exception {
        final String name = series.listing().name();
        final int season = series.listing().season();
        deviations.put(name, series.deviation());
        final long start = System.nanoTime();
        final PortObject network = new NodeRun(new LayerwisePretrainNodeFactory(), Map.of("rowsAreSequence", true),
            series.table(series.learned())).execute();
        final long trained = System.nanoTime();
        for (final int ahead : AHEAD) {
            final Map<String, Double> found = new LinkedHashMap<>();
            errors.put(key(name, ahead), found);
            final BufferedDataTable scored = (BufferedDataTable)new NodeRun(new ForecastNodeFactory(),
                Map.of("stepsAhead", ahead), network, series.table(series.size())).executeAll()[1];
            found.put(DBN, error(series, ahead, scored));
            found.put(LAST, error(series, ahead, row -> row - ahead));
            found.put(SEASONAL, error(series, ahead, row -> row - (ahead + season - 1) / season * season));
        }
        System.out.printf(Locale.ROOT, "%s: %s, %,d rows, %.1f s to learn, %.1f s to forecast%n", name,
            ((DbnPortObject)network).getSummary(), series.size(), (trained - start) / 1e9,
            (System.nanoTime() - trained) / 1e9);
        System.out.printf(Locale.ROOT, "    %.2f of the 12 rows after each of %d lie between the 5th and the 95th"
            + " percentile of draws%n", withinDraws(series, network), ORIGINS);
    }

    /** The share of the next rows that lie within the middle nine of ten draws of them. */
    private static double withinDraws(final OneSeries series, final PortObject network) throws Exception {
        final int ahead = 12;
        final int draws = 400;
        final int room = series.size() - series.learned() - ahead;
        int within = 0;
        for (int origin = 0; origin < ORIGINS; origin++) {
            final int end = series.learned() + origin * room / ORIGINS;
            final BufferedDataTable drawn = (BufferedDataTable)new NodeRun(new ForecastNodeFactory(), Map.of("rows",
                ahead, "following", "DRAWN", "draws", draws, "appendExpected", false), network, series.table(end))
                .executeAll()[0];
            final int column = drawn.getDataTableSpec().findColumnIndex(series.listing().target());
            final double[][] values = new double[ahead][draws];
            int row = 0;
            for (final DataRow one : drawn) {
                values[row / draws][row % draws] = ((DoubleValue)one.getCell(column)).getDoubleValue();
                row++;
            }
            for (int step = 0; step < ahead; step++) {
                Arrays.sort(values[step]);
                final double value = series.target(end + step);
                within += value >= values[step][draws / 20] && value < values[step][draws - draws / 20] ? 1 : 0;
            }
        }
        return within / (double)(ORIGINS * ahead);
    }

    /** Of what stands in another row. */
    private static double error(final OneSeries series, final int ahead, final IntUnaryOperator from) {
        double sum = 0;
        int count = 0;
        for (int row = series.learned() + ahead - 1; row < series.size(); row++) {
            sum += Math.abs(series.target(row) - series.target(from.applyAsInt(row)));
            count++;
        }
        return sum / count;
    }

    private static double error(final OneSeries series, final int ahead, final BufferedDataTable scored) {
        final int column = scored.getDataTableSpec().findColumnIndex(series.listing().target() + " (expected)");
        double sum = 0;
        int count = 0;
        int row = 0;
        for (final DataRow one : scored) {
            if (row >= series.learned() + ahead - 1) {
                sum += Math.abs(series.target(row) - ((DoubleValue)one.getCell(column)).getDoubleValue());
                count++;
            }
            row++;
        }
        return sum / count;
    }

    private void readPeers(final Path file) throws Exception {
        if (Files.exists(file)) {
            for (final String line : Files.readAllLines(file)) {
                final String[] parts = line.split("\t");
                methods.add(parts[2]);
                final Map<String, Double> found = errors.get(key(parts[0], Integer.parseInt(parts[1])));
                // These are in deviations of the rows that were learned from.
                found.put(parts[2], Double.parseDouble(parts[3]) * deviations.get(parts[0]));
            }
        }
    }

    private void print() {
        System.out.printf("%nMean absolute error in shares of the last value's%n%-24s", "");
        methods.forEach(method -> System.out.printf("%16s", method));
        System.out.println();
        final Map<String, List<Double>> all = new LinkedHashMap<>();
        double worst = 0;
        for (final Map.Entry<String, Map<String, Double>> one : errors.entrySet()) {
            System.out.printf("%-24s", one.getKey());
            final Map<String, Double> found = one.getValue();
            for (final String method : methods) {
                final double share = found.get(method) / found.get(LAST);
                all.computeIfAbsent(method, none -> new ArrayList<>()).add(share);
                System.out.printf(Locale.ROOT, "%16.4f", share);
            }
            worst = Math.max(worst, found.get(DBN) / Math.min(found.get(LAST), found.get(SEASONAL)));
            System.out.println();
        }
        System.out.printf("%-24s", "mean");
        for (final String method : methods) {
            System.out.printf(Locale.ROOT, "%16.4f", mean(all.get(method)));
        }
        System.out.printf(Locale.ROOT,
            "%n%nAt worst %.4f of the better of last value and season ago (at most 1.01: %s)%n", worst, worst <= 1.01
            ? "met" : "missed");
        if (all.containsKey(RIDGE)) {
            final double ofRidge = mean(all.get(DBN)) / mean(all.get(RIDGE));
            System.out.printf(Locale.ROOT, "%.4f of ridge's on the mean (at most 1: %s)%n", ofRidge,
                ofRidge <= 1 ? "met" : "missed");
        }
    }

    private static double mean(final List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
