# SPDX-License-Identifier: Apache-2.0
#
# The share of new digits that are recognised: with both senses, and without one of them.
BEGIN {
    predictions = "predictions.csv"
    read_table(predictions)
    if (rows[predictions] < 1) exit
    for (i = 1; i <= rows[predictions]; i++) {
        senses = (cell[predictions, i, "kar_0"] != "") + (cell[predictions, i, "zer_0"] != "")
        count[senses]++
        right[senses] += cell[predictions, i, "digit"] == cell[predictions, i, "Prediction (digit)"]
    }
    printf "recognised with both senses %.4f\n", right[2] / count[2]
    printf "recognised with one sense %.4f\n", right[1] / count[1]
}
