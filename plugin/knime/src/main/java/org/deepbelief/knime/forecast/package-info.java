// SPDX-License-Identifier: Apache-2.0
/** The node that tells which rows follow those of a sequence, and how unexpected each row is. */
package org.deepbelief.knime.forecast;
