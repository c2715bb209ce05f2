// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import java.util.Optional;
import java.util.function.Supplier;

import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.updates.ParameterReference;
import org.knime.node.parameters.updates.StateProvider;
import org.knime.node.parameters.updates.util.BooleanReference;

/**
 * Whether there is a class column to choose. A network with label units has its own; only where another one was chosen
 * is there something to take back.
 */
public final class ClassColumnChoice implements StateProvider<Boolean> {

    /** The class column. */
    public interface Column extends ParameterReference<Optional<String>> {
    }

    /** What this computes. */
    public static final class Open implements BooleanReference {
    }

    private Supplier<Optional<String>> column;

    @Override
    public void init(final StateProviderInitializer initializer) {
        initializer.computeBeforeOpenDialog();
        column = initializer.getValueSupplier(Column.class);
    }

    @Override
    public Boolean computeState(final NodeParametersInput input) {
        return ConnectedNetwork.mayBe(input, network -> network.labels().isEmpty()
            || column.get().filter(name -> !name.equals(network.labels().get().name())).isPresent());
    }
}
