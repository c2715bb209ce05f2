// SPDX-License-Identifier: Apache-2.0
/** Tests of parameters, their settings and their dialogs. */
package org.knime.standin.ui.parameters;
