// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.spark.command.Options.Range;
import org.deepbelief.spark.table.Columns;
import org.deepbelief.spark.table.MissingValues;
import org.deepbelief.spark.table.RowEncoder;
import org.deepbelief.spark.table.Table;

/** {@code apply}: network and rows in, rows with features, predictions or reconstructions out, as Parquet. */
final class ApplyCommand {

    static final Set<String> KEYS = new TreeSet<>(Set.of("input", "network", "output", "what", "chosenLayers",
        "missingValues", "unknownValues"));

    private enum What {
        FEATURES, PREDICTIONS, RECONSTRUCTION
    }

    private ApplyCommand() {
    }

    static void run(final SparkSession spark, final Options options) throws IOException {
        options.requireKnown(KEYS);
        final String input = options.required("input", "a file, a folder or a pattern of CSV or Parquet files");
        final String folder = options.required("output", "the folder that the rows are written to, as Parquet");
        final ClusterFiles files = new ClusterFiles(spark.sparkContext().hadoopConfiguration());
        if (files.exists(folder)) {
            throw new IOException("The output \"" + folder
                + "\" is there already. Choose another folder, or delete it.");
        }
        options.required("what", "features, predictions or reconstruction");
        final What what = options.choice("what", What.FEATURES);
        final MissingValues missing = options.choice("missingValues", MissingValues.MEAN);
        final UnknownValue unknown = options.choice("unknownValues", UnknownValue.ALL_ZERO);
        final DeepBeliefNetwork network = files.readNetwork(options.required("network", "the file of the network"));
        final Outputs.Described output = switch (what) {
            case FEATURES -> Outputs.Features.of(network, layers(options, network));
            case PREDICTIONS -> Outputs.Predictions.of(network);
            case RECONSTRUCTION -> new Outputs.Reconstructions(network.encoding().columns().size());
        };
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelArchive.write(network, file);

        final Table table = Table.open(spark, input);
        final Columns columns = table.of(network.encoding(), Optional.empty());
        StructType schema = table.columns();
        final NetworkApplication application = new NetworkApplication(file.toByteArray(),
            new RowEncoder(columns, network.encoding(), new RowEncoder.Target(null, null), missing, unknown),
            schema.length(), output);
        for (final StructField added : output.schema(network).fields()) {
            if (Arrays.stream(schema.fieldNames()).anyMatch(added.name()::equalsIgnoreCase)) {
                throw new IOException("The input \"" + input + "\" has a column \"" + added.name() + "\" already."
                    + " Rename it, or leave it out.");
            }
            schema = schema.add(added);
        }
        final JavaRDD<Row> rows = table.inSplits(columns).mapPartitions(application::apply);
        final Dataset<Row> applied = spark.createDataFrame(rows, schema);
        files.writeFolder(folder, applied.write()::parquet);
    }

    /** Those that are chosen, or the top one. */
    private static List<Integer> layers(final Options options, final DeepBeliefNetwork network) {
        final List<String> chosen = options.list("chosenLayers");
        return chosen.isEmpty() ? List.of(network.layers().size())
            : chosen.stream().map(layer -> Options.whole("chosenLayers", layer, Range.COUNT)).toList();
    }
}
