// SPDX-License-Identifier: Apache-2.0
/**
 * Parameters classes by reflection: to settings and back, their conditions, their dialog as texts and as KNIME's
 * renderer takes it.
 */
package org.knime.standin.ui.parameters;
