# SPDX-License-Identifier: Apache-2.0
"""Steps of scikit-learn's BernoulliRBM (784-500, float32): prints the median microseconds of a step."""
import gzip
import sys
import time

import numpy as np
from sklearn.neural_network import BernoulliRBM

folder, batch, units = sys.argv[1], 100, 500
with gzip.open(folder + "/train-images-idx3-ubyte.gz") as file:
    data = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784).astype(np.float32) / 255
machine = BernoulliRBM(n_components=units, learning_rate=0.1, batch_size=batch, random_state=1)
times = []
for step in range(300):
    start = time.perf_counter()
    machine.partial_fit(data[step * batch:(step + 1) * batch])
    times.append(time.perf_counter() - start)
print(np.median(times[100:]) * 1e6)
