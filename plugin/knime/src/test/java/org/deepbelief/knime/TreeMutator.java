// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.knime.core.node.config.base.ConfigBase;

/** Damages trees of settings: values of other types, missing, null, huge, and arrays that lie about their length. */
final class TreeMutator {

    private static final int[] NUMBERS =
        {0, -1, -2, 1, 2, 100_000, 1_000_000, 1_000_001, Integer.MAX_VALUE, Integer.MIN_VALUE};

    private static final double[] FRACTIONS =
        {0, -1, 0.5, 1, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1e308};

    private static final String[] TEXTS = {null, "", " ", "a", "NUMBER", "NOMINAL", "BOOLEAN", "INTEGER", "softmax",
        "gaussian", "\u0000", "x".repeat(100_000), "1", "class"};

    private final Random random;

    TreeMutator(final Random random) {
        this.random = random;
    }

    /** Changes one to three entries. */
    void change(final ConfigBase tree) {
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            final List<ConfigBase> parents = new ArrayList<>();
            final List<String> keys = new ArrayList<>();
            collect(tree, parents, keys);
            if (keys.isEmpty()) {
                return;
            }
            final int chosen = random.nextInt(keys.size());
            change(parents.get(chosen), keys.get(chosen));
        }
    }

    private static void collect(final ConfigBase tree, final List<ConfigBase> parents, final List<String> keys) {
        for (final String key : tree.keySet()) {
            parents.add(tree);
            keys.add(key);
            if (tree.getEntry(key) instanceof ConfigBase child) {
                collect(child, parents, keys);
            }
        }
    }

    private void change(final ConfigBase parent, final String key) {
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> parent.addInt(key, NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3, 4 -> parent.addString(key, TEXTS[random.nextInt(TEXTS.length)]);
            case 5 -> parent.addDouble(key, FRACTIONS[random.nextInt(FRACTIONS.length)]);
            case 6 -> parent.addStringArray(key, random.nextBoolean() ? new String[]{null} : new String[]{"a", "a"});
            case 7 -> parent.removeConfig(key);
            default -> parent.addConfigBase(key);
        }
    }
}
