// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.writer;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.onnx.OnnxOutputs;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.settings.ChosenLayers;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.settings.Sections.OutputSection;
import org.knime.core.node.InvalidSettingsException;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.layout.Layout;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.updates.Effect;
import org.knime.node.parameters.updates.Effect.EffectType;
import org.knime.node.parameters.updates.EffectPredicate;
import org.knime.node.parameters.updates.EffectPredicateProvider;
import org.knime.node.parameters.updates.ParameterReference;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.Label;
import org.knime.node.parameters.widget.choices.RadioButtonsWidget;
import org.knime.node.parameters.widget.choices.ValueSwitchWidget;
import org.knime.node.parameters.widget.choices.filter.TwinlistWidget;
import org.knime.node.parameters.widget.text.TextInputWidget;

/** The settings of DBN Writer. Field names are setting keys and stay as they are. */
@LoadDefaultsForAbsentFields
final class WriterParameters implements NodeParameters {

    /** What to do with a file that is there. */
    enum IfExists {
        @Label(value = "Fail", description = "The node fails, and the file stays as it is.")
        FAIL,

        @Label(value = "Overwrite", description = "The new file takes its place, once it is whole.")
        OVERWRITE
    }

    /** What kind of file it is. */
    enum Format {
        @Label(value = "Network file", description = "All of the network, for DBN Reader, Apache Spark and programs in"
            + " Java and Python: model.json and weights.safetensors in a zip.")
        NETWORK_FILE,

        @Label(value = "ONNX", description = "A model that gives the outputs chosen below for the columns of a row, for"
            + " ONNX Runtime and other programs that know nothing of deep belief networks. DBN Reader does not read"
            + " it.")
        ONNX
    }

    /** Which layers give features. */
    enum Features {
        @Label(value = "None", description = "No features.")
        NONE,

        @Label(value = "Top", description = "The highest layer: few, general features.")
        TOP,

        @Label(value = "All", description = "Every layer.")
        ALL,

        @Label(value = "Chosen", description = "The layers that are chosen below.")
        CHOSEN
    }

    /** What predicts. */
    enum Predictor {
        @Label(value = "Automatic", description = "The output layer if the network was fine-tuned for a target, else"
            + " its label units, and none where it has neither.")
        AUTOMATIC,

        @Label(value = "Output layer", description = "The layer that fine-tuning put on top.")
        OUTPUT_LAYER,

        @Label(value = "Label units", description = "The units for classes that stand beside the top layer's input,"
            + " where the network was trained with a class column.")
        LABEL_UNITS,

        @Label(value = "None", description = "No prediction.")
        NONE
    }

    interface FormatReference extends ParameterReference<Format> {
    }

    interface FeaturesReference extends ParameterReference<Features> {
    }

