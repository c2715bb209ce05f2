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
}
