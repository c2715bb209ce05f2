// SPDX-License-Identifier: Apache-2.0
/** Tests of filters. */
package org.knime.standin.ui.filter;
