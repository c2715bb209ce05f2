// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.deepbelief.tests.Checkout;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The digits workflow on the first 40 digits with something wrong in them: it ends with exit code 4, a message on the
 * node that cannot go on, and no file of what was to come after it.
 */
@Tag("standin")
class UnfitDataTest {

    private static final int PRETRAIN = 3;

    private static final int FINE_TUNE = 5;

    /** All of the first rows to train on, an epoch each. */
    private static final List<String> OPTIONS = List.of("-option=2,mode,FIRST_ROWS,String",
        "-option=2,percentage,90,double", "-option=3,epochs,1,int", "-option=4,epochs,1,int",
        "-option=4,classColumn_is_present,false,boolean", "-option=5,epochs,1,int", "-option=5,averagedEpochs,1,int");

    @TempDir
    private Path m_folder;

    /** Turns a row's cells, by the row's number with 0 for the names, into others. */
    private interface Change {
        List<String> of(int line, List<String> cells);
    }

    private static Change cell(final String column, final int row, final UnaryOperator<String> change) {
        final int index = 8 * (column.charAt(2) - '0') + column.charAt(3) - '0';
        return (line, cells) -> {
            final List<String> changed = new ArrayList<>(cells);
            if (line - 1 == row) {
                changed.set(index, change.apply(cells.get(index)));
            }
            return changed;
        };
    }

    @TestFactory
    Stream<DynamicTest> endsWithItsMessage() {
        final Change none = (line, cells) -> cells;
        return Stream.of(
            unfit("missing value", cell("px34", 7, value -> ""), PRETRAIN,
                "Column \"px34\" has a missing value in row \"Row7\"", "Replace"),
            unfit("missing column", (line, cells) -> cells.subList(1, cells.size()), PRETRAIN,
                "\"px00\" is missing in the table", "Choose the \"Input columns\" (columns) again"),
            unfit("value out of range", none, PRETRAIN, "Column \"px02\" has the value 5 in row \"Row0\"",
                "Choose a scaling", "-option=3,scaling,NONE,String"),
            unfit("empty table", (line, cells) -> line > 0 ? null : cells, PRETRAIN, "no rows", "Connect a table",
                "-option=2,actionEmpty,OUTPUT_EMPTY,String"),
            unfit("one class", (line, cells) -> line == 0 ? cells
                : Stream.concat(cells.subList(0, 64).stream(), Stream.of("zero")).toList(), FINE_TUNE,
                "\"digit\" has the value \"zero\" in every row", "Choose another"),
            unfit("no such target", none, FINE_TUNE, "The column \"nope\" is missing in the table",
                "Choose another \"Target column\" (targetColumn)",
                "-option=5,targetColumn,nope,String"));
    }

    private DynamicTest unfit(final String name, final Change change, final int node, final String wrong,
        final String remedy, final String... options) {
        return DynamicTest.dynamicTest(name, () -> {
            final Path workflow = Checkout.copy(Checkout.WORKFLOWS.resolve("digits"), m_folder.resolve(name));
            write(workflow.resolve("data/digits.csv"), change);
            final Set<Path> before = files(workflow.resolve("data"));
            final List<String> arguments = new ArrayList<>(OPTIONS);
            arguments.add("-workflowDir=" + workflow);
            arguments.addAll(List.of(options));
            assertEquals(4, BatchApplication.run(arguments.toArray(String[]::new)));
            final String message = SettingsFile.entries(SettingsFile.of(workflow).get(node))
                .getOrDefault("/nodecontainer_message/message", "the node has no message");
            assertTrue(message.contains(wrong) && message.contains(remedy), message);
            final Set<Path> after = files(workflow.resolve("data"));
            if (node == FINE_TUNE) {
                assertTrue(after.remove(workflow.resolve("data/features.csv")), "the features need no fine-tuning");
            }
            assertEquals(before, after);
        });
    }

    private static void write(final Path file, final Change change) throws IOException {
        final List<String> lines = Files.readAllLines(file).subList(0, 41);
        final List<String> changed = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            final List<String> cells = change.of(line, List.of(lines.get(line).split(",")));
            if (cells != null) {
                changed.add(String.join(",", cells));
            }
        }
        Files.write(file, changed);
    }

    private static Set<Path> files(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.collect(Collectors.toSet());
        }
    }
}
