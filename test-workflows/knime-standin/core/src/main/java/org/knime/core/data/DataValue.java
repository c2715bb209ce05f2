// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

/** What a cell can be asked for; every value a cell offers is an interface that extends this one. */
public interface DataValue {
}
