// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.train.Embedding;
import org.deepbelief.engine.train.Embedding.Aim;
import org.deepbelief.spark.round.RowCounts;
import org.junit.jupiter.api.Test;

/** The options have the keys, the choices and the ranges that the page of the nodes' settings tells of. */
class SettingsKeysTest {

    private static final Path PAGE = Path.of("../../test-workflows/SETTINGS.md");

    /** Of the picture in the views of tuned networks, which are not there on Spark; Pretrain encodes by it. */
    private static final String OF_A_VIEW = "imageWidth";

    /** These are for all trainings. */
    private static final Set<String> OF_RUN = Set.of("threads", "memoryBudgetMiB");

    private static final Pattern AT_LEAST = Pattern.compile("(at least|greater than) ([\\d.]+)");

    @FunctionalInterface
    private interface Check {

        void run(Options options) throws IOException;
    }

    /** A row of the page. */
    private record Setting(String key, String type, String range) {
    }

    private static List<Setting> settings(final String node) throws IOException {
        final String page = Files.readString(PAGE);
        final int begin = page.indexOf("**" + node + "**");
        assertTrue(begin >= 0, node);
        final int end = page.indexOf("**DBN", begin + 6);
        final List<Setting> settings = new ArrayList<>();
        for (final String line : page.substring(begin, end < 0 ? page.length() : end).lines().toList()) {
            final String[] cells = line.split("\\|");
            if (line.startsWith("| `") && !cells[1].contains("_is_present")) {
                settings.add(new Setting(cells[1].replace("`", "").trim(), cells[2].trim(), cells[3].trim()));
            }
        }
        return settings;
    }

    private static Options options(final List<String> others, final String key, final String value)
        throws IOException {
        final List<String> arguments = new ArrayList<>(others);
        arguments.addAll(List.of("--" + key, value));
        return Options.of(arguments);
    }

    /** Each wrong value is refused with the page's own words, and the bound itself is taken where it is a value. */
    private static void check(final String node, final Set<String> keys, final List<String> others, final Check check)
        throws IOException {
        final boolean isPretrain = keys == PretrainSettings.KEYS;
        final Set<String> expected = new TreeSet<>();
        for (final Setting setting : settings(node)) {
            if (!setting.key().contains("/")) {
                expected.add(setting.key());
            }
            if (OF_RUN.contains(setting.key()) || OF_A_VIEW.equals(setting.key()) && !isPretrain) {
                continue;
            }
            final Matcher least = AT_LEAST.matcher(setting.range());
            if (least.find()) {
                final double bound = Double.parseDouble(least.group(2));
                refused(setting.range(), check, options(others, setting.key(), String.valueOf(bound - 1)));
                final Options atBound = options(others, setting.key(), least.group(2));
                if (least.group(1).equals("at least")) {
                    assertDoesNotThrow(() -> check.run(atBound), node + " " + setting.key());
                } else {
                    refused(setting.range(), check, atBound);
                }
                final Matcher most = Pattern.compile("(at most|less than) ([\\d.]+)").matcher(setting.range());
                assertTrue(most.find(), setting.toString());
                refused(setting.range(), check,
                    options(others, setting.key(), String.valueOf(Double.parseDouble(most.group(2)) + 1)));
            } else if (setting.range().startsWith("`")) {
                refused("[" + setting.range().replace("`", "") + "]", check, options(others, setting.key(), "ELSE"));
            } else if (setting.type().equals("boolean")) {
                refused("true or false", check, options(others, setting.key(), "yes"));
            }
        }
        assertEquals(expected, new TreeSet<>(keys));
    }

    private static void refused(final String words, final Check check, final Options options) {
        final String message =
            assertThrows(IllegalArgumentException.class, () -> check.run(options), words).getMessage();
        assertTrue(message.contains(words), message + " should tell of " + words);
    }

