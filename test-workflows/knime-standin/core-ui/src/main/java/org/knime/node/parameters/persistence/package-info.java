// SPDX-License-Identifier: Apache-2.0
/** How fields become settings where the default form does not do. */
package org.knime.node.parameters.persistence;
