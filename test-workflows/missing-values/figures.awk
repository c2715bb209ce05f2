# SPDX-License-Identifier: Apache-2.0
#
# How far the filled pixels, and their means over the training rows, lie from the truth.
BEGIN {
    read_table("digits.csv")
    read_table("truth.csv")
    read_table("gaps.csv")
    read_table("filled.csv")
    if (rows["filled.csv"] < 1) exit
    for (y = 0; y < 8; y++) {
        for (x = 0; x < 8; x++) {
            pixel = "px" y x
            mean = 0
            for (i = 1; i <= rows["digits.csv"]; i++) mean += cell["digits.csv", i, pixel] / rows["digits.csv"]
            for (i = 1; i <= rows["filled.csv"]; i++) {
                if (cell["gaps.csv", i, pixel] != "") continue
                truth = cell["truth.csv", i, pixel]
                error += (cell["filled.csv", i, pixel " (filled)"] - truth) ^ 2
                error_of_means += (mean - truth) ^ 2
                gaps++
            }
        }
    }
    printf "root mean squared error of filled pixels %.4f, of their means %.4f: %.4f below\n", sqrt(error / gaps),
        sqrt(error_of_means / gaps), 1 - sqrt(error / error_of_means)
}
