// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.array.ArrayWidget;
import org.knime.node.parameters.layout.After;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.layout.Section;
import org.knime.node.parameters.persistence.NodeParametersPersistor;
import org.knime.node.parameters.persistence.Persistor;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.Effect.EffectType;
import org.knime.node.parameters.updates.EffectPredicate;
import org.knime.node.parameters.updates.EffectPredicateProvider;
import org.knime.node.parameters.updates.ParameterReference;
import org.knime.node.parameters.updates.StateProvider;
import org.knime.node.parameters.updates.ValueProvider;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.node.parameters.updates.util.BooleanReference;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.OptionalWidget.DefaultValueProvider;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.EnumChoicesProvider;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.TypedStringChoice;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.choices.filter.ColumnFilter;
import org.knime.node.parameters.widget.choices.filter.ColumnFilterWidget;
import org.knime.node.parameters.widget.choices.util.AllColumnsProvider;
import org.knime.node.parameters.widget.number.NumberInputWidget;
import org.knime.node.parameters.widget.number.NumberInputWidgetValidation.MinValidation.IsPositiveDoubleValidation;
import org.knime.standin.ui.view.JsonText;

/** The forms are those of KNIME 5.8's core-ui, read in its sources. */
class DialogJsonTest {

    private static final NodeParametersInput TABLE = new ParametersInput(new PortType[]{BufferedDataTable.TYPE},
        new PortObjectSpec[]{new DataTableSpec(new String[]{"x"}, new DataType[]{DoubleCell.TYPE})}, new PortType[0]);

    enum Method {
        @Label(value = "Machine", description = "One < two.")
        MACHINE,

        AUTOENCODER
    }

    interface MethodReference extends ParameterReference<Method> {
    }

    interface LayersReference extends ParameterReference<LayerParameters[]> {
    }

    static final class Tied implements BooleanReference {
    }

