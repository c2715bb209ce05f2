# SPDX-License-Identifier: Apache-2.0
#
# The area under the curve: the share of pairs of an outlier and another row in which the outlier has the higher score.
function area_under_curve(score,    i, j, pairs, higher, difference) {
    for (i = 1; i <= rows[scores]; i++) {
        if (cell[scores, i, "outlier"] != "yes") continue
        for (j = 1; j <= rows[scores]; j++) {
            if (cell[scores, j, "outlier"] == "yes") continue
            pairs++
            difference = cell[scores, i, score] - cell[scores, j, score]
            higher += difference > 0 ? 1 : difference == 0 ? 0.5 : 0
        }
    }
    return higher / pairs
}

BEGIN {
    scores = "scores.csv"
    read_table(scores)
    if (rows[scores] > 0) {
        printf "AUC of the reconstruction error %.4f\n", area_under_curve("Reconstruction error")
        printf "AUC of the free energy %.4f\n", area_under_curve("Free energy")
    }
}
