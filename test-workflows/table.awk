# SPDX-License-Identifier: Apache-2.0
#
# Reads a CSV file whose cells hold no commas: afterwards rows[file] is the number of its rows, columns[file] that of its
# columns, name[file, number] what they are called and cell[file, row, column name] what is in them. A file that is not
# there has no rows.
function read_table(file,    line, fields, count, i) {
    rows[file] = -1
    while ((getline line < file) > 0) {
        gsub(/["\r]/, "", line)
        count = split(line, fields, ",")
        rows[file]++
        for (i = 1; i <= count; i++) {
            if (rows[file] == 0) {
                name[file, i] = fields[i]
                columns[file] = count
            } else {
                cell[file, rows[file], name[file, i]] = fields[i]
            }
        }
    }
    close(file)
}
