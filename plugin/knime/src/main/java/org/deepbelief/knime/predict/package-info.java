// SPDX-License-Identifier: Apache-2.0
/** The node that appends a network's predictions. */
package org.deepbelief.knime.predict;
