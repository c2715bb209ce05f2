// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The options of a command: {@code --key value}, and those of a file of settings, which they go before. An array in the
 * file is a list ({@code "columns": ["a", "b"]}) or, of objects, has the keys of its elements ({@code layers/0/units}).
 */
public final class Options implements Serializable {

    private static final long serialVersionUID = 1L;

    /** What a number may be. */
    enum Range {
        AT_LEAST_ZERO("at least 0", 0, Double.MAX_VALUE, false, false),
        COUNT("at least 1 and at most 1000000", 1, 1_000_000, false, false),
        ROWS("at least 1 and at most 100000", 1, 100_000, false, false),
        PAIRED_ROWS("at least 2 and at most 20000", 2, 20_000, false, false),
        DIMENSIONS("at least 1 and at most 1000", 1, 1000, false, false),
        ROWS_BEFORE("at least 1 and at most 1000", 1, 1000, false, false),
        NEIGHBOURS("greater than 1 and at most 100000", 1, 100_000, true, false),
        COUNT_OR_ZERO("at least 0 and at most 1000000", 0, 1_000_000, false, false),
        THREADS("at least 1 and at most 1024", 1, 1024, false, false),
        MEMORY("at least 1 and at most 16777216", 1, 1 << 24, false, false),
        ROUND("greater than 0 and at most 86400", 0, 86_400, true, false),
        SECONDS("at least 1 and at most 10000000", 1, 10_000_000, false, false),
        ANY("a finite number", -Double.MAX_VALUE, Double.MAX_VALUE, false, false),
        RATE("greater than 0 and at most 10", 0, 10, true, false),
        RATE_OR_ZERO("at least 0 and at most 10", 0, 10, false, false),
        SHARE("at least 0 and less than 1", 0, 1, false, true),
        INNER_SHARE("greater than 0 and less than 1", 0, 1, true, true),
        UP_TO_ONE("at least 0 and at most 1", 0, 1, false, false),
        WEIGHT("at least 1 and at most 1000", 1, 1000, false, false);

        private final String words;

        private final double least;

        private final double most;

        private final boolean aboveLeast;

        private final boolean belowMost;

        Range(final String words, final double least, final double most, final boolean aboveLeast,
            final boolean belowMost) {
            this.words = words;
            this.least = least;
            this.most = most;
            this.aboveLeast = aboveLeast;
            this.belowMost = belowMost;
        }

        private boolean holds(final double number) {
            return (aboveLeast ? number > least : number >= least) && (belowMost ? number < most : number <= most);
        }
    }

    private final TreeMap<String, String> values = new TreeMap<>();

    private Options() {
    }

    /**
     * Reads options.
     *
     * @throws IOException if the file of settings cannot be read
     * @throws IllegalArgumentException if an option has no value; the message says how
     */
    static Options of(final List<String> arguments) throws IOException {
        final Options options = new Options();
        for (int i = 0; i < arguments.size(); i += 2) {
            final String key = arguments.get(i);
            if (!key.startsWith("--") || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("The option \"" + key + "\" is not understood: options are --key"
                    + " value, such as --epochs 10.");
            }
            options.values.put(key.substring(2), arguments.get(i + 1));
        }
        final String file = options.values.remove("settings");
        if (file != null) {
            options.readFile(file);
        }
        return options;
    }

