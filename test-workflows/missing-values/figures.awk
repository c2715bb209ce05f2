# SPDX-License-Identifier: Apache-2.0
#
# How far the filled cells lie from the truth, in deviations of the training rows, and how far their means would.
BEGIN {
    read_table("measurements.csv")
    read_table("truth.csv")
    read_table("gaps.csv")
    read_table("filled.csv")
    if (rows["filled.csv"] < 1) exit
    for (k = 1; k <= columns["measurements.csv"]; k++) {
        column = name["measurements.csv", k]
        mean = 0
        variance = 0
        for (i = 1; i <= rows["measurements.csv"]; i++) {
            mean += cell["measurements.csv", i, column] / rows["measurements.csv"]
        }
        for (i = 1; i <= rows["measurements.csv"]; i++) {
            variance += (cell["measurements.csv", i, column] - mean) ^ 2 / rows["measurements.csv"]
        }
        for (i = 1; i <= rows["filled.csv"]; i++) {
            if (cell["gaps.csv", i, column] != "") continue
            truth = cell["truth.csv", i, column]
            error += (cell["filled.csv", i, column " (filled)"] - truth) ^ 2 / variance
            error_of_means += (mean - truth) ^ 2 / variance
            gaps++
        }
    }
    printf "root mean squared error of filled cells, in deviations, %.4f, of their means %.4f: %.4f below\n",
        sqrt(error / gaps), sqrt(error_of_means / gaps), 1 - sqrt(error / error_of_means)
}
