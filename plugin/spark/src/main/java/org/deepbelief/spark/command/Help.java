// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What {@code --help} prints. */
final class Help {

    /** Of all commands. */
    static final String ALL = """
        spark-submit --master <master> <this jar> <command> --key value ...

          pretrain    rows in, network out: its layers learn one after the other; --network goes on with one
          wake-sleep  network and rows in, network out: all layers are tuned, with or without a class column
          fine-tune   network and rows in, network out: it learns to predict --targetColumn, or to reconstruct
          embed       network and rows in, network out: a map on top, in which rows that belong together lie together
          apply       network and rows in, rows with --what of the network out: features (of a map: coordinates),
                      predictions or reconstruction

        <command> --help lists its options. The node of the command has them too, by the same keys: its dialog, and
        test-workflows/SETTINGS.md of the sources, tell what they mean and what they may be.
        """;

    private static final String TRAINING = """
          --input         a file, a folder or a pattern of CSV files with a header, or of Parquet files
          --model         the file that the network is written to, as a whole or not at all
          --network       the file of the network to start from
          --partitions    the parts of the rows, which learn side by side; as many as Spark computes at a time
          --roundSeconds  how long a part learns by itself before all are averaged, about; 10
          --roundSteps    the steps of that instead: with the same ones the same network comes again
          --checkpoint    a folder: what is written there after each round lets a later run go on
          --settings      a JSON file of options, before which those of the command line go
        """;

    private static final String APPLYING = """
          --input         a file, a folder or a pattern of CSV files with a header, or of Parquet files
          --output        the folder that the rows are written to as Parquet, as a whole or not at all
          --network       the file of the network
          --what          features, predictions or reconstruction
          --chosenLayers  the numbers of the layers that are features, such as 1,2; the top one
          --settings      a JSON file of options, before which those of the command line go
        """;

    private static final Map<String, String> NODES = Map.of("pretrain", "DBN Layer-wise Pretrain", "wake-sleep",
        "DBN Wake-Sleep Tune", "fine-tune", "DBN Fine-tune", "embed", "DBN Embed");

    private static final Map<String, Set<String>> SETTINGS = Map.of("pretrain", PretrainSettings.KEYS, "wake-sleep",
        WakeSleepSettings.KEYS, "fine-tune", FineTuneSettings.KEYS, "embed", EmbedSettings.KEYS);

    private static final int LINE = 100;

    private Help() {
    }

    /** Of a command. */
    static String of(final String command) {
        if (!NODES.containsKey(command)) {
            return command + "\n\n" + APPLYING + lines("and, as the nodes have them:",
                new TreeSet<>(Set.of("missingValues", "unknownValues")));
        }
        final String layers = command.equals("pretrain")
            ? "A layer's own: " + new TreeSet<>(PretrainSettings.LAYER_KEYS) + ", such as --layers/0/units 500.\n" : "";
        return command + "\n\n" + TRAINING
            + lines("and, as " + NODES.get(command) + " has them:", new TreeSet<>(SETTINGS.get(command))) + layers;
    }

    private static String lines(final String before, final Set<String> keys) {
        final StringBuilder text = new StringBuilder("\n").append(before);
        int column = before.length();
        for (final String key : keys) {
            if (column + key.length() > LINE) {
                text.append("\n   ");
                column = 0;
            }
            text.append(" --").append(key);
            column += key.length() + 3;
        }
        return text.append('\n').toString();
    }
}
