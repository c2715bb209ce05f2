// SPDX-License-Identifier: Apache-2.0
/** The node that lays a network open: its layers, its weights, and what each unit looks for. */
package org.deepbelief.knime.inspect;
