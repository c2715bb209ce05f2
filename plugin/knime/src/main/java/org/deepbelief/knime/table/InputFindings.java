// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.QuantileColumn;
import org.deepbelief.engine.train.TableKind;

/**
 * What the user should know of the rows that were read for a network: values that were missing, that the network does
 * not know, or that lie far from those that it was trained with.
 */
final class InputFindings {

    /**
     * Numbers beyond the training range are normal in new rows, and more of them are what outliers are found by; a
     * column of which most lie there is another than the one that was learned.
     */
    private static final double MOST_OUTSIDE = 0.5;

    /** A number is far out beyond so many deviations, ... */
    private static final double FAR = 6;

    /** ... if it is also so many times as far out as any of the training rows: about a whole range beyond the end. */
    private static final double FAR_OF_TRAINING = 3;

    /** Where the training rows' own range is not known. */
    private static final double FAR_WITHOUT_RANGE = 10;

    /** Messages name so many columns at most. */
    private static final int NAMED = 5;

    private final InputEncoding encoding;

    /** By column: the range of the training data where it is known, else of all numbers. */
    private final double[] lowest;

    private final double[] highest;

    private final double[] centres;

    private final double[] scales;

    /** By column: what is inside of the range and not far out. */
    private final double[] leastUsual;

    private final double[] mostUsual;

    /** By column: how many scales from the centre a number is far out; infinite where that cannot be told. */
    private final double[] far;

    private final long[] missing;

    private final long[] farOut;

    private final double[] farthest;

    private final String[] farthestRow;

    private final long[] unknown;

    private final String[] firstUnknown;

    private final long[] numbers;

    private final long[] outside;

    private final Map<String, Long> missingSenses = new LinkedHashMap<>();

    private final List<String> absentSenses = new ArrayList<>();

    InputFindings(final InputEncoding encoding) {
        this.encoding = encoding;
        final int columns = encoding.columns().size();
        lowest = new double[columns];
        highest = new double[columns];
        centres = new double[columns];
        scales = new double[columns];
        far = new double[columns];
        missing = new long[columns];
        numbers = new long[columns];
        outside = new long[columns];
        farOut = new long[columns];
        farthest = new double[columns];
        farthestRow = new String[columns];
        unknown = new long[columns];
        firstUnknown = new String[columns];
        Arrays.fill(lowest, Double.NEGATIVE_INFINITY);
        Arrays.fill(highest, Double.POSITIVE_INFINITY);
        Arrays.fill(far, Double.POSITIVE_INFINITY);
        for (int c = 0; c < columns; c++) {
            measure(c, encoding.columns().get(c));
        }
        if (TableKind.hasPixels(encoding)) {
            shareRange();
        }
        leastUsual = new double[columns];
        mostUsual = new double[columns];
        for (int c = 0; c < columns; c++) {
            final double reach = scales[c] > 0 ? far[c] * scales[c] : Double.POSITIVE_INFINITY;
            leastUsual[c] = Math.max(lowest[c], centres[c] - reach);
            mostUsual[c] = Math.min(highest[c], centres[c] + reach);
        }
    }

    /** Pixels have one range: one that was nearly always black may be bright. */
    private void shareRange() {
        final double bottom = IntStream.range(0, far.length).filter(c -> scales[c] > 0).mapToDouble(c -> lowest[c])
            .min().orElse(Double.NEGATIVE_INFINITY);
        final double top = IntStream.range(0, far.length).filter(c -> scales[c] > 0).mapToDouble(c -> highest[c])
            .max().orElse(Double.POSITIVE_INFINITY);
        if (Double.isFinite(top - bottom)) {
            for (int c = 0; c < far.length; c++) {
                if (encoding.columns().get(c) instanceof NumberColumn) {
                    range(c, bottom, top);
                }
            }
        }
    }

    private void measure(final int c, final InputColumn column) {
        if (column instanceof QuantileColumn quantiles) {
            lowest[c] = quantiles.lowest();
            highest[c] = quantiles.highest();
            centres[c] = quantiles.centre();
            scales[c] = quantiles.scale();
            far[c] = Math.max(FAR, FAR_OF_TRAINING
                * Math.max(Math.abs(quantiles.score(lowest[c])), Math.abs(quantiles.score(highest[c]))));
        } else if (column instanceof NumberColumn number && number.scale() > 0) {
            if (number.scaling() == NumberScaling.MIN_MAX) {
                range(c, number.offset(), number.offset() + number.scale());
            } else if (number.scaling() == NumberScaling.Z_SCORE) {
                centres[c] = number.offset();
                scales[c] = number.scale();
                far[c] = FAR_WITHOUT_RANGE;
            }
        }
    }

    private void range(final int c, final double bottom, final double top) {
        lowest[c] = bottom;
        highest[c] = top;
        centres[c] = bottom + (top - bottom) / 2;
        scales[c] = top - bottom;
        // The training rows come as far from the middle as half of it.
        far[c] = FAR_OF_TRAINING * 0.5;
    }

    /** The lowest number of which there is nothing to say but that it was there. */
    double leastUsual(final int column) {
        return leastUsual[column];
    }

    /** The highest. */
    double mostUsual(final int column) {
        return mostUsual[column];
    }

