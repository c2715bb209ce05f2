// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.port;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.deepbelief.engine.data.QuantileColumn;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.port.DbnPortObjectSpec.SenseLevels;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.knime.core.node.InvalidSettingsException;

/** What must be true of a spec that was read, so that nodes can configure with it whatever its file held. */
final class SpecCheck {

    /** What to do with a spec that is none. */
    static final String REMEDY =
        " Its file is damaged: execute the node that made the network again, or copy the file again.";

    private SpecCheck() {
    }

    /** A Gaussian unit and one for each bin. */
    private static final int MOST_NUMBER_UNITS = 1 + QuantileColumn.MOST_BINS;

    static void check(final List<Input> inputs, final List<Level> levels, final Optional<Target> labels,
        final Optional<Target> target) throws InvalidSettingsException {
        require(!inputs.isEmpty(), "names no input columns");
        final Set<String> names = new HashSet<>();
        long units = 0;
        for (final Input input : inputs) {
            require(!input.name().trim().isEmpty(), "has an input column without a name");
            require(names.add(input.name()), "names the input column \"" + input.name() + "\" twice");
            require(input.units() == DbnPortObjectSpec.UNKNOWN || input.units() >= 1,
                "gives the input column \"" + input.name() + "\" " + input.units() + " units");
            require(input.kind() != InputKind.NUMBER || input.units() <= MOST_NUMBER_UNITS,
                "gives the number \"" + input.name() + "\" " + input.units() + " units, not 1 to " + MOST_NUMBER_UNITS);
            units += Math.max(0, input.units());
        }
        require(units <= Integer.MAX_VALUE, "has " + units + " visible units");
        require(!levels.isEmpty(), "names no layers");
        checkLevels(levels, "layer ");
        if (labels.isPresent()) {
            require(labels.get().kind().isClass(), "has label units for a column of numbers");
            check(labels.get());
        }
        if (target.isPresent()) {
            check(target.get());
        }
    }

    private static void checkLevels(final List<Level> levels, final String what) throws InvalidSettingsException {
        for (int n = 0; n < levels.size(); n++) {
            final Level level = levels.get(n);
            require(level.units() >= 1 && level.units() <= DbnPortObjectSpec.MOST_LAYER_UNITS,
                "gives " + what + (n + 1) + " " + level.units() + " units, not 1 to "
                    + DbnPortObjectSpec.MOST_LAYER_UNITS);
            require(level.unitType().canBeHidden(), "gives " + what + (n + 1) + " units that cannot be hidden");
        }
    }

    /** Several senses have names of their own, and all inputs together. */
    static void checkSenses(final List<Input> inputs, final List<SenseLevels> senses)
        throws InvalidSettingsException {
        require(senses.size() != 1, "names a single sense as if it had several");
        final Set<String> names = new HashSet<>();
        long columns = 0;
        for (final SenseLevels sense : senses) {
            require(!sense.name().trim().isEmpty(), "has a sense without a name");
            require(names.add(sense.name()), "names the sense \"" + sense.name() + "\" twice");
            require(sense.inputs() >= 1, "gives the sense \"" + sense.name() + "\" " + sense.inputs() + " columns");
            columns += sense.inputs();
            checkLevels(sense.levels(), "the sense \"" + sense.name() + "\" in layer ");
        }
        require(senses.isEmpty() || columns == inputs.size(),
            "has " + inputs.size() + " input columns, but its senses have " + columns);
    }

    private static void check(final Target column) throws InvalidSettingsException {
        require(!column.name().trim().isEmpty(), "has a target column without a name");
        require(column.kind().isClass() || column.values().isEmpty(),
            "gives the column of numbers \"" + column.name() + "\" classes");
        final Set<String> classes = new HashSet<>();
        for (final String value : column.values()) {
            require(classes.add(value), "names the class \"" + value + "\" of \"" + column.name() + "\" twice");
            require(column.kind().canBe(value), "gives the column \"" + column.name() + "\" the class \"" + value
                + "\", which is no value of the kind " + column.kind());
        }
    }

    private static void require(final boolean right, final String wrong) throws InvalidSettingsException {
        if (!right) {
            throw new InvalidSettingsException("The description of the network " + wrong + "." + REMEDY);
        }
    }
}
