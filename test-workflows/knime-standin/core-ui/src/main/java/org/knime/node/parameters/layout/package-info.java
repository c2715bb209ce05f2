// SPDX-License-Identifier: Apache-2.0
/** Where in the dialog a field stands: sections and their order. */
package org.knime.node.parameters.layout;
