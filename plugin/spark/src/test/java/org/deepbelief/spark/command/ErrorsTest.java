// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.ConditionalLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

/** What goes wrong is said in one sentence with file, row and column; the exit code is 1 and nothing is written. */
class ErrorsTest extends LocalSparkTest {

    private static final String GOOD = "a,b,c\n1,2,x\n3,4,y\n5,1,x\n2,2,y\n";

    private static Path file(final String name, final String content) throws IOException {
        final Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static void pretrainSays(final String expected, final Path input, final Object... more) throws IOException {
        final Path model = folder.resolve("never.dbn");
        final List<Object> options = new ArrayList<>(List.of("--input", input, "--model", model, "--layers", "3",
            "--epochs", 1, "--partitions", 2));
        options.addAll(Arrays.asList(more));
        says(expected, "pretrain", options.toArray());
        assertFalse(Files.exists(model));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals("", left.filter(one -> one.toString().contains("unfinished")).map(Path::toString)
                .collect(Collectors.joining()));
        }
    }

    private static void says(final String expected, final String command, final Object... options) {
        assertEquals(1, spark.run(command, options), expected);
        assertTrue(spark.errors().contains(expected), spark.errors());
        assertEquals(1, spark.errors().lines().count(), spark.errors());
    }

    @Test
    void filesThatCannotBeRead() throws IOException {
        pretrainSays("There is no file \"" + folder.resolve("none.csv") + "\"", folder.resolve("none.csv"));
        pretrainSays("has no rows", file("empty.csv", "a,b\n"));
        file("differ/one.csv", GOOD);
        file("differ/two.csv", "a,c,b\n1,x,2\n");
        pretrainSays("\"one.csv\" has a,b,c, but \"two.csv\" has a,c,b", folder.resolve("differ"));
    }

    @Test
    void parquetFilesThatDiffer() throws IOException {
        final String differ = folder.resolve("parquet").toString();
        spark.session().range(4).selectExpr("id as a", "id * 2 as b").coalesce(1).write().parquet(differ);
        spark.session().range(4).selectExpr("id as a").coalesce(1).write().mode("append").parquet(differ);
        pretrainSays("The files differ in their columns", Path.of(differ));
    }

    /** A kind of its own, of a file of the same columns, of rows within; a file that has neither. */
    @Test
    void filesThatAreOfAnotherKind() throws IOException {
        final String types = folder.resolve("types").toString();
        spark.session().range(4).selectExpr("id as a").coalesce(1).write().parquet(types);
        spark.session().range(4).selectExpr("string(id) as a").coalesce(1).write().mode("append").parquet(types);
        pretrainSays("The files differ in their columns", Path.of(types));
        file("mixed/one.csv", GOOD);
        file("mixed/notes.txt", "of the rows");
        pretrainSays("has CSV files, such as \"one.csv\", and others, such as \"notes.txt\"",
            folder.resolve("mixed"));
        pretrainSays("has no rows", file("nothing.csv", ""));
        file("one-is-empty/a.csv", GOOD);
        file("one-is-empty/b.csv", "");
        pretrainSays("\"a.csv\" has a,b,c, but \"b.csv\" has none", folder.resolve("one-is-empty"));
        pretrainSays("text.txt\" cannot be read: file:" + folder.resolve("text.txt") + " is not a Parquet file",
            file("text.txt", "neither of both"));
        final Path good = file("good.csv", GOOD);
        says("The network \"" + good + "\" cannot be read: The model file has no model.json", "fine-tune",
            "--input", good, "--network", good, "--model", folder.resolve("never.dbn"),
            "--targetColumn", "c");
    }

    /** Cut off, and changed within. */
    @Test
    void filesThatAreDamaged() throws IOException {
        final Path cut = folder.resolve("damaged/cut.csv.gz");
        file("damaged/good.csv", "a,b\n1,2\n");
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(("a,b\n" + new Random(1).ints(20_000).mapToObj(number -> number + ",1\n")
                .collect(Collectors.joining())).getBytes(StandardCharsets.US_ASCII));
        }
        Files.write(cut, Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
        pretrainSays("The file \"cut.csv.gz\" cannot be read to its end (Unexpected end of input stream)",
            cut.getParent());
        final String changed = folder.resolve("changed").toString();
        spark.session().range(2000).selectExpr("double(id) as a", "rand(1) as b").coalesce(1).write().parquet(changed);
        try (Stream<Path> files = Files.list(Path.of(changed))) {
            for (final Path file : files.toList()) {
                if (file.toString().endsWith(".crc")) {
                    Files.delete(file);
                } else if (file.toString().endsWith(".parquet")) {
                    final byte[] bytes = Files.readAllBytes(file);
                    for (int i = 20; i < 8000; i++) {
                        bytes[i] ^= 0x5a;
                    }
                    Files.write(file, bytes);
                }
            }
        }
        pretrainSays(".parquet\" cannot be read to its end (", Path.of(changed));
    }

