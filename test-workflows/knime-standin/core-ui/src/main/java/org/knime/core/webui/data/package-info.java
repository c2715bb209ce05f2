// SPDX-License-Identifier: Apache-2.0
/** The data that a view's page starts with. */
package org.knime.core.webui.data;
