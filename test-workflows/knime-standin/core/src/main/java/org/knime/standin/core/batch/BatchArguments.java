// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.knime.core.node.workflow.FlowVariable;

/** What the command line asks for. */
final class BatchArguments {

    static final String USAGE = """
        Options of the batch application:
          -workflowDir=FOLDER    the workflow to execute
          -workflowFile=ZIP      the workflow to execute, as a zip file
          -destDir=FOLDER        where to save the executed workflow instead of in its place
          -destFile=ZIP          where to save the executed workflow as a zip file
          -nosave                do not save the executed workflow
          -reset                 reset all nodes first
          -failonloaderror       do not execute if something in the workflow cannot be loaded
          -preferences=FILE      preferences to set first
          -workflow.variable=NAME,VALUE,TYPE     a variable of the workflow; String, int or double
          -option=NODE,KEY[/KEY..],VALUE,TYPE    a setting of a node; int, long, short, byte, boolean, char, float,
                                                 double, String, StringCell, DoubleCell, IntCell or LongCell
          -credential=NAME[;LOGIN[;PASSWORD]]    credentials of the workflow
        Exit codes: 0 executed, 2 wrong arguments or no such workflow, 3 the workflow cannot be loaded,
        4 a node failed or was not available, or the workflow cannot be saved
        """;

    /** What the launcher and the platform leave to their application. */
    private static final Set<String> PLATFORM = Set.of("-nosplash", "-consolelog", "-showlocation", "-noexit",
        "-debug", "-clean", "-launcher.suppresserrors", "--launcher.suppresserrors");

    private Path workflow;

    private boolean zipped;

    private Path destination;

    private boolean destinationZipped;

    private boolean save = true;

    private boolean reset;

    private boolean failOnLoadError;

    private Path preferences;

    private final List<FlowVariable> variables = new ArrayList<>();

    private final List<NodeOption> options = new ArrayList<>();

    private BatchArguments() {
    }

    static BatchArguments parse(final String... arguments) throws BatchArgumentException {
        final BatchArguments parsed = new BatchArguments();
        for (String argument : arguments) {
            final int equals = argument.indexOf('=');
            if (equals < 0) {
                parsed.takeFlag(argument);
            } else {
                parsed.take(argument.substring(0, equals), argument.substring(equals + 1), argument);
            }
        }
        if (parsed.workflow == null) {
            throw new BatchArgumentException("No workflow is named; use -workflowDir= or -workflowFile=.");
        }
        return parsed;
    }

    private void takeFlag(final String argument) throws BatchArgumentException {
        switch (argument) {
            case "-nosave" -> save = false;
            case "-reset" -> reset = true;
            case "-failonloaderror" -> failOnLoadError = true;
            case "-workflowDir", "-workflowFile", "-destDir", "-destFile", "-preferences", "-workflow.variable",
                 "-option", "-credential" ->
                throw new BatchArgumentException("\"" + argument + "\" needs a value: " + argument + "=...");
            default -> {
                if (!PLATFORM.contains(argument.toLowerCase(Locale.ROOT))) {
                    throw new BatchArgumentException("Unknown option \"" + argument + "\".");
                }
            }
        }
    }

    private void take(final String name, final String value, final String argument) throws BatchArgumentException {
        if (value.isEmpty()) {
            throw new BatchArgumentException("\"" + argument + "\" has an empty value.");
        }
        switch (name) {
            case "-workflowDir" -> {
                workflow = Path.of(value);
                if (!Files.isDirectory(workflow)) {
                    throw new BatchArgumentException("There is no workflow folder \"" + value + "\".");
                }
            }
            case "-workflowFile" -> {
                workflow = Path.of(value);
                zipped = true;
                if (!Files.isRegularFile(workflow)) {
                    throw new BatchArgumentException("There is no workflow file \"" + value + "\".");
                }
            }
            case "-destDir" -> destination = Path.of(value);
            case "-destFile" -> {
                destination = Path.of(value);
                destinationZipped = true;
            }
            case "-preferences" -> {
                preferences = Path.of(value);
                if (!Files.isRegularFile(preferences)) {
                    throw new BatchArgumentException("There is no preference file \"" + value + "\".");
                }
            }
            case "-workflow.variable" -> variables.add(variable(value, argument));
            case "-option" -> options.add(NodeOption.parse(value));
            case "-credential" -> checkCredential(value, argument);
            default -> throw new BatchArgumentException("Unknown option \"" + name + "\".");
        }
    }

    private static FlowVariable variable(final String text, final String argument) throws BatchArgumentException {
        final List<String> parts = splitQuoted(text);
        if (parts.size() != 3 || parts.get(0).isEmpty()) {
            throw new BatchArgumentException(
                "\"" + argument + "\" is not of the form -workflow.variable=name,value,type.");
        }
        final String name = parts.get(0);
        final String value = parts.get(1);
        try {
            return switch (parts.get(2)) {
                case "String" -> new FlowVariable(name, value);
                case "int" -> new FlowVariable(name, Integer.parseInt(value));
                case "double" -> new FlowVariable(name, Double.parseDouble(value));
                default -> throw new BatchArgumentException("\"" + parts.get(2) + "\" in \"" + argument
                    + "\" is no type; there are String, int, double.");
            };
        } catch (NumberFormatException e) {
            throw new BatchArgumentException("\"" + value + "\" in \"" + argument + "\" is no " + parts.get(2) + ".");
        }
    }

    /** Splits at commas outside of single or double quotes; a backslash in quotes takes the next character as it is. */
    private static List<String> splitQuoted(final String text) {
        final List<String> parts = new ArrayList<>();
        final StringBuilder part = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (quote != 0 && c == '\\' && i + 1 < text.length()) {
                part.append(text.charAt(++i));
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (quote == 0 && c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /** Credentials are checked for their form only: no node that can be executed here asks for any. */
    private static void checkCredential(final String value, final String argument) throws BatchArgumentException {
        if (value.split(";", 3)[0].isBlank()) {
            throw new BatchArgumentException("\"" + argument + "\" names no credentials.");
        }
    }

    Path workflow() {
        return workflow;
    }

    boolean zipped() {
        return zipped;
    }

    Path destination() {
        return destination;
    }

    boolean destinationZipped() {
        return destinationZipped;
    }

    boolean save() {
        return save;
    }

    boolean reset() {
        return reset;
    }

    boolean failOnLoadError() {
        return failOnLoadError;
    }

    Path preferences() {
        return preferences;
    }

    List<FlowVariable> variables() {
        return variables;
    }

    List<NodeOption> options() {
        return options;
    }
}
