// SPDX-License-Identifier: Apache-2.0
/** What the tests of tables need. */
package org.knime.standin.core.table;
