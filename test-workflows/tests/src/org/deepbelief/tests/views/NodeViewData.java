// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.views;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.runtime.Platform;
import org.knime.core.node.Node;
import org.knime.core.node.NodeModel;

/**
 * Executes a workflow and asks its nodes for their views' initial data. The stand-ins do that outside of KNIME's API, so
 * it goes by name: these tests compile against KNIME, too.
 */
final class NodeViewData {

    private NodeViewData() {
    }

    /**
     * The initial data of every node with a view.
     *
     * @param workflow a folder of the tests' own: the numbers of epochs in it are set
     * @param epochs of every training
     * @return JSON by the node's name
     */
    static Map<String, String> of(final Path workflow, final int epochs) throws IOException, ReflectiveOperationException {
        try (Stream<Path> files = Files.walk(workflow)) {
            for (Path file : files.filter(path -> path.endsWith("settings.xml")).toList()) {
                Files.writeString(file, Files.readString(file).replaceAll("(key=\"epochs\" type=\"xint\" value=)\"\\d+\"",
                    "$1\"" + epochs + "\""));
            }
        }
        final Class<?> type = Platform.getBundle("org.knime.core").loadClass("org.knime.standin.core.workflow.Workflow");
        final Class<?> listener = type.getClassLoader().loadClass("org.knime.standin.core.workflow.WorkflowListener");
        final Object silent = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{listener},
            (proxy, method, arguments) -> null);
        final Object loaded = call(type, null, "load", Path.class, workflow);
        try {
            if (!(Boolean)call(type, loaded, "execute", listener, silent)) {
                throw new IllegalStateException("The workflow was not executed: " + type.getMethod("nodes").invoke(loaded));
            }
            final Map<String, String> found = new LinkedHashMap<>();
            for (Object node : (Iterable<?>)type.getMethod("nodes").invoke(loaded)) {
                final NodeModel model = ((Node)node.getClass().getMethod("node").invoke(node)).getNodeModel();
                if (model.getClass().getSimpleName().equals("DeclaredNodeModel")) {
                    ((Optional<?>)model.getClass().getMethod("initialViewData").invoke(model)).ifPresent(data -> found
                        .put(node.toString(), (String)data));
                }
            }
            return found;
        } finally {
            type.getMethod("dispose").invoke(loaded);
        }
    }

    private static Object call(final Class<?> type, final Object target, final String method, final Class<?> parameter,
        final Object argument) throws ReflectiveOperationException {
        try {
            return type.getMethod(method, parameter).invoke(target, argument);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("The workflow cannot be executed.", e.getCause());
        }
    }
}
