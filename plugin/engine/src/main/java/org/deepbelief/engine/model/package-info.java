// SPDX-License-Identifier: Apache-2.0
/**
 * The deep belief network as a value: its layers, its associative memory on top, its label units, its output head, how
 * its inputs are encoded and how it came to be; and the file that it is kept in.
 * <p>
 * Models are immutable: training makes a new one. Matrices may be shared between models and between the parts of one
 * model, so nobody writes into a matrix that a model holds. The package trains nothing and infers nothing.
 */
package org.deepbelief.engine.model;
