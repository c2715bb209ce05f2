// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        says("A map is not trained on Spark", "embed", "--input", good);
        says("Give a command, apply, fine-tune, pretrain, wake-sleep", "train");
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
        final Path blocked = Files.createDirectories(folder.resolve("blocked.dbn/full")).getParent();
        final Path kept = folder.resolve("kept");
        assertEquals(1, spark.run("pretrain", "--input", good, "--model", blocked, "--layers", 3, "--epochs", 1,
            "--checkpoint", kept));
        pretrainSays("is of another training", good, "--checkpoint", kept, "--epochs", 2);
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
        assertFalse(Files.exists(folder.resolve("t.dbn")));
        says("is there already", "apply", "--input", good, "--network", model, "--what", "features", "--output",
            folder);
    }
}
