// SPDX-License-Identifier: Apache-2.0
/**
 * The kinds of units ({@link org.deepbelief.engine.units.UnitType}): their energies, first biases, samplings, names and
 * what they can be used for. It is the one place to add a kind; a kind that is not computed by one of the functions of
 * {@link org.deepbelief.engine.math.Activation} needs one there too.
 *
 * <p>Limits: what runs over batches is in {@code engine.math}; the arithmetic here is of single units or groups in
 * double precision, for measuring and sampling.
 */
package org.deepbelief.engine.units;
