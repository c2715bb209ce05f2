# SPDX-License-Identifier: Apache-2.0
#
# Makes the readings of two pumps, hour by hour: awk -f readings.awk writes normal.csv, without faults, and test.csv,
# which follows it and has some. The random numbers are the program's own, so that every awk makes the same files.

function uniform() {
    state = (state * 16807) % 2147483647
    return state / 2147483647
}

function normal(    i, sum) {
    for (i = 0; i < 12; i++) sum += uniform()
    return sum - 6
}

# A day is busy from morning to evening; what the pump is asked for changes slowly around that.
function advance(pump, hour) {
    demand[pump] = 0.8 * demand[pump] + 0.6 * normal()
    flow = 50 + 12 * sin((hour - 8) * 3.14159265 / 12) + 3 * demand[pump] + 0.5 * normal()
    pressure = 6 - 0.05 * (before[pump] - 50) + 0.05 * normal()
    heat[pump] += 0.1 * (flow - 50 - 2.2 * (heat[pump] - 40))
    temperature = heat[pump] + 0.1 * normal()
    before[pump] = flow
}

# Each fault shows values that are ordinary at another time: for three hours, ten times a pump.
function spoil(kind) {
    if (kind == 0) { pressure = 12 - pressure + 0.4; return }
    if (kind == 1) { flow = 100 - flow; return }
    if (kind == 2) { temperature = 80 - temperature + 2.5; return }
    pressure -= 0.45
}

function write(file, from, days, faults,    hour, pump, kind) {
    print "time,pump,flow,pressure,temperature" (faults ? ",fault" : "") > file
    for (hour = 0; hour < 24 * days; hour++) {
        for (pump = 1; pump <= 2; pump++) {
            advance(pump, hour % 24)
            kind = int(hour / 30 + pump) % 4
            faulty = faults && hour >= 24 && (hour + 13 * pump) % 30 < 3
            if (faulty) spoil(kind)
            printf "%s-%02dT%02d:00,%s,%.2f,%.3f,%.2f%s\n", from, 1 + int(hour / 24), hour % 24, name[pump], flow,
                pressure, temperature, faults ? (faulty ? ",yes" : ",no") : "" > file
        }
    }
    close(file)
}

BEGIN {
    state = 20261128
    name[1] = "north"
    name[2] = "south"
    for (pump = 1; pump <= 2; pump++) {
        heat[pump] = 40
        before[pump] = 50
        for (hour = 0; hour < 240; hour++) advance(pump, hour % 24)
    }
    write("normal.csv", "2025-01", 31, 0)
    write("test.csv", "2025-02", 14, 1)
}
