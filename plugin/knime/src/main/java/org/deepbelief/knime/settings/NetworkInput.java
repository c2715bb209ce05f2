// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import java.util.Optional;

import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.table.InputColumns;
import org.deepbelief.knime.table.TargetColumns;
import org.knime.core.data.DataTableSpec;
import org.knime.core.node.InvalidSettingsException;
import org.knime.node.DefaultModel.ConfigureInput;

/** The inputs of a node that works with a network, checked before anything runs: the network first, then the table. */
public final class NetworkInput {

    private static final String CLASS_COLUMN = "\"Class column\" (classColumn)";

    private NetworkInput() {
    }

    /** @throws InvalidSettingsException if no network is connected */
    public static DbnPortObjectSpec network(final ConfigureInput input) throws InvalidSettingsException {
        final DbnPortObjectSpec network = input.getInPortSpec(0);
        if (network == null) {
            throw new InvalidSettingsException("Connect a deep belief network, or execute the node that is to read"
                + " it.");
        }
        return network;
    }

    /** @throws InvalidSettingsException if no table is connected, or it lacks a column of the network */
    public static DataTableSpec table(final ConfigureInput input, final DbnPortObjectSpec network)
        throws InvalidSettingsException {
        return table(input, network, false);
    }

    /**
     * As above.
     *
     * @param absentSenses whether the table may lack all columns of a sense, see
     *            {@link InputColumns#checkWithoutSenses}
     */
    public static DataTableSpec table(final ConfigureInput input, final DbnPortObjectSpec network,
        final boolean absentSenses) throws InvalidSettingsException {
        final DataTableSpec table = input.getInTableSpec(1);
        if (table == null) {
            throw new InvalidSettingsException("Connect a table with the columns of the network.");
        }
        check(table, network, absentSenses);
        return table;
    }

    /**
     * Checks that the table has the columns of the network.
     *
     * @param absentSenses whether it may lack all those of a sense
     * @throws InvalidSettingsException if it lacks one
     */
    public static void check(final DataTableSpec table, final DbnPortObjectSpec network, final boolean absentSenses)
        throws InvalidSettingsException {
        if (absentSenses) {
            InputColumns.checkWithoutSenses(table, network);
        } else {
            InputColumns.check(table, network);
        }
    }

    /** @throws InvalidSettingsException if the network has several senses; the message says what then not to do */
    public static void checkOneSense(final DbnPortObjectSpec network, final String what)
        throws InvalidSettingsException {
        if (!network.senses().isEmpty()) {
            throw new InvalidSettingsException("The network has " + network.senses().size() + " senses; " + what);
        }
    }

    /**
     * The class column whose classes the label units are to learn: the one that is chosen, or the network's own.
     *
     * @param classColumn what is chosen as the "Class column" (classColumn), if anything
     * @throws InvalidSettingsException if it is another than the network's, is missing in the table, or cannot be one
     */
    public static Optional<Target> labels(final DataTableSpec table, final DbnPortObjectSpec network,
        final Optional<String> classColumn) throws InvalidSettingsException {
        final Optional<String> name = classColumn.or(() -> network.labels().map(Target::name));
        if (network.labels().isPresent() && !name.equals(network.labels().map(Target::name))) {
            throw new InvalidSettingsException("The network has label units for the column \""
                + network.labels().get().name() + "\". Choose it as the \"Class column\" (classColumn),"
                + " or uncheck that.");
        }
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (network.labels().isPresent() && !table.containsName(name.get())) {
            throw new InvalidSettingsException("The network has label units for the column \"" + name.get()
                + "\", which is missing in the table. Connect a table with it, be it without a value in some rows, or"
                + " pretrain the network without a class column.");
        }
        TargetColumns.checkNoInput(network, name.get());
        final Target column = TargetColumns.classes(table, name.get(), CLASS_COLUMN);
        return network.labels().or(() -> Optional.of(column));
    }

    /**
     * @param imageWidth the width of the input's images in pixels, 0 to guess a square
     * @param units the number of visible units, or {@link DbnPortObjectSpec#UNKNOWN}
     * @throws InvalidSettingsException if the units do not fill lines of that width
     */
    public static void checkImageWidth(final int imageWidth, final int units) throws InvalidSettingsException {
        if (imageWidth > 0 && units != DbnPortObjectSpec.UNKNOWN && units % imageWidth != 0) {
            throw new InvalidSettingsException("The setting \"Image width\" (imageWidth) is " + imageWidth
                + ", but an input of " + units + " units does not fill lines of that width. Choose a width that divides"
                + " it, or uncheck the setting.");
        }
    }

    /** @throws InvalidSettingsException if nothing has learned the way down from the network's top */
    public static void checkWayDown(final DbnPortObjectSpec network) throws InvalidSettingsException {
        if (network.tuning() == Tuning.EMBEDDED) {
            throw new InvalidSettingsException("The network ends in a map, from which nothing has learned the way down"
                + " to the inputs. Connect the network before DBN Embed.");
        }
    }

    /**
     * @param what cannot be done with a network that has one, as the beginning of a sentence
     * @throws InvalidSettingsException if a layer reads the rows before each row
     */
    public static void checkNotTemporal(final DbnPortObjectSpec network, final String what)
        throws InvalidSettingsException {
        for (int n = 0; n < network.levels().size(); n++) {
            if (network.levels().get(n).kind().temporal()) {
                throw new InvalidSettingsException(what + " does not know the rows before a row, which layer " + (n + 1)
                    + " of the network, " + network.levels().get(n).kind().one() + ", reads. Use DBN Forecast, DBN"
                    + " Extract Features or DBN Fine-tune, or pretrain a network for rows that stand for themselves.");
            }
        }
    }

    /** @throws InvalidSettingsException if the network was never trained */
    public static void checkTrained(final DbnPortObjectSpec network) throws InvalidSettingsException {
        if (network.tuning() == Tuning.UNTRAINED) {
            throw new InvalidSettingsException("The network was never pretrained. Connect one that comes from DBN"
                + " Layer-wise Pretrain.");
        }
    }
}
