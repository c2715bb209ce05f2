# SPDX-License-Identifier: Apache-2.0
"""CD-1 steps of a 784-500 Bernoulli RBM in PyTorch: prints the median microseconds of a step and of its five products.

Arguments: folder of IDX files, threads, how to sample: "bernoulli" (torch.bernoulli) or "rand" (torch.rand < p), and
"bfloat16" for products under torch.autocast, whose operations in place take no part in it.
"""
import gzip
import sys
import time

import numpy as np
import torch

folder, threads, batch, units = sys.argv[1], int(sys.argv[2]), 100, 500
sample = torch.bernoulli if sys.argv[3] == "bernoulli" else lambda p: (torch.rand_like(p) < p).float()
mixed = sys.argv[4:] == ["bfloat16"]
torch.set_num_threads(threads)
torch.manual_seed(1)
with gzip.open(folder + "/train-images-idx3-ubyte.gz") as file:
    data = torch.tensor(np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784).astype(np.float32) / 255)
weights = torch.randn(784, units) * 0.01
velocity = torch.zeros_like(weights)
visible_bias, hidden_bias = torch.zeros(784), torch.zeros(units)
visible_velocity, hidden_velocity = torch.zeros(784), torch.zeros(units)
rate, momentum, decay = 0.1, 0.5, 0.0002
times, products = [], []


def accumulate(left, right, alpha):
    if mixed:
        velocity.add_(torch.mm(left, right), alpha=alpha)
    else:
        velocity.addmm_(left, right, alpha=alpha)


order = torch.randperm(len(data))
with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=mixed):
    for step in range(600):
        start = time.perf_counter()
        visible = data[order[step % 600 * batch:(step % 600 + 1) * batch]]
        hidden = torch.sigmoid(torch.addmm(hidden_bias, visible, weights))
        reconstruction = torch.sigmoid(torch.addmm(visible_bias, sample(hidden), weights.t()))
        sampled = sample(reconstruction)
        again = torch.sigmoid(torch.addmm(hidden_bias, sampled, weights))
        velocity.mul_(momentum)
        accumulate(visible.t(), hidden, rate / batch)
        accumulate(sampled.t(), again, -rate / batch)
        weights.mul_(1 - rate * decay).add_(velocity)
        visible_velocity.mul_(momentum).add_((visible - reconstruction).sum(0), alpha=rate / batch)
        hidden_velocity.mul_(momentum).add_((hidden - again).sum(0), alpha=rate / batch)
        visible_bias += visible_velocity
        hidden_bias += hidden_velocity
        times.append(time.perf_counter() - start)
    for step in range(600):
        start = time.perf_counter()
        hidden = torch.addmm(hidden_bias, visible, weights)
        torch.addmm(visible_bias, hidden, weights.t())
        torch.addmm(hidden_bias, sampled, weights)
        accumulate(visible.t(), again, rate / batch)
        accumulate(sampled.t(), again, -rate / batch)
        products.append(time.perf_counter() - start)
print(np.median(times[200:]) * 1e6, np.median(products[200:]) * 1e6)
