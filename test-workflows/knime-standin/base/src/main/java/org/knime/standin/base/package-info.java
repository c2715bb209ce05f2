// SPDX-License-Identifier: Apache-2.0
/** What the base nodes have in common: settings kept as they were loaded, files named by settings. */
package org.knime.standin.base;
