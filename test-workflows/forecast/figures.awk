# SPDX-License-Identifier: Apache-2.0
#
# The area under the curve: the share of pairs of an fault and another row in which the fault has the higher score.
function area_under_curve(score,    i, j, pairs, higher, difference) {
    for (i = 1; i <= rows[scores]; i++) {
        if (cell[scores, i, "fault"] != "yes") continue
        for (j = 1; j <= rows[scores]; j++) {
            if (cell[scores, j, "fault"] == "yes") continue
            pairs++
            difference = cell[scores, i, score] - cell[scores, j, score]
            higher += difference > 0 ? 1 : difference == 0 ? 0.5 : 0
        }
    }
    return higher / pairs
}

# How far the readings of an hour lie from their means, by which a fault with ordinary values cannot be found.
function add_distance(    columns, column, c, i, sum, squares, mean) {
    split("flow pressure temperature", columns, " ")
    for (c = 1; c <= 3; c++) {
        column = columns[c]
        sum = squares = 0
        for (i = 1; i <= rows[scores]; i++) {
            sum += cell[scores, i, column]
            squares += cell[scores, i, column] ^ 2
        }
        mean = sum / rows[scores]
        for (i = 1; i <= rows[scores]; i++) {
            cell[scores, i, "distance"] += (cell[scores, i, column] - mean) ^ 2 / (squares / rows[scores] - mean ^ 2)
        }
    }
}

BEGIN {
    scores = "scores.csv"
    read_table(scores)
    if (rows[scores] > 0) {
        add_distance()
        printf "AUC of the unexpectedness %.4f\n", area_under_curve("Unexpectedness")
        printf "AUC of the distance from the means %.4f\n", area_under_curve("distance")
    }
}
