// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.infer.FeatureExtraction;
import org.deepbelief.engine.infer.FeatureKind;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.infer.Reconstruction;
import org.deepbelief.engine.infer.RowInference;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.model.OutputHead;

/** What a network makes of rows, in the columns that the nodes make. */
final class Outputs {

    private static final int THREADS = 1;

    private Outputs() {
    }

    /** What is made of rows, with the columns that it takes. */
    interface Described extends NetworkApplication.Output {

        /** The new columns. */
        StructType schema(DeepBeliefNetwork network);
    }

    /** The hidden units of layers: a vector a layer, but the coordinates of a map a column each. */
    record Features(List<FeatureLayer> layers) implements Described {

        /** @param numbers of the layers, from 1 at the bottom */
        static Features of(final DeepBeliefNetwork network, final List<Integer> numbers) {
            final int depth = network.layers().size();
            return new Features(numbers.stream().distinct().map(number -> {
                if (number > depth) {
                    throw new IllegalArgumentException("There is no layer " + number + " to extract features from:"
                        + " the network has layers 1 to " + depth + ". Choose others (chosenLayers).");
                }
                final Layer layer = network.layers().get(number - 1);
                return new FeatureLayer(number, layer.hiddenUnits(), layer.kind() == LayerKind.EMBEDDING);
            }).toList());
        }

        @Override
        public StructType schema(final DeepBeliefNetwork network) {
            StructType schema = new StructType();
            for (final FeatureLayer layer : layers) {
                for (int i = 1; i <= layer.columns(); i++) {
                    schema = layer.isMap() ? schema.add("Map " + i, DataTypes.DoubleType)
                        : schema.add("Layer " + layer.number(), DataTypes.createArrayType(DataTypes.DoubleType, false));
                }
            }
            return schema;
        }

        @Override
        public int columns() {
            return layers.stream().mapToInt(FeatureLayer::columns).sum();
        }

        @Override
        public RowInference open(final DeepBeliefNetwork network) {
            return new FeatureExtraction(network, layers.stream().map(FeatureLayer::number).toList(),
                FeatureKind.PROBABILITIES, 0, THREADS);
        }

        @Override
        public Function<double[], Object[]> values(final DeepBeliefNetwork network) {
            return units -> {
                final List<Object> values = new ArrayList<>();
                int first = 0;
                for (final FeatureLayer layer : layers) {
                    final double[] own = Arrays.copyOfRange(units, first, first + layer.units());
                    if (layer.isMap()) {
                        Arrays.stream(own).forEach(values::add);
                    } else {
                        values.add(own);
                    }
                    first += layer.units();
                }
                return values.toArray();
            };
        }
    }

    /**
     * A layer whose units are features.
     *
     * @param number from 1 at the bottom
     */
    record FeatureLayer(int number, int units, boolean isMap) implements Serializable {

        private int columns() {
            return isMap ? units : 1;
        }
    }

    /**
     * The number, or the class and the probabilities of all classes.
     *
     * @param source which part of the network predicts
     * @param target the name of what is predicted
     * @param classes empty for a number
     */
    record Predictions(Prediction.Source source, String target, List<String> classes) implements Described {

        static Predictions of(final DeepBeliefNetwork network) {
            if (network.head().isPresent()) {
                return network.head().get() instanceof OutputHead.Classifier classifier
                    ? new Predictions(Prediction.Source.HEAD, classifier.target().name(), classifier.target().values())
                    : new Predictions(Prediction.Source.HEAD,
                        ((OutputHead.Regressor)network.head().get()).targets().get(0), List.of());
            }
            return network.memory().labels()
                .map(labels -> new Predictions(Prediction.Source.LABEL_UNITS, labels.target().name(),
                    labels.target().values()))
                .orElseThrow(() -> new IllegalArgumentException("The network was trained without a target, so it has"
                    + " nothing to predict. Fine-tune it with a target column first."));
        }

        @Override
        public StructType schema(final DeepBeliefNetwork network) {
            StructType schema = new StructType().add("Prediction (" + target + ")",
                classes.isEmpty() ? DataTypes.DoubleType : DataTypes.StringType);
            for (final String value : classes) {
                schema = schema.add("P (" + target + "=" + value + ")", DataTypes.DoubleType);
            }
            return schema;
        }

        @Override
        public int columns() {
            return 1 + classes.size();
        }

        @Override
        public RowInference open(final DeepBeliefNetwork network) {
            return new Prediction(network, source, THREADS);
        }

        @Override
        public Function<double[], Object[]> values(final DeepBeliefNetwork network) {
            return results -> {
                final Object[] values = new Object[columns()];
                int best = 0;
                for (int c = 0; c < classes.size(); c++) {
                    values[1 + c] = results[c];
                    best = results[c] > results[best] ? c : best;
                }
                values[0] = classes.isEmpty() ? (Object)results[0] : classes.get(best);
                return values;
            };
        }
    }

    /** The inputs as the network sees them, and how far they are from what was given. */
    record Reconstructions(int inputs) implements Described {

        @Override
        public StructType schema(final DeepBeliefNetwork network) {
            StructType schema = new StructType();
            for (final InputColumn column : network.encoding().columns()) {
                schema = schema.add(column.name() + " (reconstructed)", column instanceof NominalColumn
                    ? DataTypes.StringType : column instanceof VectorColumn
                    ? DataTypes.createArrayType(DataTypes.DoubleType, false) : DataTypes.DoubleType);
            }
            return schema.add("Reconstruction error", DataTypes.DoubleType);
        }

        @Override
        public int columns() {
            return inputs + 1;
        }

        @Override
        public RowInference open(final DeepBeliefNetwork network) {
            return Reconstruction.withoutFreeEnergy(network, Reconstruction.Fill.TRAINING_MEANS, 1, 0, THREADS);
        }

        @Override
        public Function<double[], Object[]> values(final DeepBeliefNetwork network) {
            final InputEncoding encoding = network.encoding();
            return results -> {
                final List<Object> values = new ArrayList<>();
                for (int c = 0; c < inputs; c++) {
                    values.add(decoded(encoding, c, results));
                }
                values.add(results[2 * encoding.units()]);
                return values.toArray();
            };
        }

        private static Object decoded(final InputEncoding encoding, final int c, final double[] units) {
            final InputColumn column = encoding.columns().get(c);
            return column instanceof NominalColumn ? encoding.decodeNominal(c, units)
                : column instanceof VectorColumn ? encoding.decodeVector(c, units)
                : (Object)encoding.decodeNumber(c, units);
        }
    }
}