    static final class IsMachine implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer i) {
            return i.getEnum(MethodReference.class).isOneOf(Method.MACHINE);
        }
    }

    static final class HasNoMachineOrIsTied implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer i) {
            return i.getArray(LayersReference.class).containsElementSatisfying(new IsMachine())
                .and(i.getPredicate(Tied.class).negate()).negate();
        }
    }

    /** Of a machine its own kind only. */
    static final class Kinds implements EnumChoicesProvider<Method> {
        private Supplier<Method> method;

        @Override
        public void init(final StateProviderInitializer initializer) {
            initializer.computeBeforeOpenDialog();
            method = initializer.computeFromValueSupplier(MethodReference.class);
        }

        @Override
        public List<Method> choices(final NodeParametersInput input) {
            return method.get() == Method.MACHINE ? List.of(Method.MACHINE) : List.of(Method.values());
        }
    }

    static final class Seven implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return 7;
        }
    }

    interface Parts {
        /** After the other, which comes first although its name does not. */
        @Advanced
        @After(Zeroth.class)
        @Section(title = "Learning", description = "How.")
        @Effect(predicate = HasNoMachineOrIsTied.class, type = EffectType.HIDE)
        interface First {
        }

        @Section(title = "Input")
        interface Zeroth {
        }
    }

    static final class LayerParameters implements NodeParameters {
        @Widget(title = "Method", description = "Which.")
        @ValueSwitchWidget
        @ValueReference(MethodReference.class)
        Method m_method = Method.MACHINE;

        @Widget(title = "Kind", description = "Of it.")
        @ChoicesProvider(Kinds.class)
        @Effect(predicate = IsMachine.class, type = EffectType.SHOW)
        Method m_kind = Method.AUTOENCODER;
    }

    static final class Parameters implements NodeParameters {
        @Layout(Parts.First.class)
        @Advanced
        @Widget(title = "Rate", description = "Far.")
        @NumberInputWidget(minValidation = IsPositiveDoubleValidation.class)
        double m_rate = 0.1;

        @Layout(Parts.First.class)
        @Widget(title = "Epochs", description = "Long.")
        @OptionalWidget(defaultProvider = Seven.class)
        Optional<Integer> m_epochs = Optional.empty();

        @Layout(Parts.Zeroth.class)
        @Widget(title = "Columns", description = "Which.")
        @ColumnFilterWidget(choicesProvider = AllColumnsProvider.class)
        ColumnFilter m_columns = new ColumnFilter();

        @Layout(Parts.Zeroth.class)
        @Widget(title = "Layers", description = "All.")
        @ArrayWidget(elementTitle = "Layer", addButtonText = "Add layer", showSortButtons = true)
        @ValueReference(LayersReference.class)
        LayerParameters[] m_layers = {new LayerParameters(), new LayerParameters()};

        @Widget(title = "Tied", description = "If checked.")
        @ValueReference(Tied.class)
        boolean m_tied;

        int m_notShown = 3;
    }

    private static DialogJson dialog() {
        final var parameters = new Parameters();
        parameters.m_layers[1].m_method = Method.AUTOENCODER;
        return DialogJson.of(parameters, TABLE);
    }

    @SuppressWarnings("unchecked")
    private static <T> T at(final Object json, final Object... path) {
        Object part = json;
        for (final var key : path) {
            part = key instanceof Integer index ? ((List<Object>)part).get(index) : ((Map<?, ?>)part).get(key);
        }
        return (T)part;
    }

    @Test
    void elementsStandInTheOrderOfTheSections() {
        final var elements = DialogJsonTest.<List<Object>>at(dialog().uiSchema(), "elements");
        assertEquals(Map.of("type", "Control", "scope", "#/properties/model/properties/tied", "options",
            Map.of("format", "checkbox")), elements.get(0));
        assertEquals(List.of("Input", "Learning"), List.of(at(elements, 1, "label"), at(elements, 2, "label")));
        assertEquals("How.", at(elements, 2, "description"));
        assertEquals(Map.of("isAdvanced", true), at(elements, 2, "options"));
        assertFalse(DialogJsonTest.<Map<?, ?>>at(elements, 1).containsKey("options"));
        assertEquals(3, elements.size());
    }

    @Test
    void aRuleIsWrittenWithItsScopeAndASchema() {
        assertEquals(Map.of("effect", "HIDE", "condition", Map.of("type", "OR", "conditions", List.of(
            Map.of("scope", "#/properties/model/properties/layers", "schema", Map.of("not", Map.of("contains",
                Map.of("properties",
                    Map.of("method", Map.of("oneOf", List.of(Map.of("const", "MACHINE")))))))),
            Map.of("scope", "#/properties/model/properties/tied", "schema", Map.of("const", true))))),
            at(dialog().uiSchema(), "elements", 2, "rule"));
    }

    @Test
    void fieldsHaveTheOptionsOfTheirWidgets() {
        final var learning = DialogJsonTest.<List<Object>>at(dialog().uiSchema(), "elements", 2, "elements");
        final var positive = new IsPositiveDoubleValidation();
        assertEquals(Map.of("isAdvanced", true, "validation", Map.of("min", Map.of("parameters",
            positive.getParameters(), "errorMessage", positive.getErrorMessage()))), at(learning, 0, "options"));
        assertEquals(List.of("default"), at(learning, 1, "providedOptions"));
        assertEquals(true, at(learning, 1, "options", "hideOnNull"));
        assertEquals(2147483647.0, at(learning, 1, "options", "validation", "max", "parameters", "max"));
        final var input = DialogJsonTest.<List<Object>>at(dialog().uiSchema(), "elements", 1, "elements");
        assertEquals("typedStringFilter", at(input, 0, "options", "format"));
        assertEquals(List.of("possibleValues"), at(input, 0, "providedOptions"));
        assertEquals(Map.of("type", "Control", "scope", "#/properties/method", "options",
            Map.of("format", "valueSwitch")), at(input, 1, "options", "detail", 0));
        assertEquals(Map.of("type", "Control", "scope", "#/properties/kind", "options", Map.of("format", "dropDown"),
            "providedOptions", List.of("possibleValues"), "rule", Map.of("effect", "SHOW", "condition", Map.of("scope",
                "#/properties/method", "schema", Map.of("oneOf", List.of(Map.of("const", "MACHINE")))))),
            at(input, 1, "options", "detail", 1));
    }

    @Test
    void theSchemaHasTypesTextsAndDefaults() {
        final var properties = DialogJsonTest.<Map<?, ?>>at(dialog().schema(), "properties", "model", "properties");
        assertEquals(Map.of("type", "number", "format", "double", "title", "Rate", "description", "Far.", "default",
            0.1), properties.get("rate"));
        assertEquals(Map.of("type", "integer", "format", "int32", "title", "Epochs", "description", "Long."),
            properties.get("epochs"));
        assertEquals(Map.of("title", "Method", "default", "MACHINE",
            "description", "Which.\n<ul>\n<li><b>Machine</b>: One < two.</li>\n<li><b>Autoencoder</b></li>\n</ul>",
            "oneOf", List.of(Map.of("const", "MACHINE", "title", "Machine"),
                Map.of("const", "AUTOENCODER", "title", "Autoencoder"))),
            at(properties, "layers", "items", "properties", "method"));
        assertEquals((Object)3, at(properties, "notShown", "default"));
    }

    @Test
    void theDataHasEveryValue() {
        final var model = DialogJsonTest.<Map<?, ?>>at(dialog().data(), "model");
        assertTrue(model.containsKey("epochs") && model.get("epochs") == null);
        assertEquals("AUTOENCODER", at(model, "layers", 1, "method"));
        assertEquals("MANUAL", at(model, "columns", "mode"));
        assertTrue(JsonText.isJson(dialog().text()));
    }

    @Test
    void providersGiveWhatEachElementChooses() {
        final var updates = dialog().initialUpdates();
        assertEquals("#/properties/model/properties/epochs", updates.get(0).get("scope"));
        assertEquals((Object)7, at(updates, 0, "values", 0, "value"));
        assertEquals(List.of(TypedStringChoice.fromColSpec(TABLE.getInTableSpec(0).orElseThrow().getColumnSpec(0))),
            at(updates, 1, "values", 0, "value"));
        assertEquals(Map.of("scope", "#/properties/model/properties/layers/items/properties/kind",
            "providedOptionName", "possibleValues", "values", List.of(
                Map.of("indices", List.of(0), "value", List.of(Map.of("id", "MACHINE", "text", "Machine"))),
                Map.of("indices", List.of(1), "value", List.of(Map.of("id", "MACHINE", "text", "Machine"),
                    Map.of("id", "AUTOENCODER", "text", "Autoencoder"))))), updates.get(2));
    }

    interface CostReference extends ParameterReference<Double> {
    }

    static final class CostsReference implements BooleanReference {
    }

    static final class Costs implements StateProvider<Boolean> {
        private Supplier<Double> cost;

        @Override
        public void init(final StateProviderInitializer initializer) {
            initializer.computeBeforeOpenDialog();
            cost = initializer.computeFromValueSupplier(CostReference.class);
        }

        @Override
        public Boolean computeState(final NodeParametersInput input) {
            return cost.get() > 0;
        }
    }

    /** Of what has no key. */
    static final class NotStored implements NodeParametersPersistor<Boolean> {
        @Override
        public Boolean load(final NodeSettingsRO settings) {
            return false;
        }

        @Override
        public void save(final Boolean value, final NodeSettingsWO settings) {
            // nothing
        }

        @Override
        public String[][] getConfigPaths() {
            return new String[0][];
        }
    }

    static final class Computing implements NodeParameters {
        @Widget(title = "Cost", description = "High.")
        @ValueReference(CostReference.class)
        double m_cost;

        @Persistor(NotStored.class)
        @ValueProvider(Costs.class)
        @ValueReference(CostsReference.class)
        boolean m_costs;

        @Widget(title = "Target", description = "Of the cost.")
        @Effect(predicate = CostsReference.class, type = EffectType.SHOW)
        double m_target;
    }

    /** A value is an update without the name of an option; what depends on it follows, and it is not stored. */
    @Test
    void aValueThatIsComputedIsGivenAndNotStored() throws InvalidSettingsException {
        final var parameters = new Computing();
        assertEquals(List.of(Map.of("scope", "#/properties/model/properties/costs", "values",
            List.of(Map.of("indices", List.of(), "value", false)))), DialogJson.of(parameters, TABLE).initialUpdates());
        assertEquals(false, DialogState.of(parameters, TABLE).get("target").shown());
        parameters.m_cost = 0.5;
        assertEquals(List.of(Map.of("indices", List.of(), "value", true)),
            DialogJson.of(parameters, TABLE).initialUpdates().get(0).get("values"));
        assertEquals(true, DialogState.of(parameters, TABLE).get("target").shown());
        final var settings = new NodeSettings("model");
        ParametersSettings.save(parameters, settings);
        assertEquals(Set.of("cost", "target"), settings.keySet());
        assertEquals(0.5, ParametersSettings.load(Computing.class, settings).m_cost);
    }

    static final class ComputingAWidget implements NodeParameters {
        @Widget(title = "Costs", description = "Whether.")
        @ValueProvider(Seven.class)
        int m_costs;
    }

    static final class Grouped implements NodeParameters {
        LayerParameters m_layer = new LayerParameters();
    }

    static final class TwoHouses implements NodeParameters {
        @Layout(Parts.Zeroth.class)
        @Widget(title = "A", description = "A.")
        boolean m_a;

        @Layout(Other.class)
        @Widget(title = "B", description = "B.")
        boolean m_b;
    }

    @Test
    void whatIsNotKnownIsRefused() {
        for (final var parameters : List.of(new Grouped(), new TwoHouses(), new ComputingAWidget())) {
            assertThrows(IllegalArgumentException.class, () -> DialogJson.of(parameters, TABLE));
        }
    }
}

@Section(title = "Elsewhere")
interface Other {
}
