// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.batch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.preferences.ConfigurationScope;
import org.eclipse.core.runtime.preferences.IPreferenceFilter;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.core.runtime.preferences.PreferenceFilterEntry;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeLogger;
import org.knime.core.node.NodeSettings;
import org.knime.core.util.FileUtil;
import org.knime.standin.core.workflow.Workflow;
import org.knime.standin.core.workflow.WorkflowNode;

/** One run of the batch application, from its arguments to its exit code. */
public final class BatchRun {

    /** Everything was executed. */
    public static final int EXECUTED = 0;

    /** Arguments are wrong, or there is no such workflow. */
    public static final int WRONG_ARGUMENTS = 2;

    /** The workflow cannot be loaded. */
    public static final int LOAD_ERROR = 3;

    /** A node failed or was not available, or the workflow cannot be saved. */
    public static final int EXECUTION_ERROR = 4;

    private static final NodeLogger LOGGER = NodeLogger.getLogger(BatchRun.class);

    private final PrintStream out;

    private final PrintStream err;

    private volatile Workflow workflow;

    private volatile boolean canceled;

    /**
     * @param out takes progress and messages of nodes
     * @param err takes what is wrong with arguments and files
     */
    public BatchRun(final PrintStream out, final PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Stops the execution. */
    public void cancel() {
        canceled = true;
        final Workflow current = workflow;
        if (current != null) {
            current.cancel();
        }
    }

    /**
     * @param commandLine the arguments
     * @return the exit code
     */
    public int run(final String... commandLine) {
        if (commandLine.length == 0) {
            out.print(BatchArguments.USAGE);
            return EXECUTED;
        }
        try (BatchLog log = BatchLog.open(List.of(commandLine).contains("-consoleLog"), err)) {
            return runLogged(commandLine);
        } finally {
            if (workflow != null) {
                workflow.dispose();
            }
        }
    }

    private int runLogged(final String... commandLine) {
        LOGGER.info("Batch application " + Stream.of(commandLine)
            .map(argument -> argument.startsWith("-credential") ? "-credential=..." : argument).toList());
        final BatchArguments arguments;
        try {
            arguments = BatchArguments.parse(commandLine);
            if (arguments.preferences() != null) {
                setPreferences(arguments.preferences());
            }
        } catch (BatchArgumentException e) {
            return failed(WRONG_ARGUMENTS, e.getMessage(), e);
        } catch (IOException | CoreException e) {
            return failed(WRONG_ARGUMENTS, "The preferences cannot be read: " + e.getMessage(), e);
        }
        final int code = run(arguments);
        LOGGER.info("Exit code " + code);
        return code;
    }

    private int failed(final int code, final String message, final Exception cause) {
        err.println("ERROR " + message);
        LOGGER.info(message, cause);
        return code;
    }

    private static void setPreferences(final Path file) throws IOException, CoreException {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            final var service = Platform.getPreferencesService();
            service.applyPreferences(service.readPreferences(in), new IPreferenceFilter[]{new AllPreferences()});
        }
    }

    /** Takes every preference of the instance and the configuration. */
    private static final class AllPreferences implements IPreferenceFilter {

        @Override
        public String[] getScopes() {
            return new String[]{InstanceScope.SCOPE, ConfigurationScope.SCOPE};
        }

        @Override
        public Map<String, PreferenceFilterEntry[]> getMapping(final String scope) {
            return null; // the interface's word for everything
        }
    }

    private int run(final BatchArguments arguments) {
        Path folder = arguments.workflow();
        try {
            if (arguments.zipped()) {
                folder = WorkflowZip.unpack(folder, FileUtil.createTempDir("workflow").toPath());
            }
            workflow = Workflow.load(folder);
            workflow.loadErrors().forEach(error -> err.println("LOAD ERROR " + error));
            if (arguments.failOnLoadError() && !workflow.loadErrors().isEmpty()) {
                return LOAD_ERROR;
            }
            if (!arguments.variables().isEmpty()) {
                workflow.setVariables(arguments.variables());
            }
            if (arguments.reset()) {
                workflow.resetAll();
            }
            for (NodeOption option : arguments.options()) {
                apply(option);
            }
        } catch (IOException e) {
            return failed(LOAD_ERROR, "The workflow cannot be loaded: " + e.getMessage(), e);
        } catch (InvalidSettingsException e) {
            return failed(LOAD_ERROR, e.getMessage(), e);
        }
        final boolean executed;
        try {
            if (canceled) {
                workflow.cancel();
            }
            final ConsoleProgress progress = new ConsoleProgress(out);
            executed = workflow.execute(progress);
            progress.summary(workflow);
        } catch (CanceledExecutionException e) {
            return failed(EXECUTION_ERROR, "The execution was canceled.", e);
        }
        if (arguments.save()) {
            try {
                save(arguments, folder);
            } catch (IOException e) {
                return failed(EXECUTION_ERROR, "The workflow cannot be saved: " + e.getMessage(), e);
            }
        }
        return executed ? EXECUTED : EXECUTION_ERROR;
    }

    private void apply(final NodeOption option) throws InvalidSettingsException {
        final Optional<WorkflowNode> found =
            option.ids().size() == 1 ? workflow.node(option.ids().get(0)) : Optional.empty();
        if (found.isEmpty()) {
            err.println("WARNING There is no node " + option.idText() + ", its option " + option.keys()
                + " is ignored.");
            return;
        }
        final WorkflowNode node = found.get();
        if (node.node() == null) {
            err.println("WARNING " + node.label() + " is not installed, its option " + option.keys()
                + " is ignored.");
            return;
        }
        try {
            final NodeSettings model = node.modelSettings();
            option.apply(model);
            workflow.setModelSettings(node, model);
        } catch (InvalidSettingsException e) {
            throw new InvalidSettingsException(
                node.label() + " does not take the option " + String.join("/", option.keys()) + "=" + option.value()
                    + " (" + option.type() + "): " + e.getMessage(), e);
        }
    }

    private void save(final BatchArguments arguments, final Path folder) throws IOException {
        final Path destination = arguments.destination();
        if (destination == null) {
            workflow.save(folder);
            if (arguments.zipped()) {
                WorkflowZip.pack(folder, arguments.workflow());
            }
        } else if (arguments.destinationZipped()) {
            final String name = destination.getFileName().toString().replaceFirst("(?i)\\.zip$", "");
            final Path copy = FileUtil.createTempDir("saved").toPath().resolve(name);
            workflow.save(copy);
            WorkflowZip.pack(copy, destination);
        } else {
            workflow.save(destination);
        }
    }
}
