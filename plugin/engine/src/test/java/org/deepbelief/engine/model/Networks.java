// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/** Small networks with random weights for tests. */
public final class Networks {

    private Networks() {
    }

    /** Bernoulli units throughout; {@code sizes} from the visible units up; tied; weights normal of this deviation. */
    public static DeepBeliefNetwork random(final long seed, final double deviation, final int... sizes) {
        final Random random = new Random(seed);
        final List<InputColumn> columns = new ArrayList<>();
        IntStream.range(0, sizes[0]).forEach(
            c -> columns.add(new NumberColumn("x" + c, UnitType.bernoulli(), NumberScaling.NONE, 0, 1)));
        final InputEncoding encoding = new InputEncoding(columns, new float[sizes[0]]);
        final List<Layer> layers = new ArrayList<>();
        for (int n = 1; n < sizes.length; n++) {
            layers.add(BoltzmannLayer.tied(List.of(new UnitGroup(UnitType.bernoulli(), sizes[n - 1])),
                UnitType.bernoulli(),
                matrix(random, deviation, sizes[n - 1], sizes[n]), vector(random, deviation, sizes[n]),
                vector(random, deviation, sizes[n - 1])));
        }
        return new DeepBeliefNetwork(encoding, layers, AssociativeMemory.of(layers.get(layers.size() - 1)),
            Optional.empty(), new Provenance(
                List.of(new TrainingStep(TrainingStep.PRETRAINING, Map.of("deviation", "" + deviation), 0, seed))));
    }

    /** The network with random label units. */
    public static DeepBeliefNetwork withLabels(final DeepBeliefNetwork network, final long seed, final double deviation,
        final ClassColumn classes) {
        final Random random = new Random(seed);
        final int hidden = network.lastLayer().hiddenUnits();
        return new DeepBeliefNetwork(network.encoding(), network.layers(),
            network.memory().withLabels(new LabelUnits(classes, matrix(random, deviation, classes.size(), hidden),
                vector(random, deviation, classes.size()))),
            network.head(), network.provenance());
    }

    /** A random matrix, normal of this deviation. */
    public static FloatMatrix matrix(final Random random, final double deviation, final int rows, final int columns) {
        return FloatMatrix.of(rows, columns, vector(random, deviation, rows * columns));
    }

    /** A random vector, normal of this deviation. */
    public static float[] vector(final Random random, final double deviation, final int length) {
        final float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float)(deviation * random.nextGaussian());
        }
        return values;
    }
}
