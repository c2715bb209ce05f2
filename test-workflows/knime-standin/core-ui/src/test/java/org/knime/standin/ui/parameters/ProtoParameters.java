// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.Optional;

import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.array.ArrayWidget;
import org.knime.node.parameters.layout.After;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.layout.Section;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.choices.filter.ColumnFilter;
import org.knime.node.parameters.widget.choices.filter.ColumnFilterWidget;
import org.knime.node.parameters.widget.choices.util.AllColumnsProvider;
import org.knime.node.parameters.widget.choices.util.CompatibleColumnsProvider.DoubleColumnsProvider;
import org.knime.node.parameters.widget.number.NumberInputWidget;
import org.knime.node.parameters.widget.number.NumberInputWidgetValidation.MaxValidation;
import org.knime.node.parameters.widget.number.NumberInputWidgetValidation.MinValidation.IsPositiveDoubleValidation;
import org.knime.node.parameters.widget.number.NumberInputWidgetValidation.MinValidation.IsPositiveIntegerValidation;

/** The parameters of the sample's learner: one field of each kind. */
final class ProtoParameters implements NodeParameters {

    enum UnitType {
        @Label(value = "Binary", description = "On or off.")
        BERNOULLI, GAUSSIAN
    }

    @Section(title = "Layers")
    interface LayersSection {
    }

    @Section(title = "Training")
    @After(LayersSection.class)
    interface TrainingSection {
    }

    static final class NumberColumns extends DoubleColumnsProvider {
    }

    static final class AtMostOne extends MaxValidation {
        @Override
        protected double getMax() {
            return 1;
        }
    }

    static final class LayerParameters implements NodeParameters {

        @Widget(title = "Units", description = "Number of hidden units.")
        @NumberInputWidget(minValidation = IsPositiveIntegerValidation.class)
        int m_units = 500;

        @Widget(title = "Unit type", description = "Kind of hidden units.", advanced = true)
        UnitType m_unitType = UnitType.BERNOULLI;

        LayerParameters() {
        }

        LayerParameters(final int units) {
            m_units = units;
        }
    }

    @Widget(title = "Input columns", description = "The columns to learn from.")
    @ColumnFilterWidget(choicesProvider = NumberColumns.class)
    ColumnFilter m_columns = new ColumnFilter().withIncludeUnknownColumns();

    @Widget(title = "Class column", description = "The column with the label.")
    @ChoicesProvider(AllColumnsProvider.class)
    Optional<String> m_classColumn = Optional.empty();

    @Widget(title = "Visible units", description = "Kind of visible units.")
    @ValueSwitchWidget
    UnitType m_visible = UnitType.BERNOULLI;

    double m_sigma = 1.0;

    @Layout(LayersSection.class)
    @Widget(title = "Layers", description = "From the input upward.")
    @ArrayWidget(elementTitle = "Layer", addButtonText = "Add layer")
    LayerParameters[] m_layers = {new LayerParameters(500), new LayerParameters(2000)};

    @Layout(TrainingSection.class)
    @Widget(title = "Epochs", description = "Passes over the data.")
    int m_epochs = 10;

    @Layout(TrainingSection.class)
    @Widget(title = "Learning rate", description = "Step size.")
    @NumberInputWidget(minValidation = IsPositiveDoubleValidation.class, maxValidation = AtMostOne.class)
    double m_learningRate = 0.1;

    @Layout(TrainingSection.class)
    @Widget(title = "Seed", description = "Of the random numbers.", advanced = true)
    Optional<Long> m_seed = Optional.of(42L);

    @Layout(TrainingSection.class)
    @Widget(title = "Shuffle", description = "Whether rows are shuffled in each epoch.")
    boolean m_shuffle = true;
}
