// SPDX-License-Identifier: Apache-2.0
/** The node that makes a PMML document of a network. */
package org.deepbelief.knime.pmml;
