// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.batch;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.knime.core.node.workflow.NodeMessage;
import org.knime.standin.core.workflow.NodeState;
import org.knime.standin.core.workflow.Workflow;
import org.knime.standin.core.workflow.WorkflowListener;
import org.knime.standin.core.workflow.WorkflowNode;

/** Prints what nodes do: their begin, their progress once a second at most, their end, their messages. */
final class ConsoleProgress implements WorkflowListener {

    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final PrintStream out;

    private final Set<WorkflowNode> tried = new HashSet<>();

    private long lastLine;

    private String printed;

    private String pending;

    ConsoleProgress(final PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void started(final WorkflowNode node) {
        tried.add(node);
        out.println(node.label() + " executing");
        lastLine = System.nanoTime();
        printed = null;
        pending = null;
    }

    @Override
    public synchronized void progressed(final WorkflowNode node, final Double fraction, final String message) {
        if (message == null || message.isBlank() || message.equals(printed)) {
            return;
        }
        pending = node.label() + " executing "
            + (fraction == null ? "" : String.format(Locale.ROOT, "%.0f %% ", 100 * fraction)) + message;
        if (System.nanoTime() - lastLine >= INTERVAL_NANOS) {
            printPending(message);
        }
    }

    private void printPending(final String message) {
        out.println(pending);
        lastLine = System.nanoTime();
        printed = message;
        pending = null;
    }

    @Override
    public synchronized void ended(final WorkflowNode node, final double seconds) {
        if (pending != null && printed != null) {
            printPending(null); // the last word of a node whose progress was shown
        }
        out.println(node.label() + (node.state() == NodeState.EXECUTED
            ? String.format(Locale.ROOT, " executed in %.1f s", seconds) : " not executed"));
        printMessage(node);
    }

    private void printMessage(final WorkflowNode node) {
        if (node.message().getMessageType() != NodeMessage.Type.RESET) {
            out.println(node.label() + " " + node.message());
        }
    }

    /** Prints the nodes whose execution did not even begin, and why if they say so. */
    void summary(final Workflow workflow) {
        for (WorkflowNode node : workflow.nodes()) {
            if (node.state() != NodeState.EXECUTED && !tried.contains(node)) {
                out.println(node.label() + " is " + node.state() + ", not executed");
                printMessage(node);
            }
        }
    }
}
