// SPDX-License-Identifier: Apache-2.0
/** The files of a view's page. Only pages from a bundle's files are offered. */
package org.knime.core.webui.page;
