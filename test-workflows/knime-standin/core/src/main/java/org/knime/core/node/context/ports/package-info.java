// SPDX-License-Identifier: Apache-2.0
/** Groups of ports. Only fixed groups are offered. */
package org.knime.core.node.context.ports;