    @Test
    void rowsThatAreAllSkipped() throws IOException {
        final Path good = file("good.csv", GOOD);
        final Path gaps = file("all-gaps.csv", "a,b,c\n1,,x\n3,,y\n");
        final Path model = folder.resolve("for-gaps.dbn");
        assertEquals(0, spark.run("pretrain", "--input", good, "--model", model, "--layers", 3, "--epochs", 1),
            spark.errors());
        pretrainSays("Each of the 2 rows has a missing value, so all were skipped", gaps, "--missingValues", "SKIP");
        for (final String command : List.of("wake-sleep", "fine-tune", "embed")) {
            final List<Object> options = new ArrayList<>(List.of("--input", gaps, "--network", model, "--model",
                folder.resolve("never.dbn"), "--missingValues", "SKIP"));
            options.addAll(command.equals("fine-tune") ? List.of("--targetColumn", "c") : List.of());
            says("Each row has a missing value, so all were skipped", command, options.toArray());
        }
    }

    /** In Parquet rows have a file and a number too; and vectors are no numbers, nor numbers vectors. */
    @Test
    void rowsOfParquetThatCannotBeUsed() throws IOException {
        final String infinite = folder.resolve("infinite").toString();
        spark.session().range(6).selectExpr("double(id) as a", "if(id = 4, double('Infinity'), id) as b").coalesce(1)
            .write().parquet(infinite);
        pretrainSays(".parquet:5\"", Path.of(infinite));
        assertTrue(spark.errors().startsWith("Column \"b\" has the value Infinity in row \"part-00000-"),
            spark.errors());
        final Path vectors = folder.resolve("vectors");
        spark.session().range(6).selectExpr("array(id % 2, 1 - id % 2) as v", "array(id) as w").coalesce(1)
            .write().parquet(vectors.toString());
        final Path model = folder.resolve("of-vectors.dbn");
        assertEquals(0, spark.run("pretrain", "--input", vectors, "--model", model, "--columns", "v", "--layers", 3,
            "--epochs", 1), spark.errors());
        final Path output = folder.resolve("of-vectors");
        says("The column \"v\" of the files is of the type string where vectors of numbers are read", "apply",
            "--input", file("texts.csv", "v\n1\n2\n"), "--network", model, "--what", "features", "--output", output);
        final Path lists = folder.resolve("lists");
        spark.session().range(6).selectExpr("array('1', '2') as v").coalesce(1).write().parquet(lists.toString());
        says("The column \"v\" of the files is of the type array<string> where vectors of numbers are read", "apply",
            "--input", lists, "--network", model, "--what", "features", "--output", output);
        final Path longer = folder.resolve("longer");
        spark.session().range(6).selectExpr("if(id = 3, array(1, 0, 1), array(1, 0)) as v").coalesce(1).write()
            .parquet(longer.toString());
        says(".parquet:4\"", "apply", "--input", longer, "--network", model, "--what", "features", "--output", output);
        says("The column \"w\" of the files is of the type array<bigint> where nominal values are read", "fine-tune",
            "--input", vectors, "--network", model, "--model", folder.resolve("t.dbn"), "--targetColumn", "w", "--task",
            "CLASSES");
        assertFalse(Files.exists(output));
    }

    @Test
    void columnsThatAreNotThere() throws IOException {
        final Path good = file("good.csv", GOOD);
        pretrainSays("The column \"z\" is missing in the files, which have a, b, c", good, "--columns", "a,z");
        pretrainSays("The column \"k\" is missing in the files", good, "--classColumn", "k");
        pretrainSays("Every input column has the same value", file("constant.csv", "a,b\n1,2\n1,2\n"));
    }

