// SPDX-License-Identifier: Apache-2.0
/**
 * How a node declares its settings: one class of fields, each annotated with the widget that shows it. Only what the
 * nodes and the test workflows use is offered; there is no dialog here, only its description and the settings.
 */
package org.knime.node.parameters;
