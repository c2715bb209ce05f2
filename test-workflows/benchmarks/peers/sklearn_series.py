# SPDX-License-Identifier: Apache-2.0
"""Ridge regression and a multi-layer perceptron on the rows before, a model for each number of rows ahead.

sklearn_series.py <folder>: reads <name>.tsv (first line: the number of rows to learn from; first column: what is
foretold; all standardised by the rows to learn from) and prints name, rows ahead, method, mean absolute error.
"""
import pathlib
import sys

import numpy
from sklearn.linear_model import RidgeCV
from sklearn.neural_network import MLPRegressor

LAGS = (6, 12, 24, 48)
AHEAD = (1, 12)


def context(rows, origins, lags):
    """The rows before each origin, the last first."""
    return numpy.hstack([rows[origins - lag] for lag in range(1, lags + 1)])


def main():
    for file in sorted(pathlib.Path(sys.argv[1]).glob("*.tsv")):
        if file.stem == "peers":
            continue
        learned = int(file.open().readline())
        rows = numpy.loadtxt(file, skiprows=1, ndmin=2)
        for ahead in AHEAD:
            tested = numpy.arange(learned, len(rows) - ahead + 1)
            wanted = rows[tested + ahead - 1, 0]

            def examples(lags):
                origins = numpy.arange(lags, learned - ahead + 1)
                return context(rows, origins, lags), rows[origins + ahead - 1, 0]

            best = None
            for lags in LAGS:
                if lags > learned // 4:
                    continue
                ridge = RidgeCV(alphas=numpy.logspace(-3, 4, 15)).fit(*examples(lags))
                if best is None or ridge.best_score_ > best[0].best_score_:
                    best = (ridge, lags)
            ridge, lags = best
            error = numpy.abs(ridge.predict(context(rows, tested, lags)) - wanted).mean()
            print(file.stem, ahead, "ridge on lags", error, sep="\t")
            lags = max(lag for lag in LAGS if lag <= min(24, learned // 4))
            network = MLPRegressor(random_state=1).fit(*examples(lags))
            error = numpy.abs(network.predict(context(rows, tested, lags)) - wanted).mean()
            print(file.stem, ahead, "MLP on lags", error, sep="\t", flush=True)


main()
