// SPDX-License-Identifier: Apache-2.0
/** How the nodes foretell public series with untouched settings. */
package org.deepbelief.benchmarks.series;