    @Test
    void rowsThatCannotBeUsed() throws IOException {
        file("bad/1.csv", GOOD);
        final Path second = file("bad/2.csv", "a,b,c\n1,2,x\n3,Infinity,y\n");
        pretrainSays("Column \"b\" has the value Infinity in row \"2.csv:2\"", second.getParent());
        pretrainSays("Column \"b\" has a missing value in row \"gaps.csv:3\"",
            file("gaps.csv", GOOD.replace("5,1,", "5,,")), "--missingValues", "FAIL");
        pretrainSays("The row \"long.csv:5\" has more or fewer values than there are columns: 7,8,x,9",
            file("long.csv", GOOD + "7,8,x,9\n"));
        pretrainSays("The row \"short.csv:5\" has more or fewer values than there are columns: 7,8",
            file("short.csv", GOOD + "7,8\n"));
        pretrainSays("Column \"a\" has the value 3 in row \"good.csv:2\": Bernoulli inputs must lie between 0 and 1",
            file("good.csv", GOOD), "--scaling", "NONE", "--columns", "a", "--partitions", 1, "--visibleUnits",
            "BERNOULLI");
    }

    @Test
    void settingsThatAreOutOfRange() throws IOException {
        final Path good = file("good.csv", GOOD);
        pretrainSays("The option \"epoch\" is not known", good, "--epoch", 3);
        pretrainSays("The setting epochs is 0: it must be at least 1 and at most 1000000", good, "--epochs", 0);
        pretrainSays("The setting momentum is 1: it must be at least 0 and less than 1", good, "--momentum", 1);
        pretrainSays("The setting scaling is \"MAX\": it must be one of [AUTOMATIC", good, "--scaling", "MAX");
        pretrainSays("Zeros can be sampled where all inputs are Bernoulli units", good, "--sampledZeros", 1,
            "--centredGradient", false);
        pretrainSays("There is no file of settings", good, "--settings", folder.resolve("none.json"));
        says("The option --model is missing", "pretrain", "--input", good);
        says("is a folder. Give the name of a file", "pretrain", "--input", good, "--model", folder);
        says("Give a command, apply, embed, fine-tune, pretrain, wake-sleep", "train");
    }

    /** Partitions know no order, and no row the rows before it. */
    @Test
    void aNetworkThatKnowsTheRowsBefore() throws IOException {
        final List<UnitGroup> units = List.of(new UnitGroup(UnitType.gaussian(), 1));
        final ConditionalLayer layer = new ConditionalLayer(units, UnitType.bernoulli(),
            new ConditionalLayer.Context(new float[1], FloatMatrix.zeros(2, 1), FloatMatrix.zeros(2, 3)),
            FloatMatrix.zeros(1, 3), new float[1], new float[3], new float[] {1});
        final Path model = folder.resolve("ordered.dbn");
        ModelArchive.write(new DeepBeliefNetwork(new InputEncoding(
            List.of(new NumberColumn("a", UnitType.gaussian(), NumberScaling.NONE, 0, 1)), new float[1]),
            List.of(layer), AssociativeMemory.of(layer), Optional.empty(), new Provenance(List.of())), model);
        final String refused = "Working on Spark, where a table lies in parts, takes rows by themselves, but layer 1 of"
            + " the network is a conditional Boltzmann machine, which knows the rows before each";
        final Path good = file("good.csv", GOOD);
        pretrainSays(refused, good, "--network", model);
        says(refused, "apply", "--input", good, "--network", model, "--what", "features", "--output",
            folder.resolve("output"));
    }

