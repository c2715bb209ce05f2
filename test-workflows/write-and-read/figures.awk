# SPDX-License-Identifier: Apache-2.0
#
# R^2, the share of the variance of body mass that is explained.
BEGIN {
    predictions = "predictions.csv"
    read_table(predictions)
    if (rows[predictions] < 2) exit
    for (i = 1; i <= rows[predictions]; i++) mean += cell[predictions, i, "body_mass_g"] / rows[predictions]
    for (i = 1; i <= rows[predictions]; i++) {
        mass = cell[predictions, i, "body_mass_g"]
        unexplained += (mass - cell[predictions, i, "Prediction (body_mass_g)"]) ^ 2
        variance += (mass - mean) ^ 2
    }
    printf "R2 of body mass %.4f\n", 1 - unexplained / variance
}
