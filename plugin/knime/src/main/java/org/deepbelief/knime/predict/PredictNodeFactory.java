// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.predict;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.deepbelief.engine.infer.Evaluation;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.infer.RowResults;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.table.OutputColumn;
import org.deepbelief.knime.table.OutputRow;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.TableRows;
import org.deepbelief.knime.table.TableStream;
import org.knime.core.data.DataTableSpec;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ConfigureOutput;
import org.knime.node.DefaultModel.ExecuteInput;
import org.knime.node.DefaultModel.ExecuteOutput;
import org.knime.node.DefaultNode;
import org.knime.node.DefaultNodeFactory;

/** DBN Predict: network and table in, table with predictions out. */
public final class PredictNodeFactory extends DefaultNodeFactory {

    private static final DefaultNode NODE = DefaultNode.create()
        .name("DBN Predict")
        .icon("../../../../icons/predict.png")
        .shortDescription("Predicts the class or the number of each row with a deep belief network.")
        .fullDescription("""
            Appends what the network predicts of each row: the class with a probability for each class, or the number.
            <p>
            Use it behind <i>DBN Fine-tune</i> with a target column. A network that was trained with a class column in
            <i>DBN Layer-wise Pretrain</i> or <i>DBN Wake-Sleep Tune</i> predicts by its label units: the class whose
            label, together with what the layers below recognise, has the lowest free energy in the top layer.
            </p>
            <p>
            <b>The new columns.</b> "Prediction (digit)" is the most probable class of the column "digit" and of that
            column's type, or the expected number. "P (digit=three)" is the probability of the class "three"; the
            probabilities of a row add up to 1. Both can have other names, so that the predictions of several networks
            can stand in one table.
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addInputPort("Network", "The network.", DbnPortObject.TYPE)
            .addInputTable("Rows", "Rows with the columns of the network; the target column is not needed.")
            .addOutputTable("Rows with predictions", "The rows with the predictions appended. A row that was skipped"
                + " for a missing value has missing predictions."))
        .model(model -> model.parametersClass(PredictParameters.class)
            .configure(PredictNodeFactory::configure)
            .execute(PredictNodeFactory::execute))
        .nodeType(NodeType.Predictor)
        .keywords("DBN", "classification", "regression", "neural network", "deep learning", "apply", "score");

    /** For KNIME. */
    public PredictNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final PredictParameters settings = input.getParameters();
        final DbnPortObjectSpec network = NetworkInput.network(input);
        final DataTableSpec table = NetworkInput.table(input, network, settings.m_absentSenses);
        settings.check();
        final Target target = target(settings, network);
        // Where only the data tells the classes, the columns are known once the training has run.
        if (target.isKnown()) {
            output.setOutSpecs(OutputColumn.append(table, columns(settings, target)));
        }
    }

    private static Prediction.Source source(final PredictParameters settings, final DbnPortObjectSpec network) {
        return switch (settings.m_source) {
            case AUTOMATIC -> network.target().isPresent() ? Prediction.Source.HEAD : Prediction.Source.LABEL_UNITS;
            case OUTPUT_LAYER -> Prediction.Source.HEAD;
            case LABEL_UNITS -> Prediction.Source.LABEL_UNITS;
        };
    }

    private static Target target(final PredictParameters settings, final DbnPortObjectSpec network)
        throws InvalidSettingsException {
        final Prediction.Source source = source(settings, network);
        final Optional<Target> target = source == Prediction.Source.HEAD ? network.target() : network.labels();
        if (target.isPresent()) {
            return target.get();
        }
        throw new InvalidSettingsException(switch (settings.m_source) {
            case AUTOMATIC -> "The network was trained without a target, so it has nothing to predict. Put DBN"
                + " Fine-tune with a target column in front of this node.";
            case OUTPUT_LAYER -> "The network has no output layer. Put DBN Fine-tune with a target column in front of"
                + " this node" + (network.labels().isPresent() ? ", or choose \"Label units\" for \"Predict by\""
                    + " (source)." : ""
                    + ".");
            case LABEL_UNITS -> "The network has no label units. Train it with a class column in DBN Wake-Sleep Tune"
                + (network.target().isPresent() ? ", or choose \"Output layer\" for \"Predict by\" (source)." : ".");
        });
    }

    private static List<OutputColumn> columns(final PredictParameters settings, final Target target) {
        final List<OutputColumn> columns = new ArrayList<>();
        final String prediction = settings.predictionColumn(target.name());
        columns.add(target.kind() == TargetKind.NUMBER ? OutputColumn.number(prediction)
            : OutputColumn.classes(prediction, target));
        if (target.kind().isClass() && settings.m_appendProbabilities) {
            target.values().forEach(
                value -> columns.add(OutputColumn.number("P (" + target.name() + "=" + value + ")"
                    + settings.m_probabilitySuffix)));
        }
        return columns;
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(), exec -> output.setOutData(0, predict(input.getParameters(),
            input.getInPortObject(0), input.getInTable(1), exec, output::setWarningMessage)));
    }

    private static BufferedDataTable predict(final PredictParameters settings, final DbnPortObject port,
        final BufferedDataTable table, final ExecutionContext exec, final Consumer<String> warn)
        throws InvalidSettingsException, IOException, CanceledExecutionException {
        NetworkInput.check(table.getDataTableSpec(), port.getSpec(), settings.m_absentSenses);
        final Target target = target(settings, port.getSpec());
        final List<OutputColumn> columns = columns(settings, target);
        final RowReader reader = RowReader.of(table.getDataTableSpec(), port.network(), settings.m_missingValues,
            settings.m_unknownValues.unknownValue(), settings.m_absentSenses);
        try (Prediction prediction =
            new Prediction(port.network(), source(settings, port.getSpec()), settings.m_threads.orElse(0),
                settings.m_precision.precision())) {
            return TableStream.append(TableRows.of(table, port.getSpec().rowOrder(),
                exec.createSubProgress(0)), reader, columns, prediction::run, (results, row, cells) -> {
                if (target.kind() == TargetKind.NUMBER) {
                    cells.number(0, results.at(0));
                } else {
                    setClass(results, target, settings.m_appendProbabilities, cells);
                }
            }, exec, warn);
        }
    }

    private static void setClass(final RowResults results, final Target target, final boolean appendProbabilities,
        final OutputRow cells) {
        final int best = Evaluation.mostProbable(results);
        // Of probabilities that are none, none is the greatest.
        if (Double.isFinite(results.at(best))) {
            cells.className(0, target.kind(), target.values().get(best));
        } else {
            cells.overflow(0);
        }
        if (appendProbabilities) {
            for (int c = 0; c < results.size(); c++) {
                cells.number(1 + c, results.at(c));
            }
        }
    }
}