    @Test
    void thoseOfPretrain() throws IOException {
        check("DBN Layer-wise Pretrain", PretrainSettings.KEYS, List.of(),
            options -> new PretrainSettings(options).check());
        final Set<String> layer = new TreeSet<>();
        settings("DBN Layer-wise Pretrain").stream().map(Setting::key).filter(key -> key.startsWith("layers/0/"))
            .forEach(key -> layer.add(key.substring("layers/0/".length())));
        assertEquals(layer, new TreeSet<>(PretrainSettings.LAYER_KEYS));
    }

    @Test
    void sequencesAreRefusedInWords() throws IOException {
        final String words = "Rows that are a sequence are not learned on Spark";
        final Check pretrain = options -> new PretrainSettings(options).check();
        refused(words, pretrain, Options.of(List.of("--rowsAreSequence", "true")));
        for (final String method : List.of("CONDITIONAL_BOLTZMANN_MACHINE", "RECURRENT_TEMPORAL_BOLTZMANN_MACHINE")) {
            refused(words, pretrain, Options.of(List.of("--layers/0/method", method)));
        }
        new PretrainSettings(Options.of(List.of("--rowsAreSequence", "false", "--layers/0/method", "AUTOMATIC")))
            .check();
    }

    @Test
    void thoseOfWakeSleepTune() throws IOException {
        check("DBN Wake-Sleep Tune", withView(WakeSleepSettings.KEYS), List.of(),
            options -> new WakeSleepSettings(options).check());
    }

    @Test
    void thoseOfFineTune() throws IOException {
        check("DBN Fine-tune", withView(FineTuneSettings.KEYS), List.of("--task", "RECONSTRUCTION"),
            options -> new FineTuneSettings(options).check());
        refused("No target column is chosen", options -> new FineTuneSettings(options).check(),
            Options.of(List.of("--epochs", "3")));
        refused("Stopping early watches rows that are held out", options -> new FineTuneSettings(options).check(),
            Options.of(List.of("--task", "RECONSTRUCTION", "--stopEarly", "true")));
    }

    @Test
    void thoseOfEmbed() throws IOException {
        check("DBN Embed", withView(EmbedSettings.KEYS), List.of("--classColumn", "c"),
            options -> new EmbedSettings(options).check());
        for (final String task : List.of("CLASSES", "BOTH")) {
            refused("No class column is chosen", options -> new EmbedSettings(options).check(),
                Options.of(List.of("--task", task)));
        }
        refused("Stopping early watches rows that are held out", options -> new EmbedSettings(options).check(),
            Options.of(List.of("--stopEarly", "true")));
        assertEquals(Optional.empty(), new EmbedSettings(
            Options.of(List.of("--task", "NEIGHBOURS", "--classColumn", "c"))).classColumn());
    }

    /** The settings that follow from the rows are the node's: of the rows of a batch, and of all. */
    @Test
    void whatLiesTogetherFollowsFromTheRows() throws IOException {
        final Optional<ClassColumn> classes = Optional.of(new ClassColumn("c", List.of("a", "b")));
        final EmbedSettings embed = new EmbedSettings(Options.of(List.of("--classColumn", "c")));
        assertEquals(new Aim.Classes(classes.get()), embed.settings(new RowCounts(40, 40, 40, 40), classes).aim());
        final Embedding.Settings both = embed.settings(new RowCounts(40, 10, 40, 40), classes);
        assertEquals(new Aim.Both(new Aim.Neighbours(13), classes.get(), 0.5), both.aim());
        assertEquals(1000, both.epochs().count());
        assertEquals(new Aim.Neighbours(3), embed.settings(new RowCounts(40, 0, 10, 10), Optional.empty()).aim());
        assertEquals(new Aim.Neighbours(30), embed.settings(new RowCounts(500, 0, 500, 500), Optional.empty()).aim());
        assertEquals(new Aim.Neighbours(15), embed.settings(new RowCounts(900, 0, 900, 900), Optional.empty()).aim());
    }

    private static Set<String> withView(final Set<String> keys) {
        final Set<String> all = new TreeSet<>(keys);
        assertTrue(all.add(OF_A_VIEW));
        return all;
    }
}
