// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.Serializable;
import java.util.List;
import org.deepbelief.engine.units.UnitGroup;

/**
 * What a layer reads while it is pretrained.
 *
 * @param groups the visible units
 * @param means the visible units' means over the training rows
 * @param classMeans the classes' shares among the training rows that have one, if label units stand beside the input,
 *            else empty
 * @param sparse whether the rows are kept by what is not zero in them
 */
public record LayerInput(List<UnitGroup> groups, double[] means, double[] classMeans, boolean sparse)
    implements Serializable {

    /** Rows that are kept whole, without classes. */
    public static LayerInput of(final List<UnitGroup> groups, final double[] means) {
        return new LayerInput(groups, means, new double[0], false);
    }
}