    /** Takes note of numbers of which there is nothing to say, one of each column from the first to before the end. */
    void usual(final int first, final int end) {
        for (int c = first; c < end; c++) {
            numbers[c]++;
        }
    }

    /** Takes note of a number. */
    void number(final int column, final double number, final String row) {
        numbers[column]++;
        outside[column] += number < lowest[column] || number > highest[column] ? 1 : 0;
        if (Math.abs(number - centres[column]) > far[column] * scales[column]) {
            farOut[column]++;
            if (farOut[column] == 1
                || Math.abs(number - centres[column]) > Math.abs(farthest[column] - centres[column])) {
                farthest[column] = number;
                farthestRow[column] = row;
            }
        }
    }

    /** Takes note of a value that is missing and was replaced. */
    void missing(final int column) {
        missing[column]++;
    }

    /** Takes note of a nominal value that the network does not know. */
    void unknown(final int column, final String value, final String row) {
        if (unknown[column]++ == 0) {
            firstUnknown[column] = '"' + value + "\" in row \"" + row + '"';
        }
    }

    /** All that is to be said, a line each. */
    Optional<String> warning() {
        final List<String> warnings = new ArrayList<>();
        if (!absentSenses.isEmpty()) {
            warnings.add("The table has no column of " + absentSenses.stream().map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(", ")) + ", which the network filled from its other senses. Connect a table"
                + " with these columns where there are any.");
        }
        if (!missingSenses.isEmpty()) {
            warnings.add("Rows lack all values of a sense, which the network filled from its others: "
                + missingSenses.entrySet().stream().map(sense -> "\"" + sense.getKey() + "\" in " + sense.getValue()
                    + (sense.getValue() == 1 ? " row" : " rows")).collect(Collectors.joining(", "))
                + ". The setting \"Missing values\" (missingValues) can skip such rows instead.");
        }
        if (any(missing)) {
            warnings.add("Missing values were replaced by the mean of the training rows (in nominal columns by the most"
                + " frequent value): " + counts(missing) + ". The setting \"Missing values\" (missingValues) can skip"
                + " such rows instead, and DBN Reconstruct can fill them by the network.");
        }
        if (any(unknown)) {
            final int first = largest(unknown);
            warnings.add("Nominal values that the network was not trained with were taken for no value at all: "
                + counts(unknown) + "; the first in column \"" + name(first) + "\" is " + firstUnknown[first]
                + ". The setting \"Unknown nominal values\" (unknownValues) can make the node fail instead.");
        }
        if (any(farOut)) {
            warnings.add("Numbers lie far outside of those that the network was trained with: " + counts(farOut) + ". "
                + IntStream.range(0, farOut.length).filter(c -> farOut[c] > 0).boxed()
                    .sorted((one, other) -> Double.compare(distance(other), distance(one))).limit(NAMED)
                    .map(this::describe).collect(Collectors.joining("; "))
                + ". Check whether they stand for something else, such as a missing value.");
        }
        final long[] mostlyOutside = IntStream.range(0, outside.length)
            .mapToLong(c -> outside[c] > MOST_OUTSIDE * numbers[c] ? outside[c] : 0).toArray();
        if (any(mostlyOutside)) {
            warnings.add("Most numbers of a column lie outside of the range of those that the network was pretrained"
                + " with: " + counts(mostlyOutside) + ". Check that such columns are in the same units as then.");
        }
        return warnings.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", warnings));
    }

    /** A sense of which the table has no column. */
    void absentSense(final String name) {
        absentSenses.add(name);
    }

    /** A sense that a row lacks. */
    void missingSense(final String name) {
        missingSenses.merge(name, 1L, Long::sum);
    }

    private String describe(final int column) {
        final boolean range = Double.isFinite(lowest[column]);
        final String distance = String.format(Locale.ROOT, "%.3g", distance(column));
        return "\"" + name(column) + "\" is " + farthest[column] + " in row \"" + farthestRow[column] + "\""
            + (encoding.columns().get(column) instanceof QuantileColumn
                ? ", " + distance + " robust deviations from the median"
                : range ? ", " + distance + " times the range from its middle" : ", " + distance
                    + " deviations from the mean")
            + (range ? " (trained with " + lowest[column] + " to " + highest[column] + ")" : "");
    }

    private double distance(final int column) {
        return Math.abs(farthest[column] / scales[column] - centres[column] / scales[column]);
    }

    private String name(final int column) {
        return encoding.columns().get(column).name();
    }

    private static boolean any(final long[] counts) {
        return Arrays.stream(counts).anyMatch(count -> count > 0);
    }

    private static int largest(final long[] counts) {
        return IntStream.range(0, counts.length).reduce(0, (best, c) -> counts[c] > counts[best] ? c : best);
    }

    private String counts(final long[] counts) {
        final List<Integer> columns = IntStream.range(0, counts.length).filter(c -> counts[c] > 0).boxed()
            .sorted((one, other) -> Long.compare(counts[other], counts[one])).toList();
        final String named = columns.stream().limit(NAMED).map(c -> counts[c] + " in \"" + name(c) + '"')
            .collect(Collectors.joining(", "));
        final int more = columns.size() - NAMED;
        return more <= 0 ? named : named + " and "
            + columns.stream().skip(NAMED).mapToLong(c -> counts[c]).sum() + " in " + more + " more columns";
    }
}
