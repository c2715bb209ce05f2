# SPDX-License-Identifier: Apache-2.0
"""scikit-learn on all views side by side: prints name and accuracy for each partition of a file."""
import csv
import itertools
import pathlib
import sys

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

files = sorted(pathlib.Path(sys.argv[1]).glob("*.csv"))
tables = [np.array(list(csv.reader(open(file, encoding="utf-8")))[1:], dtype=float) for file in files]
numbers, classes = np.hstack([table[:, :-1] for table in tables]), tables[0][:, -1]
ends = np.cumsum([0] + [table.shape[1] - 1 for table in tables])

for line in open(sys.argv[2], encoding="utf-8"):
    test = np.array([int(row) for row in line.split(",")])
    training = np.setdiff1d(np.arange(len(classes)), test)
    mean, deviation = numbers[training].mean(0), numbers[training].std(0)
    encoded = (numbers - mean) / np.where(deviation > 0, deviation, 1)
    linear = LogisticRegression(max_iter=2000).fit(encoded[training], classes[training])
    forest = RandomForestClassifier(100, random_state=1).fit(encoded[training], classes[training])
    print("logistic regression", linear.score(encoded[test], classes[test]), sep="\t")
    print("forest", forest.score(encoded[test], classes[test]), sep="\t")
    for count, name in ((1, "one"), (3, "three")):
        scores = []
        for missing in itertools.combinations(range(len(files)), count):
            filled = encoded[test].copy()
            for view in missing:
                filled[:, ends[view]:ends[view + 1]] = 0
            scores.append(forest.score(filled, classes[test]))
        print(f"forest, {name} missing", np.mean(scores), sep="\t", flush=True)
