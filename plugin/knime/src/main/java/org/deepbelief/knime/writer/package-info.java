// SPDX-License-Identifier: Apache-2.0
/** DBN Writer. */
package org.deepbelief.knime.writer;