    static final class IsOnnx implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getEnum(FormatReference.class).isOneOf(Format.ONNX);
        }
    }

    static final class LayersAreChosen implements EffectPredicateProvider {
        @Override
        public EffectPredicate init(final PredicateInitializer initializer) {
            return initializer.getPredicate(IsOnnx.class)
                .and(initializer.getEnum(FeaturesReference.class).isOneOf(Features.CHOSEN));
        }
    }

    @Layout(OutputSection.class)
    @Widget(title = "File", description = "Where to write the network: a whole path, or a URL that KNIME finds on this"
        + " machine, such as knime://knime.workflow/data/network.dbn.zip for a file in the workflow's own folder.")
    @TextInputWidget(placeholder = "knime://knime.workflow/data/network.dbn.zip")
    String m_file = "";

    @Layout(OutputSection.class)
    @Widget(title = "Create missing folders", description = "If checked, folders of the path that are missing are made."
        + " Otherwise the node fails where one is.")
    boolean m_createMissingFolders;

    @Layout(OutputSection.class)
    @Widget(title = "If the file exists", description = "What to do if there is such a file already.")
    @ValueSwitchWidget
    IfExists m_ifExists = IfExists.FAIL;

    @Layout(OutputSection.class)
    @Widget(title = "Format", description = "What kind of file is written.")
    @ValueSwitchWidget
    @ValueReference(FormatReference.class)
    Format m_format = Format.NETWORK_FILE;

    @Layout(OutputSection.class)
    @Widget(title = "Features", description = "The layers whose units the model gives: \"features_2\" are those of the"
        + " second layer.")
    @ValueSwitchWidget
    @ValueReference(FeaturesReference.class)
    @Effect(predicate = IsOnnx.class, type = EffectType.SHOW)
    Features m_features = Features.TOP;

    @Layout(OutputSection.class)
    @Widget(title = "Chosen layers", description = "The layers whose units the model gives; layer 1 reads the columns.")
    @ChoicesProvider(ChosenLayers.NetworkLayers.class)
    @TwinlistWidget(includedLabel = "Features of", excludedLabel = "Other layers")
    @Effect(predicate = LayersAreChosen.class, type = EffectType.SHOW)
    String[] m_chosenLayers = {"1"};

    @Layout(OutputSection.class)
    @Widget(title = "Prediction", description = "What part of the network predicts: \"probability\" and \"class\" of a"
        + " class column, or the number as \"prediction\", in its own unit.")
    @RadioButtonsWidget
    @Effect(predicate = IsOnnx.class, type = EffectType.SHOW)
    Predictor m_prediction = Predictor.AUTOMATIC;

    @Layout(OutputSection.class)
    @Widget(title = "Reconstruction", description = "If checked, the model gives each column as the network"
        + " reconstructs it, such as \"reconstruction_px12\".")
    @Effect(predicate = IsOnnx.class, type = EffectType.SHOW)
    boolean m_reconstruction;

    @Layout(OutputSection.class)
    @Widget(title = "Reconstruction error", description = "If checked, the model gives as \"error\" the mean squared"
        + " difference between the units of a row and their reconstruction; high for rows unlike the training data.")
    @Effect(predicate = IsOnnx.class, type = EffectType.SHOW)
    boolean m_reconstructionError;

    /**
     * What an ONNX model is to give.
     *
     * @throws InvalidSettingsException if the network cannot give it, or it is nothing; the message names the setting
     */
    OnnxOutputs outputs(final DbnPortObjectSpec network) throws InvalidSettingsException {
        NetworkInput.checkOneSense(network, "an ONNX model holds one. Choose the network's own file as the \"Format\""
            + " (format).");
        final List<Integer> layers = layers(network.depth());
        final Optional<Prediction.Source> prediction = prediction(network);
        if ((m_reconstruction || m_reconstructionError) && network.tuning() == Tuning.EMBEDDED) {
            throw new InvalidSettingsException("The network ends in a map, from which nothing has learned the way down"
                + " to the inputs. Uncheck \"Reconstruction\" (reconstruction) and \"Reconstruction error\""
                + " (reconstructionError), or connect the network before DBN Embed.");
        }
        if (layers.isEmpty() && prediction.isEmpty() && !m_reconstruction && !m_reconstructionError) {
            throw new InvalidSettingsException("The ONNX model would give nothing. Choose layers in the setting"
                + " \"Features\" (features), or check \"Reconstruction\" (reconstruction) or \"Reconstruction error\""
                + " (reconstructionError)"
                + (m_prediction == Predictor.NONE ? ", or choose a \"Prediction\" (prediction)." : "."));
        }
        return new OnnxOutputs(layers, prediction, m_reconstruction, m_reconstructionError);
    }

    private List<Integer> layers(final int available) throws InvalidSettingsException {
        return switch (m_features) {
            case NONE -> List.of();
            case TOP -> List.of(available);
            case ALL -> IntStream.rangeClosed(1, available).boxed().toList();
            case CHOSEN -> ChosenLayers.of(m_chosenLayers, available, "\"Features\" (features)");
        };
    }

    private Optional<Prediction.Source> prediction(final DbnPortObjectSpec network) throws InvalidSettingsException {
        switch (m_prediction) {
            case AUTOMATIC:
                return network.target().isPresent() ? Optional.of(Prediction.Source.HEAD)
                    : network.labels().map(labels -> Prediction.Source.LABEL_UNITS);
            case OUTPUT_LAYER:
                if (network.target().isEmpty()) {
                    throw new InvalidSettingsException("The network has no output layer to predict. Put DBN Fine-tune"
                        + " with a target column in front of this node, or choose \"Automatic\" or \"None\" for"
                        + " \"Prediction\" (prediction).");
                }
                return Optional.of(Prediction.Source.HEAD);
            case LABEL_UNITS:
                if (network.labels().isEmpty()) {
                    throw new InvalidSettingsException("The network has no label units to tell a class. Train it with a"
                        + " class column in DBN Wake-Sleep Tune, or choose \"Automatic\" or \"None\" for \"Prediction\""
                        + " (prediction).");
                }
                return Optional.of(Prediction.Source.LABEL_UNITS);
            default:
                return Optional.empty();
        }
    }
}