    @Test
    void checkpointsOfAnotherTraining() throws IOException {
        final Path good = file("good.csv", GOOD);
        final Path blocked = blocked("blocked");
        final Path kept = folder.resolve("kept");
        assertEquals(1, spark.run("pretrain", "--input", good, "--model", blocked, "--layers", 3, "--epochs", 1,
            "--checkpoint", kept));
        pretrainSays("is of another training", good, "--checkpoint", kept, "--epochs", 2);
        final Path file = kept.resolve("checkpoint");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int)Files.size(file) - 9));
        assertEquals(1, spark.run("pretrain", "--input", good, "--model", blocked, "--layers", 3, "--epochs", 1,
            "--checkpoint", kept));
        assertTrue(spark.errors().contains("is damaged. Delete it, or choose another folder."), spark.errors());
        Files.writeString(file, "no checkpoint");
        pretrainSays("is damaged", good, "--checkpoint", kept);
    }

    @Test
    void helpTellsOfAllCommandsAndTheirOptions() {
        assertEquals(0, spark.run("--help"));
        assertEquals("", spark.errors());
        final String all = spark.said();
        final Map<String, Set<String>> settings = Map.of("pretrain", PretrainSettings.KEYS, "wake-sleep",
            WakeSleepSettings.KEYS, "fine-tune", FineTuneSettings.KEYS, "embed", EmbedSettings.KEYS, "apply",
            ApplyCommand.KEYS);
        settings.forEach((command, keys) -> {
            assertTrue(all.contains("\n  " + command + " "), all);
            assertEquals(0, spark.run(command, "--help"));
            final Set<String> own = new TreeSet<>(keys);
            own.addAll(command.equals("apply") ? Set.of() : TrainingRun.KEYS);
            own.addAll(List.of("network", "settings"));
            assertEquals(own, Pattern.compile("(?<= --)[a-zA-Z]+(?=\\s)").matcher(spark.said()).results()
                .map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new)), command);
        });
        assertTrue(Stream.of(all, spark.said()).flatMap(String::lines).allMatch(line -> line.length() <= 120));
    }

    @Test
    void rowsThatANetworkCannotTake() throws IOException {
        final Path good = file("good.csv", GOOD);
        final Path model = folder.resolve("good.dbn");
        assertEquals(0, spark.run("pretrain", "--input", good, "--model", model, "--layers", 3, "--epochs", 1),
            spark.errors());
        final Path output = folder.resolve("output");
        says("The column \"b\" is missing in the files, which have a, c", "apply", "--input",
            file("without.csv", "a,c\n1,x\n"), "--network", model, "--what", "features", "--output", output);
        says("Column \"b\" has the value \"much\" in row \"words.csv:2\", which is not a number", "apply", "--input",
            file("words.csv", "a,b\n1,2\n3,much\n"), "--network", model, "--what", "features", "--output", output);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.filter(one -> one.toString().contains("output")).toList());
        }
        says("The network was trained without a target", "apply", "--input", good, "--network", model, "--what",
            "predictions", "--output", output);
        says("There is no file \"" + folder.resolve("none.dbn") + "\"", "apply", "--input", good, "--network",
            folder.resolve("none.dbn"), "--what", "features", "--output", output);
        says("with one class there is nothing to tell apart", "fine-tune", "--input",
            file("one-class.csv", "a,b,c\n1,2,x\n3,4,x\n"), "--network", model, "--model", folder.resolve("t.dbn"),
            "--targetColumn", "c");
        says("The setting layers is given, but the network that is to go on has its own", "pretrain", "--input", good,
            "--network", model, "--model", folder.resolve("t.dbn"), "--layers", 3);
        says("The setting scaling is given", "pretrain", "--input", good, "--network", model, "--model",
            folder.resolve("t.dbn"), "--scaling", "NONE");
        says("The column \"a\" is an input of the network", "pretrain", "--input", good, "--network", model, "--model",
            folder.resolve("t.dbn"), "--classColumn", "a");
        says("The network has 1 layers; 2 of them cannot be frozen", "fine-tune", "--input", good, "--network", model,
            "--model", folder.resolve("t.dbn"), "--targetColumn", "c", "--frozenLayers", 2);
        says("The column \"a\" is an input of the network", "embed", "--input", good, "--network", model, "--model",
            folder.resolve("t.dbn"), "--classColumn", "a");
        says("The network has 1 layers below the map; 2 of them cannot be frozen", "embed", "--input", good,
            "--network", model, "--model", folder.resolve("t.dbn"), "--partitions", 1, "--frozenLayers", 2);
        says("Partition 1 of 2 cannot learn: The perplexity is 1.5, but of the 2 rows to learn from a batch has 2",
            "embed", "--input", good, "--network", model, "--model", folder.resolve("t.dbn"), "--partitions", 2);
        assertFalse(Files.exists(folder.resolve("t.dbn")));
        says("There is no layer 2 to extract features from: the network has layers 1 to 1", "apply", "--input", good,
            "--network", model, "--what", "features", "--chosenLayers", "1,2", "--output", output);
        says("has a column \"Layer 1\" already", "apply", "--input", file("has.csv", "a,b,layer 1\n1,2,3\n"),
            "--network", model, "--what", "features", "--output", output);
        says("Column \"b\" has the value Infinity in row \"infinite.csv:2\"", "apply", "--input",
            file("infinite.csv", "a,b\n1,2\n3,Infinity\n"), "--network", model, "--what", "features", "--output",
            output);
        says("is there already", "apply", "--input", good, "--network", model, "--what", "features", "--output",
            folder);
    }
}
