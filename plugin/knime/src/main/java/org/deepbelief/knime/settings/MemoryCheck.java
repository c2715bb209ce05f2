// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import java.util.Optional;

import org.deepbelief.engine.math.MatrixMemory;
import org.deepbelief.engine.train.TrainingMemory;
import org.knime.core.node.InvalidSettingsException;

/** Refuses, before anything has run, a training that cannot fit the memory. */
public final class MemoryCheck {

    private MemoryCheck() {
    }

    /**
     * @param atLeast what the training takes, be its table as small as it may
     * @param remedy what to change
     * @throws InvalidSettingsException if that is more than there can be
     */
    public static void check(final TrainingMemory atLeast, final String remedy) throws InvalidSettingsException {
        final Optional<String> shortage = atLeast.shortage(MatrixMemory.limit());
        if (shortage.isPresent()) {
            throw new InvalidSettingsException(shortage.get() + " " + remedy + ", or, where the machine has more, raise"
                + " the limit (-D" + MatrixMemory.LIMIT_PROPERTY + "=MIB in knime.ini).");
        }
    }
}
