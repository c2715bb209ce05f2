# SPDX-License-Identifier: Apache-2.0
#
# The share of new rows whose nearest neighbour in the map, among the rows that it was learned from, is the same digit.
BEGIN {
    map = "map.csv"
    new = "new-rows.csv"
    read_table(map)
    read_table(new)
    if (rows[map] < 1 || rows[new] < 1) exit
    for (m = 1; m <= rows[map]; m++) {
        x[m] = cell[map, m, "Map 1"]
        y[m] = cell[map, m, "Map 2"]
    }
    for (n = 1; n <= rows[new]; n++) {
        across = cell[new, n, "Map 1"]
        up = cell[new, n, "Map 2"]
        least = -1
        for (m = 1; m <= rows[map]; m++) {
            distance = (x[m] - across) ^ 2 + (y[m] - up) ^ 2
            if (least < 0 || distance < least) {
                least = distance
                nearest = m
            }
        }
        right += cell[map, nearest, "digit"] == cell[new, n, "digit"]
    }
    printf "%d of %d new digits lie nearest to one of their kind (%.4f)\n", right, rows[new], right / rows[new]
}
