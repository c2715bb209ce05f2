#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The network file of DBN Writer in numpy, and what its layers make of rows.

    load_network.py <network file> <table.csv> <layer>     prints the units of the layer, one row a line

The table has the network's columns, numbers and nominal ones, none of them missing.
"""
import csv
import json
import sys
import zipfile

import numpy as np

MEANS = {"bernoulli": lambda x: 1 / (1 + np.exp(-x)), "gaussian": lambda x: x,
         "rectifiedLinear": lambda x: np.maximum(x, 0)}

# What a file may require. Several senses and layers that read the rows before need more than is here.
READ = {"layer:restrictedBoltzmannMachine", "layer:autoencoder", "layer:embedding", "units:bernoulli", "units:gaussian",
        "units:softmax", "units:rectifiedLinear", "inputs:quantiles", "labels", "residuals", "head:classifier",
        "head:regressor"}


def load(path):
    """The model.json of a network file, and its tensors by name; ValueError if it requires what is not read here."""
    with zipfile.ZipFile(path) as file:
        model, data = json.loads(file.read("model.json")), file.read("weights.safetensors")
    lacking = set(model["requires"]) - READ
    if lacking:
        raise ValueError(f"{path} requires what this reader lacks: {', '.join(sorted(lacking))}. Let DBN Extract"
                         " Features make the features of such a network.")
    try:
        from safetensors.numpy import load as tensors
        return model, tensors(data)
    except ImportError:
        begin = 8 + int.from_bytes(data[:8], "little")
        places = {name: at for name, at in json.loads(data[8:begin]).items() if name != "__metadata__"}
        return model, {name: np.frombuffer(data[begin:][slice(*at["data_offsets"])], "<f4").reshape(at["shape"])
                       for name, at in places.items()}


def features(model, weights, units, layer):
    """What the layers up to this one, 1 for the lowest, make of rows x visible units."""
    for n in range(layer):
        up, biases, deviations = (weights[f"layers.{n}.{name}"] for name in (
            "recognition_weights", "hidden_biases", "visible_standard_deviations"))
        units = MEANS[model["layers"][n]["hiddenType"]](units / deviations ** 2 @ up + biases)
    return units


def encode(model, table):
    """The visible units of columns by their names: arrays of numbers, of texts, or of rows x elements."""
    return np.column_stack([units(column, table[column["name"]]) for column in model["senses"][0]["inputs"]])


def units(column, x):
    if column["kind"] == "nominal":
        return x[:, None] == np.array(column["values"])
    x = np.asarray(x, float)
    if column["kind"] == "quantiles":  # a robust z-score with a logarithmic tail, and the filled parts of bins
        z, edges = (x - column["centre"]) / column["scale"], np.array(column["edges"])
        tail = np.sign(z) * np.log1p(np.maximum(abs(z) - 3, 0))
        return np.column_stack([np.clip(z, -3, 3) + tail, np.clip((x[:, None] - edges[:-1]) / np.diff(edges), 0, 1)])
    scaled = (x - column["offset"]) / column["scale"] if column["scale"] else 0 * x
    return np.clip(scaled, 0, 1) if column["unitType"] == "bernoulli" else scaled


if __name__ == "__main__":
    try:
        model, weights = load(sys.argv[1])
    except ValueError as unread:
        sys.exit(str(unread))
    with open(sys.argv[2], newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    table = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    np.savetxt(sys.stdout, features(model, weights, encode(model, table), int(sys.argv[3])), fmt="%.9g")
