// SPDX-License-Identifier: Apache-2.0
/** Several views of the same rows, fused by the nodes with untouched settings, with all of them and without some. */
package org.deepbelief.benchmarks.senses;
