// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.persistence;

/** Marks a class whose fields are written to settings one by one. */
public interface Persistable {
}
