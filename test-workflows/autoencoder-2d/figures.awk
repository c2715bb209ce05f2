# SPDX-License-Identifier: Apache-2.0
#
# The share of digits whose five nearest neighbours in the map are mostly the same digit.
BEGIN {
    map = "two-dimensions.csv"
    read_table(map)
    if (rows[map] < 6) exit
    for (i = 1; i <= rows[map]; i++) {
        count = 0
        for (j = 1; j <= rows[map]; j++) {
            if (j == i) continue
            apart = (cell[map, i, "Layer 3 unit 1"] - cell[map, j, "Layer 3 unit 1"]) ^ 2 \
                + (cell[map, i, "Layer 3 unit 2"] - cell[map, j, "Layer 3 unit 2"]) ^ 2
            if (count == 5 && apart >= distance[5]) continue
            if (count < 5) count++
            for (k = count; k > 1 && distance[k - 1] > apart; k--) {
                distance[k] = distance[k - 1]
                digit[k] = digit[k - 1]
            }
            distance[k] = apart
            digit[k] = cell[map, j, "digit"]
        }
        split("", votes)
        for (k = 1; k <= 5; k++) votes[digit[k]]++
        most = digit[1]
        for (k = 2; k <= 5; k++) if (votes[digit[k]] > votes[most]) most = digit[k]
        right += most == cell[map, i, "digit"]
    }
    printf "share of digits whose five neighbours in two dimensions are mostly the same digit %.4f\n", right / rows[map]
}
