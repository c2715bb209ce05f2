# SPDX-License-Identifier: Apache-2.0
#
# Reads a CSV file whose cells hold no commas: afterwards rows[file] is the number of its rows and
# cell[file, row, column name] what is in them. A file that is not there has no rows.
function read_table(file,    line, fields, names, count, i) {
    rows[file] = -1
    while ((getline line < file) > 0) {
        gsub(/["\r]/, "", line)
        count = split(line, fields, ",")
        rows[file]++
        for (i = 1; i <= count; i++) {
            if (rows[file] == 0) {
                names[i] = fields[i]
            } else {
                cell[file, rows[file], names[i]] = fields[i]
            }
        }
    }
    close(file)
}
