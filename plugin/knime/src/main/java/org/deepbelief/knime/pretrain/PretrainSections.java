// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.pretrain;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.knime.pretrain.NewLayerParameters.Method;
import org.deepbelief.knime.pretrain.NewLayerParameters.MethodReference;
import org.deepbelief.knime.settings.ConnectedNetwork;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.layout.After;
import org.knime.node.parameters.layout.Section;
import org.knime.node.parameters.updates.Effect.EffectType;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.EffectPredicate;
import org.knime.node.parameters.updates.EffectPredicateProvider;
import org.knime.node.parameters.updates.ParameterReference;

/**
 * The sections of DBN Layer-wise Pretrain's dialog, in their order; those of a kind of layer show where there is one.
 */
final class PretrainSections {

    private PretrainSections() {
    }

    interface LayersReference extends ParameterReference<NewLayerParameters[]> {
    }

    /** Where a network comes in that brings its columns, scaling and layers. */
    static final class GoesOn implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getConstant(PretrainSections::goesOn);
        }
    }

    private static boolean goesOn(final NodeParametersInput input) {
        return input.getInPortTypes().length > 1;
    }

    static final class HasBoltzmannMachine implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return has(initializer, Method.AUTOMATIC, Method.RESTRICTED_BOLTZMANN_MACHINE,
                Method.CONDITIONAL_BOLTZMANN_MACHINE, Method.RECURRENT_TEMPORAL_BOLTZMANN_MACHINE);
        }
    }

    static final class HasAutoencoder implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return has(initializer, Method.AUTOENCODER);
        }
    }

    private static EffectPredicate has(final EffectPredicateProvider.PredicateInitializer initializer,
        final Method... methods) {
        final Set<LayerKind> kinds =
            Stream.of(methods).map(method -> method.kind(false)).collect(Collectors.toUnmodifiableSet());
        return initializer.getArray(LayersReference.class).containsElementSatisfying(
            element -> element.getEnum(MethodReference.class).isOneOf(methods))
            .and(initializer.getConstant(input -> !goesOn(input)))
            .or(initializer.getConstant(input -> goesOn(input) && ConnectedNetwork.mayBe(input,
                network -> network.levels().stream().anyMatch(level -> kinds.contains(level.kind())))));
    }

    /** What is read. */
    @Section(title = "Input")
    interface InputSection {
    }

    /** What the network is made of. */
    @After(InputSection.class)
    @Section(title = "Layers", description = "Layer 1 reads the input columns, and each further layer reads the one"
        + " above it in this list. Two or three layers are common.")
    @Effect(predicate = GoesOn.class, type = EffectType.HIDE)
    interface LayersSection {
    }

    /** How it learns. */
    @After(LayersSection.class)
    @Section(title = "Training")
    interface TrainingSection {
    }

    /** How far steps go. */
    @Advanced
    @After(TrainingSection.class)
    @Section(title = "Learning rate and momentum")
    interface RatesSection {
    }

    /** What keeps weights small and units apart. */
    @Advanced
    @After(RatesSection.class)
    @Section(title = "Regularization")
    interface RegularizationSection {
    }

    /** What only a {@link LayerKind#BOLTZMANN_MACHINE} has. */
    @Advanced
    @After(RegularizationSection.class)
    @Section(title = "Boltzmann machine layers")
    @Effect(predicate = HasBoltzmannMachine.class, type = EffectType.SHOW)
    interface BoltzmannMachineSection {
    }

    /** What only a {@link LayerKind#AUTOENCODER} has. */
    @Advanced
    @After(BoltzmannMachineSection.class)
    @Section(title = "Autoencoder layers")
    @Effect(predicate = HasAutoencoder.class, type = EffectType.SHOW)
    interface AutoencoderSection {
    }

    /** What is held out. */
    @Advanced
    @After(AutoencoderSection.class)
    @Section(title = "Validation")
    interface ValidationSection {
    }

    /** What of the machine is used. */
    @Advanced
    @After(ValidationSection.class)
    @Section(title = "Resources")
    interface ResourcesSection {
    }
}
