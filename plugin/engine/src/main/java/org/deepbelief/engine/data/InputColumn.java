// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.Serializable;
import java.util.List;

import org.deepbelief.engine.units.UnitGroup;

/** One column of the input table and how it becomes visible units. */
public sealed interface InputColumn extends Serializable
    permits NumberColumn, QuantileColumn, NominalColumn, VectorColumn {

    /** The column's name in the table. */
    String name();

    /** The number of visible units that the column becomes. */
    int units();

    /** The visible units of this column in their order. */
    List<UnitGroup> groups();
}
