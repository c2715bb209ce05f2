// SPDX-License-Identifier: Apache-2.0
/** Parameters classes by reflection: to settings and back, their dialog, their conditions. */
package org.knime.standin.ui.parameters;
