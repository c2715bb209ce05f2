// SPDX-License-Identifier: Apache-2.0
/** DBN Reader. */
package org.deepbelief.knime.reader;
