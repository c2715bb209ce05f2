// SPDX-License-Identifier: Apache-2.0
/** Tests of the CSV nodes. */
package org.knime.standin.base.csv;
