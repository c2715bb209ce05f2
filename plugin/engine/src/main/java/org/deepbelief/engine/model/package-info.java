// SPDX-License-Identifier: Apache-2.0
/**
 * The deep belief network as a value: its senses, the layers that they have in common, its associative memory on top,
 * its label units, its output head and how it came to be; and the file that it is kept in. It is the one place to add a
 * kind of layer ({@link org.deepbelief.engine.model.LayerKind}).
 * <p>
 * Models are immutable: training makes a new one. Matrices may be shared between models and between the parts of one
 * model, so nobody writes into a matrix that a model holds. The package trains nothing and infers nothing.
 */
package org.deepbelief.engine.model;
