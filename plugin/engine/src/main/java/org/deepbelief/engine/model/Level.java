// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.units.UnitGroup;

/**
 * A level of the way between a network's columns and its top: a layer that all senses go through, or layers of the
 * senses side by side.
 */
public interface Level {

    /** The visible units as groups of one kind each. */
    List<UnitGroup> visibleGroups();

    /** The number of visible units. */
    int visibleUnits();

    /** The number of hidden units. */
    int hiddenUnits();

    /** The way up, with its working memory. */
    LayerPass up(Compute compute);

    /** The way down, with its working memory; visible units come in their own measure. */
    LayerPass down(Compute compute);

    /**
     * The way down beside the way up of the same rows, which tells a level that has a memory what came before each.
     *
     * @param up a way up of this level, of the same compute
     */
    default LayerPass down(final Compute compute, final LayerPass up) {
        return down(compute);
    }
}
