// SPDX-License-Identifier: Apache-2.0
/** What shows a view: its page's files and its data as JSON. */
package org.knime.standin.ui.view;
