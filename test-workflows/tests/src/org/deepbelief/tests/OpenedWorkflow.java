// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.core.runtime.Platform;
import org.knime.core.node.Node;

/**
 * A workflow that the stand-ins have loaded and configured. They do that outside of KNIME's API, so it goes by name:
 * these tests compile against KNIME, too.
 */
public final class OpenedWorkflow implements AutoCloseable {

    private final Class<?> m_type;

    private final Object m_workflow;

    /** Loads the workflow in a folder and configures its nodes. */
    public OpenedWorkflow(final Path folder) throws ReflectiveOperationException {
        m_type = Platform.getBundle("org.knime.core").loadClass("org.knime.standin.core.workflow.Workflow");
        m_workflow = call(null, "load", new Class<?>[]{Path.class}, folder);
    }

    /** Executes what is not executed yet; returns whether all of it is now. */
    public boolean execute() throws ReflectiveOperationException {
        final Class<?> listener =
            m_type.getClassLoader().loadClass("org.knime.standin.core.workflow.WorkflowListener");
        final Object silent = Proxy.newProxyInstance(m_type.getClassLoader(), new Class<?>[]{listener},
            (proxy, method, arguments) -> null);
        return (Boolean)call(m_workflow, "execute", new Class<?>[]{listener}, silent);
    }

    /** Takes back all that was executed. */
    public void reset() throws ReflectiveOperationException {
        call(m_workflow, "resetAll", new Class<?>[0]);
    }

    /** The nodes by their names, ids and states, such as "DBN Predict (#6) CONFIGURED". */
    public Map<String, Node> nodes() throws ReflectiveOperationException {
        final Map<String, Node> nodes = new LinkedHashMap<>();
        for (Object node : (Iterable<?>)call(m_workflow, "nodes", new Class<?>[0])) {
            nodes.put(node.toString(), (Node)node.getClass().getMethod("node").invoke(node));
        }
        return nodes;
    }

    /** What could not be taken over from the folder. */
    public List<?> loadErrors() throws ReflectiveOperationException {
        return (List<?>)call(m_workflow, "loadErrors", new Class<?>[0]);
    }

    @Override
    public void close() throws ReflectiveOperationException {
        call(m_workflow, "dispose", new Class<?>[0]);
    }

    private Object call(final Object target, final String method, final Class<?>[] parameters,
        final Object... arguments) throws ReflectiveOperationException {
        try {
            return m_type.getMethod(method, parameters).invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(method + " failed.", e.getCause());
        }
    }
}
