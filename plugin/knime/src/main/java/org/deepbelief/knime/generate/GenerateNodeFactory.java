// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;

import org.deepbelief.engine.infer.Generation;
import org.deepbelief.engine.infer.Generation.Clamp;
import org.deepbelief.engine.infer.RowConsumer;
import org.deepbelief.engine.infer.RowResults;
import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.execution.ExecutionTrainingMonitor;
import org.deepbelief.knime.execution.Pictures;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.settings.NetworkInput;
import org.deepbelief.knime.settings.SettingsCheck;
import org.deepbelief.knime.table.ImageTable;
import org.deepbelief.knime.table.InputDecoding;
import org.deepbelief.knime.table.OutputColumn;
import org.deepbelief.knime.table.OutputColumn.Kind;
import org.deepbelief.knime.table.OutputTable;
import org.deepbelief.knime.view.ImageGridView;
import org.knime.core.node.BufferedDataContainer;
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

/** DBN Generate: network in, generated rows out. */
public final class GenerateNodeFactory extends DefaultNodeFactory {

    private static final int MOST_IMAGES_IN_VIEW = 1000;

    private static final DefaultNode NODE = ImageGridView.addTo(DefaultNode.create()
        .name("DBN Generate")
        .icon("../../../../icons/generate.png")
        .shortDescription("Lets a deep belief network make up rows: of its own, of a class, or for a unit.")
        .fullDescription("""
            Makes up rows that look like the training data. The top layer dreams: it samples back and forth between its
            units and those below for a number of steps. Then the dream goes down through the generative weights and
            becomes a row, in the columns and the range of the training data.
            <p>
            Use it to see what a network has learned. <i>Freely</i> shows what it believes the data to be. <i>Per
            class</i> holds a label unit on and shows what the class looks like; it needs a network that was trained
            with a class column in <i>DBN Wake-Sleep Tune</i> or <i>DBN Layer-wise Pretrain</i>. <i>Per top unit</i>
            holds one unit of the top layer on and shows what that unit stands for.
            </p>
            <p>
            <b>How to choose.</b> Networks tuned by wake-sleep give the best rows. If the rows look all alike or
            blurred, take more Gibbs steps.
            </p>
            <p>
            <b>The columns.</b> The class, or the number of the top unit; the input columns of the network, numbers as
            expected values; and, if asked for, each row as a picture.
            </p>
            """)
        .sinceVersion(5, 8, 0)
        .ports(ports -> ports
            .addInputPort("Network", "The network.", DbnPortObject.TYPE)
            .addOutputTable("Generated rows", "The rows, in the columns of the network's input."))
        .model(model -> model.parametersClass(GenerateParameters.class)
            .configure(GenerateNodeFactory::configure)
            .execute(GenerateNodeFactory::execute))
        .nodeType(NodeType.Source)
        .keywords("DBN", "generative model", "sampling", "synthetic data", "Gibbs sampling", "RBM", "deep learning"));

    /** For KNIME. */
    public GenerateNodeFactory() {
        super(NODE);
    }

    private static void configure(final ConfigureInput input, final ConfigureOutput output)
        throws InvalidSettingsException {
        final GenerateParameters settings = input.getParameters();
        final DbnPortObjectSpec network = NetworkInput.network(input);
        check(settings, network);
        output.setOutSpecs(OutputColumn.table(columns(settings, network)));
    }

    private static void check(final GenerateParameters settings, final DbnPortObjectSpec network)
        throws InvalidSettingsException {
        SettingsCheck.check(settings);
        NetworkInput.checkTrained(network);
        NetworkInput.checkWayDown(network);
        NetworkInput.checkNotTemporal(network, "DBN Generate");
        if (settings.m_mode == GenerateParameters.Mode.PER_CLASS) {
            final Target labels = network.labels().orElseThrow(() -> new InvalidSettingsException("The network has no"
                + " label units, so it cannot generate rows of a class. Train it with a class column in DBN Wake-Sleep"
                + " Tune, or choose \"Freely\" for \"Generate\" (mode)."));
            if (!settings.m_className.isEmpty() && labels.isKnown()
                && !labels.values().contains(settings.m_className)) {
                throw new InvalidSettingsException("The setting \"Class\" (className) is \"" + settings.m_className
                    + "\", but the network knows only the classes " + String.join(", ", labels.values())
                    + ". Choose one of them, or all classes.");
            }
        }
        NetworkInput.checkImageWidth(settings.m_imageWidth.orElse(0), network.visibleUnits());
        if (settings.m_appendImages && network.visibleUnits() != DbnPortObjectSpec.UNKNOWN
            && ImageTable.width(network.visibleUnits(), settings.m_imageWidth.orElse(0)).isEmpty()) {
            throw new InvalidSettingsException("Each row is to be drawn as a picture, but its " + network.visibleUnits()
                + " units fill no square. Set \"Image width\" (imageWidth), or switch \"Append images\" (appendImages)"
                + " off.");
        }
    }

    private static List<OutputColumn> columns(final GenerateParameters settings, final DbnPortObjectSpec network) {
        final List<OutputColumn> columns = new ArrayList<>();
        switch (settings.m_mode) {
            case PER_CLASS ->
                columns.add(OutputColumn.classes(network.labels().get().name(), network.labels().get()));
            case PER_UNIT -> columns.add(OutputColumn.of("Top unit", Kind.INTEGER));
            case FREELY -> { }
        }
        columns.addAll(InputDecoding.columns(network.inputs(), name -> name));
        if (settings.m_appendImages) {
            columns.add(OutputColumn.of("Image", Kind.IMAGE));
        }
        return columns;
    }

