// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataValue;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.layout.Section;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.Effect.EffectType;
import org.knime.node.parameters.updates.EffectPredicate;
import org.knime.node.parameters.updates.EffectPredicateProvider;
import org.knime.node.parameters.updates.ParameterReference;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.node.parameters.updates.util.BooleanReference;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.util.CompatibleColumnsProvider;
import org.knime.standin.ui.parameters.DialogState.State;

class DialogStateTest {

    private static final State NORMAL = new State(true, true);

    private static final State HIDDEN = new State(false, true);

    private static final State DISABLED = new State(true, false);

    enum Method {
        MACHINE, AUTOENCODER
    }

    interface MethodReference extends ParameterReference<Method> {
    }

    interface LayersReference extends ParameterReference<LayerParameters[]> {
    }

    static final class Labelled implements BooleanReference {
    }

    static final class TiedReference implements BooleanReference {
    }

    static final class IsMachine implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer i) {
            return i.getEnum(MethodReference.class).isOneOf(Method.MACHINE);
        }
    }

    static final class IsLabelledMachine implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer i) {
            return i.getPredicate(IsMachine.class).and(i.getPredicate(Labelled.class));
        }
    }

    static final class HasMachine implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer i) {
            return i.getArray(LayersReference.class)
                .containsElementSatisfying(element -> element.getPredicate(IsMachine.class));
        }
    }

    static final class HasInput implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer i) {
            return i.getConstant(input -> input.getInTableSpec(0).isPresent());
        }
    }

    @Section(title = "Labels")
    @Effect(predicate = HasInput.class, type = EffectType.SHOW)
    interface LabelSection {
    }

    static final class LayerParameters implements NodeParameters {
        @ValueReference(MethodReference.class)
        Method m_method = Method.MACHINE;

        @Effect(predicate = IsMachine.class, type = EffectType.SHOW)
        int m_steps = 1;

        @ValueReference(Labelled.class)
        boolean m_labelled;

        @Effect(predicate = IsLabelledMachine.class, type = EffectType.ENABLE)
        double m_rate = 0.1;
    }

    static final class Parameters implements NodeParameters {
        @Layout(LabelSection.class)
        @ValueReference(TiedReference.class)
        boolean m_tied;

        @ValueReference(LayersReference.class)
        LayerParameters[] m_layers = {new LayerParameters(), new LayerParameters()};

        @Effect(predicate = HasMachine.class, type = EffectType.HIDE)
        int m_noise = 2;
    }

    private static NodeParametersInput input(final PortObjectSpec spec) {
        return new ParametersInput(new PortType[]{BufferedDataTable.TYPE}, new PortObjectSpec[]{spec},
            new PortType[0]);
    }

    @Test
    void followsTheValues() {
        final var parameters = new Parameters();
        parameters.m_layers[1].m_method = Method.AUTOENCODER;
        var states = DialogState.of(parameters, input(new DataTableSpec()));
        assertEquals(NORMAL, states.get("tied"));
        assertEquals(NORMAL, states.get("layers/0/steps"));
        assertEquals(HIDDEN, states.get("layers/1/steps"));
        assertEquals(DISABLED, states.get("layers/0/rate"));
        assertEquals(HIDDEN, states.get("noise"));
        parameters.m_layers[1].m_labelled = true;
        parameters.m_layers[0].m_method = Method.AUTOENCODER;
        parameters.m_layers[1].m_method = Method.MACHINE;
        states = DialogState.of(parameters, input(null));
        assertEquals(HIDDEN, states.get("tied"));
        assertEquals(DISABLED, states.get("layers/0/rate"));
        assertEquals(NORMAL, states.get("layers/1/rate"));
        parameters.m_layers[1].m_method = Method.AUTOENCODER;
        assertEquals(NORMAL, DialogState.of(parameters, input(null)).get("noise"));
    }

    static final class Dangling implements NodeParameters {
        @Effect(predicate = IsMachine.class, type = EffectType.SHOW)
        int m_steps = 1;
    }

    static final class NeedsTheOuter implements NodeParameters {
        @Effect(predicate = TiedReference.class, type = EffectType.SHOW)
        int m_steps = 1;
    }

    static final class LooksOut implements NodeParameters {
        @ValueReference(TiedReference.class)
        boolean m_tied;

        NeedsTheOuter[] m_layers = {new NeedsTheOuter()};
    }

    @Test
    void anElementSeesItsOwnFieldsOnly() {
        final var parameters = new LooksOut();
        final var rejected =
            assertThrows(IllegalArgumentException.class, () -> DialogState.of(parameters, input(null)));
        assertTrue(rejected.getMessage().contains("TiedReference"), rejected.getMessage());
    }

    static final class NeedsAnArgument extends CompatibleColumnsProvider {
        NeedsAnArgument(final Class<? extends DataValue> valueClass) {
            super(valueClass);
        }
    }

    static final class BadProvider implements NodeParameters {
        @ChoicesProvider(NeedsAnArgument.class)
        String m_column = "";
    }

    @Test
    void rejectsReferencesAndProvidersThatCannotBeResolved() {
        ParametersSettings.check(Parameters.class);
        final var dangling =
            assertThrows(IllegalArgumentException.class, () -> ParametersSettings.check(Dangling.class));
        assertTrue(dangling.getMessage().contains("MethodReference"), dangling.getMessage());
        final var provider =
            assertThrows(IllegalArgumentException.class, () -> ParametersSettings.check(BadProvider.class));
        assertTrue(provider.getMessage().contains("\"m_column\"")
            && provider.getMessage().contains("NeedsAnArgument"), provider.getMessage());
    }
}