    private void readFile(final String file) throws IOException {
        try {
            final JsonNode root = new ObjectMapper().readTree(Files.readString(Path.of(file)));
            if (!root.isObject()) {
                throw new IllegalArgumentException("The file of settings \"" + file
                    + "\" does not hold a JSON object.");
            }
            final Map<String, String> found = new TreeMap<>();
            flatten("", root, found);
            if (values.containsKey("layers")) {
                found.keySet().removeIf(key -> key.startsWith("layers/"));
            }
            found.forEach(values::putIfAbsent);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file of settings \"" + file + "\".", e);
        } catch (JsonProcessingException e) {
            throw new IOException("The file of settings \"" + file + "\" is not valid JSON: "
                + e.getOriginalMessage(), e);
        }
    }

    private static void flatten(final String key, final JsonNode node, final Map<String, String> found) {
        final String prefix = key.isEmpty() ? "" : key + "/";
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> flatten(prefix + field.getKey(), field.getValue(), found));
        } else if (node.isArray() && node.size() > 0 && node.get(0).isObject()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(prefix + i, node.get(i), found);
            }
        } else if (node.isArray()) {
            final StringBuilder list = new StringBuilder();
            node.forEach(element -> list.append(list.isEmpty() ? "" : ",").append(element.asText()));
            found.put(key, list.toString());
        } else if (!node.isNull()) {
            found.put(key, node.asText());
        }
    }

    /** @throws IllegalArgumentException if there is an option that is not known; those of layers are not looked at */
    void requireKnown(final Collection<String> known) {
        for (final String key : values.keySet()) {
            if (!known.contains(key) && !(known.contains("layers") && key.startsWith("layers/"))) {
                throw new IllegalArgumentException("The option \"" + key + "\" is not known. There are "
                    + String.join(", ", known) + ", and settings for a file of them.");
            }
        }
    }

    /** An option that must be there. */
    String required(final String key, final String what) {
        return text(key).orElseThrow(() -> new IllegalArgumentException("The option --" + key + " is missing: " + what
            + "."));
    }

    Optional<String> text(final String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Texts between commas; none if the option is not there. */
    List<String> list(final String key) {
        return text(key).map(list -> Arrays.stream(list.split(",")).map(String::trim).toList()).orElse(List.of());
    }

    boolean has(final String key) {
        return values.containsKey(key);
    }

    /** The keys that begin so. */
    List<String> keys(final String prefix) {
        return values.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    double number(final String key, final double absent, final Range range) {
        return text(key).map(text -> number(key, text, range)).orElse(absent);
    }

    int whole(final String key, final int absent, final Range range) {
        return text(key).map(text -> whole(key, text, range)).orElse(absent);
    }

    Optional<Duration> seconds(final String key) {
        return text(key).map(text -> Duration.ofSeconds(whole(key, text, Range.SECONDS)));
    }

    long seed(final String key, final long absent) {
        try {
            return text(key).map(Long::parseLong).orElse(absent);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The setting " + key + " is \"" + values.get(key)
                + "\": it must be a whole number.", e);
        }
    }

    boolean flag(final String key, final boolean absent) {
        final String text = text(key).orElse(Boolean.toString(absent));
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("The setting " + key + " is \"" + text
                + "\": it must be true or false.");
        }
        return text.equals("true");
    }

    <E extends Enum<E>> E choice(final String key, final E absent) {
        final String text = text(key).orElse(absent.name());
        return Arrays.stream(absent.getDeclaringClass().getEnumConstants())
            .filter(constant -> constant.name().equals(text.toUpperCase(Locale.ROOT))).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("The setting " + key + " is \"" + text
                + "\": it must be one of " + Arrays.toString(absent.getDeclaringClass().getEnumConstants()) + "."));
    }

    static int whole(final String key, final String text, final Range range) {
        final double number = number(key, text, range);
        if (number != Math.rint(number)) {
            throw new IllegalArgumentException("The setting " + key + " is " + text + ": it must be a whole number.");
        }
        return (int)number;
    }

    private static double number(final String key, final String text, final Range range) {
        final double number;
        try {
            number = new BigDecimal(text.trim()).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The setting " + key + " is \"" + text + "\": it must be a number.", e);
        }
        if (!range.holds(number)) {
            throw new IllegalArgumentException("The setting " + key + " is " + text + ": it must be " + range.words
                + ".");
        }
        return number;
    }

    /** All but some, as text: what a training depends on. */
    String without(final Collection<String> keys) {
        final TreeMap<String, String> others = new TreeMap<>(values);
        others.keySet().removeAll(keys);
        return others.toString();
    }
}