    /** What one run of the engine generates. */
    private record Part(Clamp clamp, String name) {
    }

    private static List<Part> parts(final GenerateParameters settings, final DbnPortObject port) {
        final List<Part> parts = new ArrayList<>();
        switch (settings.m_mode) {
            case FREELY -> parts.add(new Part(new Clamp.Nothing(), ""));
            case PER_CLASS -> {
                final List<String> classes = port.getSpec().labels().get().values();
                for (int c = 0; c < classes.size(); c++) {
                    if (settings.m_className.isEmpty() || settings.m_className.equals(classes.get(c))) {
                        parts.add(new Part(new Clamp.ToClass(c), classes.get(c)));
                    }
                }
            }
            case PER_UNIT -> {
                for (int unit = 0; unit < port.network().lastLayer().hiddenUnits(); unit++) {
                    parts.add(new Part(new Clamp.ToTopUnit(unit), Integer.toString(unit + 1)));
                }
            }
        }
        return parts;
    }

    private static void execute(final ExecuteInput input, final ExecuteOutput output)
        throws CanceledExecutionException, KNIMEException {
        Execution.run(input.getExecutionContext(),
            exec -> generate(input.getParameters(), input.getInPortObject(0), exec, output));
    }

    private static void generate(final GenerateParameters settings, final DbnPortObject port,
        final ExecutionContext exec, final ExecuteOutput output)
        throws InvalidSettingsException, IOException, CanceledExecutionException {
        check(settings, port.getSpec());
        final List<Part> parts = parts(settings, port);
        final OptionalInt width = ImageTable.width(port.network().encoding(), settings.m_imageWidth.orElse(0));
        final BufferedDataContainer images = exec.createDataContainer(ImageTable.SPEC);
        try (OutputTable table = new OutputTable(exec, columns(settings, port.getSpec()))) {
            final Writer writer = new Writer(settings, port, width, table, images, parts.size(), exec);
            for (int p = 0; p < parts.size(); p++) {
                final Part part = parts.get(p);
                try (Generation generation = new Generation(port.network(), part.clamp(), settings.m_gibbsSteps,
                    settings.m_seed + p, settings.m_threads.orElse(0), settings.m_precision.precision())) {
                    writer.part = part;
                    generation.run(settings.m_rows, new ExecutionTrainingMonitor(exec)::cancelled, writer);
                }
            }
            table.warning().ifPresent(output::setWarningMessage);
            output.setOutData(0, table.finish());
        } finally {
            images.close();
        }
        output.setInternalData(images.getTable());
    }

    /** Writes rows as they come. */
    private static final class Writer implements RowConsumer {

        private final GenerateParameters settings;

        /** What the classes are in the table, where there are any. */
        private final TargetKind labelKind;

        private final InputDecoding decoding;

        private final OptionalInt width;

        private final OutputTable table;

        private final BufferedDataContainer images;

        private final long total;

        private final int inputColumns;

        private final ExecutionContext exec;

        private Part part;

        private long written;

        Writer(final GenerateParameters settings, final DbnPortObject port, final OptionalInt width,
            final OutputTable table, final BufferedDataContainer images, final int parts,
            final ExecutionContext exec) {
            this.settings = settings;
            this.labelKind = port.getSpec().labels().map(Target::kind).orElse(TargetKind.NOMINAL);
            this.decoding = new InputDecoding(port.network().encoding());
            this.width = width;
            this.table = table;
            this.images = images;
            this.total = (long)parts * settings.m_rows;
            this.inputColumns = port.network().encoding().columns().size();
            this.exec = exec;
        }

        @Override
        public void accept(final RowResults results) {
            try {
                exec.checkCanceled();
            } catch (CanceledExecutionException e) {
                throw new CancellationException();
            }
            final String key = "Row" + written;
            final double[] units = results.toArray();
            final double[] pixels = width.isPresent() ? units : null;
            final int first = settings.m_mode == GenerateParameters.Mode.FREELY ? 0 : 1;
            table.add(key, row -> {
                switch (settings.m_mode) {
                    case PER_CLASS -> row.className(0, labelKind, part.name());
                    case PER_UNIT -> row.integer(0, Integer.parseInt(part.name()));
                    case FREELY -> { }
                }
                decoding.set(units, row, first);
                if (settings.m_appendImages && pixels != null) {
                    row.image(first + inputColumns, Pictures.grey(pixels, width.getAsInt()));
                }
            });
            if (pixels != null && written < MOST_IMAGES_IN_VIEW) {
                images.addRowToTable(ImageTable.row(key, "Generated", ImageTable.Kind.SAMPLES, label(key), key,
                    width.getAsInt(), pixels));
            }
            final long done = ++written;
            exec.setProgress((double)done / total, () -> "Row " + done + " of " + total);
        }

        private String label(final String key) {
            return switch (settings.m_mode) {
                case FREELY -> key;
                case PER_CLASS -> part.name();
                case PER_UNIT -> "Unit " + part.name();
            };
        }
    }
}
