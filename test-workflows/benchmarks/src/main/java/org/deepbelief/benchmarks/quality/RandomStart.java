// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * Networks of logistic units that have learned nothing yet, for comparison: the start that Glorot and Bengio (2010)
 * recommend for back-propagation without pretraining.
 */
final class RandomStart {

    private RandomStart() {
    }

    /** A stack of layers with so many hidden units each. */
    static DeepBeliefNetwork network(final InputEncoding encoding, final int[] units, final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final List<Layer> layers = new ArrayList<>();
        List<UnitGroup> visible = encoding.groups();
        int inputs = encoding.units();
        for (final int hidden : units) {
            final double range = 4 * Math.sqrt(6.0 / (inputs + hidden));
            final FloatMatrix weights = FloatMatrix.zeros(inputs, hidden);
            final float[] row = new float[hidden];
            for (int i = 0; i < inputs; i++) {
                for (int j = 0; j < hidden; j++) {
                    row[j] = (float)(range * (2 * random.nextDouble() - 1));
                }
                weights.rows(i, i + 1).write(row);
            }
            layers.add(BoltzmannLayer.tied(visible, UnitType.bernoulli(), weights,
                new float[hidden], new float[inputs]));
            visible = List.of(new UnitGroup(UnitType.bernoulli(), hidden));
            inputs = hidden;
        }
        return new DeepBeliefNetwork(encoding, layers, AssociativeMemory.of(layers.get(layers.size() - 1)),
            Optional.empty(), new Provenance(List.of()));
    }
}
