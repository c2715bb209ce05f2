# SPDX-License-Identifier: Apache-2.0
"""The trustworthiness of two-dimensional maps of the first training images by principal components and by t-SNE.

    sklearn_map.py <folder of IDX files> <images>
"""
import gzip
import os
import sys
import time

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness

NEIGHBOURS = 12


def main():
    count = int(sys.argv[2])
    with gzip.open(os.path.join(sys.argv[1], "train-images-idx3-ubyte.gz")) as file:
        images = np.frombuffer(file.read(16 + count * 784), np.uint8, offset=16).reshape(count, 784) / 255
    for name, method in (("principal components", PCA(2, random_state=1)),
                         ("t-SNE", TSNE(2, init="pca", learning_rate="auto", random_state=1))):
        start = time.time()
        places = method.fit_transform(images)
        seconds = time.time() - start
        print(f"scikit-learn, {name}: trustworthiness of {count} training images ({NEIGHBOURS} neighbours) ="
              f" {100 * trustworthiness(images, places, n_neighbors=NEIGHBOURS):.2f} %, {seconds:.1f} s")


if __name__ == "__main__":
    main()
