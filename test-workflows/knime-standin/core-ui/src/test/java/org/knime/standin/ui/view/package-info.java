// SPDX-License-Identifier: Apache-2.0
/** Tests of what views are given. */
package org.knime.standin.ui.view;
