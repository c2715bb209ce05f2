// SPDX-License-Identifier: Apache-2.0
/** Groups of ports. Fixed groups and optional ports are offered. */
package org.knime.core.node.context.ports;
