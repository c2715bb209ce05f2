// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.InputKind;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.updates.EffectPredicate;
import org.knime.node.parameters.updates.EffectPredicateProvider;

/** Conditions of dialogs on the network that is connected. While none is, it may be any. */
public final class ConnectedNetwork {

    private ConnectedNetwork() {
    }

    /** The network at an input, whichever that is. */
    public static Optional<DbnPortObjectSpec> of(final NodeParametersInput input) {
        return Stream.of(input.getInPortSpecs()).filter(DbnPortObjectSpec.class::isInstance)
            .map(DbnPortObjectSpec.class::cast).findFirst();
    }

    /** Whether the network is one of these, or may be. */
    public static boolean mayBe(final NodeParametersInput input, final Predicate<DbnPortObjectSpec> these) {
        return of(input).filter(these.negate()).isEmpty();
    }

    /** Where the network has several senses. */
    public static final class HasSenses implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getConstant(input -> mayBe(input, network -> !network.senses().isEmpty()));
        }
    }

    /** Where the network reads nominal columns, so that it may meet values that it has not learned. */
    public static final class ReadsNominalColumns implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getConstant(input -> mayBe(input,
                network -> network.inputs().stream().anyMatch(column -> column.kind() == InputKind.NOMINAL)));
        }
    }
}
