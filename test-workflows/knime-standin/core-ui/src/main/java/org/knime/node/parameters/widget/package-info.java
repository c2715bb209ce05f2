// SPDX-License-Identifier: Apache-2.0
/** Controls for single fields. */
package org.knime.node.parameters.widget;
