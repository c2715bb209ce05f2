// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.updates;

import java.util.function.Supplier;

import org.knime.node.parameters.NodeParametersInput;

/**
 * Computes something that a dialog shows: a value, a list of choices, a message.
 *
 * @param <S> the type of what is computed
 */
public interface StateProvider<S> {

    /**
     * Says when to compute and from what.
     *
     * @param initializer takes the dependencies
     */
    void init(StateProviderInitializer initializer);

    /**
     * @param parametersInput the node's surroundings
     * @return what the dialog shows
     */
    S computeState(NodeParametersInput parametersInput);

    /** Takes the dependencies of a {@link StateProvider}. */
    interface StateProviderInitializer {

        /** @return the node's surroundings */
        NodeParametersInput getNodeParametersInput();

        /**
         * Computes whenever the referenced field changes.
         *
         * @return the field's value at that time
         */
        <T> Supplier<T> computeFromValueSupplier(Class<? extends ParameterReference<T>> ref);

        /** @return the value of the referenced field when something else triggers the computation */
        <T> Supplier<T> getValueSupplier(Class<? extends ParameterReference<T>> ref);

        /** Computes whenever the referenced field changes. */
        <T> void computeOnValueChange(Class<? extends ParameterReference<T>> id);

        /**
         * Computes whenever another provider has computed.
         *
         * @return what the other one computed
         */
        <T> Supplier<T> computeFromProvidedState(Class<? extends StateProvider<T>> stateProviderClass);

        /** Computes when a button is clicked. */
        void computeOnButtonClick(Class<? extends ButtonReference> ref);

        /** Computes before the dialog opens. */
        void computeBeforeOpenDialog();

        /** Computes after the dialog has opened. */
        void computeAfterOpenDialog();
    }
}
