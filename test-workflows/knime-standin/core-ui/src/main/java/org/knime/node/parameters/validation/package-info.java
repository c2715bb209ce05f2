// SPDX-License-Identifier: Apache-2.0
/** What all checks of a dialog's controls have in common. */
package org.knime.node.parameters.validation;
