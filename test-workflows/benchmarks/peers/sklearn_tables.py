# SPDX-License-Identifier: Apache-2.0
"""scikit-learn on the partitions of ordinary tables: prints measure, table, partition, method and value."""
import csv
import sys

import numpy as np
from sklearn.ensemble import IsolationForest, RandomForestClassifier, RandomForestRegressor
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer, KNNImputer
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.neural_network import MLPClassifier, MLPRegressor

KNOWN = {"iris", "wine", "breast-cancer", "titanic", "german", "pima", "ionosphere", "sonar", "glass", "vote", "seeds",
         "vehicle", "banknote", "boston", "diabetes", "mpg", "cpu", "adult", "mammography"}
NORMAL_CLASSES = {"breast-cancer": "benign", "wine": "class_1", "ionosphere": "g", "mammography": "'-1'",
                  "german": "good"}
FILLED = {"boston", "breast-cancer", "wine", "vehicle", "mpg", "banknote"}
SHARES = ["10", "30"]


def is_number(values):
    try:
        [float(value) for value in values if value != ""]
        return True
    except ValueError:
        return False


class Table:
    """The columns of a CSV file; encoded with what the training rows tell."""

    def __init__(self, file, target):
        with open(file, newline="", encoding="utf-8") as lines:
            rows = list(csv.reader(lines))
        columns = list(zip(*rows[1:]))
        self.target = rows[0].index(target)
        self.classes = np.array(columns[self.target])
        self.inputs = [c for c in range(len(columns)) if c != self.target]
        self.columns = [
            np.array([np.nan if value == "" else float(value) for value in column]) if is_number(column)
            else np.array(column, dtype=object) for column in columns]
        self.rows = len(rows) - 1

    def encode(self, training):
        """All rows: numbers standardised with missing ones as NaN, nominals one-hot; and the place of each number."""
        parts, places, width = [], {}, 0
        for c in self.inputs:
            column = self.columns[c]
            if column.dtype == object:
                known = [value for value in column[training] if value != ""]
                values = sorted(set(known))
                usual = max(values, key=known.count) if values else ""
                filled = np.array([usual if value == "" else value for value in column], dtype=object)
                part = np.stack([(filled == value).astype(float) for value in values], axis=1)
            else:
                mean, deviation = np.nanmean(column[training]), np.nanstd(column[training])
                part = ((column - mean) / (deviation if deviation > 0 else 1))[:, None]
                if deviation > 0:
                    places[c] = width
            parts.append(part)
            width += part.shape[1]
        return np.concatenate(parts, axis=1), places


def predict(table, encoded, training, test, is_class):
    x, y = encoded[training], encoded[test]
    if is_class:
        methods = {"linear": LogisticRegression(max_iter=2000), "forest": RandomForestClassifier(100, random_state=1),
                   "MLP": MLPClassifier(100, max_iter=500, random_state=1)}
        for name, method in methods.items():
            yield name, (method.fit(x, table.classes[training]).predict(y) == table.classes[test]).mean()
    else:
        numbers = table.columns[table.target]
        mean, deviation = numbers[training].mean(), numbers[training].std()
        methods = {"linear": RidgeCV(np.logspace(-3, 3, 13)), "forest": RandomForestRegressor(100, random_state=1),
                   "MLP": MLPRegressor(100, max_iter=500, random_state=1)}
        for name, method in methods.items():
            method.fit(x, (numbers[training] - mean) / deviation)
            yield name, r2_score(numbers[test], method.predict(y) * deviation + mean)


def fill(table, training, test, holes):
    encoded, places = table.encode(training)
    masked = encoded.copy()
    cells = [(row, places[column]) for row, column in holes if column in places]
    rows, columns = np.array([row for row, _ in cells]), np.array([column for _, column in cells])
    masked[rows, columns] = np.nan
    wanted = encoded[rows, columns]
    at = {row: i for i, row in enumerate(test)}
    where = np.array([at[row] for row in rows])
    for name, imputer in (("kNN", KNNImputer()), ("iterative", IterativeImputer(random_state=1))):
        filled = imputer.fit(encoded[training]).transform(masked[test])[where, columns]
        yield name, np.sqrt(((filled - wanted) ** 2).sum() / (wanted ** 2).sum())


def main():
    folder, partitions = sys.argv[1], sys.argv[2]
    with open(folder + "/index.tsv", encoding="utf-8") as lines:
        listings = {parts[0]: parts for parts in (line.rstrip("\n").split("\t") for line in list(lines)[1:])}
    tables = {}
    with open(partitions, encoding="utf-8") as lines:
        for line in lines:
            name, number, tested, *holes = line.rstrip("\n").split("\t")
            is_class = listings[name][2] == "class"
            table = tables.setdefault(name, Table(f"{folder}/{name}.csv", listings[name][1]))
            test = np.array([int(row) for row in tested.split(",")])
            training = np.setdiff1d(np.arange(table.rows), test)
            scaled, _ = table.encode(training)
            encoded = np.nan_to_num(scaled)

            def show(measure, method, value):
                print(measure, name, number, method, float(value), sep="\t", flush=True)

            for method, value in predict(table, encoded, training, test, is_class):
                show("prediction", method, value)
            normal = NORMAL_CLASSES.get(name)
            kinds = sorted(set(table.classes))
            if name not in KNOWN and is_class and len(kinds) == 2:
                normal = max(kinds, key=list(table.classes).count)
            if normal:
                learned = training[table.classes[training] == normal]
                usual = np.nan_to_num(table.encode(learned)[0])
                forest = IsolationForest(random_state=1).fit(usual[learned])
                show("anomalies", "isolation forest",
                     roc_auc_score(table.classes[test] != normal, -forest.score_samples(usual[test])))
            numbers = sum(table.columns[c].dtype != object for c in table.inputs)
            if name in FILLED or name not in KNOWN and numbers >= 4:
                for share, text in zip(SHARES, holes):
                    cells = [tuple(int(part) for part in cell.split(":")) for cell in text.split(",") if cell]
                    for method, value in fill(table, training, test, cells):
                        show(f"filling {share} %", method, value)


main()
