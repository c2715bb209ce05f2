// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;

import org.knime.core.node.context.NodeCreationConfiguration;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Creates nodes of one kind.
 *
 * @param <T> the node's model
 */
public abstract class NodeFactory<T extends NodeModel> {

    private NodeDescription description;

    /** For subclasses. */
    protected NodeFactory() {
    }

    /** The kinds of nodes. */
    public enum NodeType {
        /** Reads data. */
        Source,
        /** Writes data. */
        Sink,
        /** Trains a model. */
        Learner,
        /** Applies a model. */
        Predictor,
        /** Changes data. */
        Manipulator,
        /** Shows data. */
        Visualizer,
        /** Shows or takes data in a page. */
        Widget,
        /** Holds a workflow. */
        Meta,
        /** Begins a loop. */
        LoopStart,
        /** Ends a loop. */
        LoopEnd,
        /** Begins a scope. */
        ScopeStart,
        /** Ends a scope. */
        ScopeEnd,
        /** An old kind of input. */
        QuickForm,
        /** Takes settings of a component. */
        Configuration,
        /** None of the others. */
        Other,
        /** Stands for a node that is not installed. */
        Missing,
        /** Not known. */
        Unknown,
        /** A component. */
        Subnode,
        /** The begin of a component. */
        VirtualIn,
        /** The end of a component. */
        VirtualOut,
        /** Exchanges data with a caller. */
        Container
    }

    /**
     * @return the description; by default read from the XML file beside the factory that has the factory's name
     * @throws SAXException if it is no XML
     * @throws IOException if there is none or it cannot be read
     */
    protected NodeDescription createNodeDescription() throws SAXException, IOException {
        try (InputStream in = getPropertiesInputStream()) {
            if (in == null) {
                throw new IOException("There is no description " + getClass().getSimpleName() + ".xml beside "
                    + getClass().getName() + ".");
            }
            return XmlNodeDescription.read(in);
        }
    }

    /**
     * @return the XML file beside the factory that has the factory's name, null if there is none
     * @throws IOException if it cannot be opened
     */
    protected InputStream getPropertiesInputStream() throws IOException {
        return getClass().getResourceAsStream(getClass().getSimpleName() + ".xml");
    }

    /** Called once before the factory is used. */
    public void init() {
        description();
    }

    final synchronized NodeDescription description() {
        if (description == null) {
            try {
                description = createNodeDescription();
            } catch (SAXException e) {
                throw new IllegalStateException("The description of " + getClass().getName() + " cannot be read.", e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return description;
    }

    /** @return the node's name */
    public final String getNodeName() {
        return description().getNodeName();
    }

    /** @return the kind of node */
    public NodeType getType() {
        return description().getType();
    }

    /** @return the description as XML */
    public Element getXMLDescription() {
        return description().getXMLDescription();
    }

    /** @return the icon, null if there is none */
    public URL getIcon() {
        final String path = description().getIconPath();
        return path == null ? null : getClass().getResource(path);
    }

    /**
     * @param index an input port, from 0
     * @return its name
     */
    public String getInportName(final int index) {
        return description().getInportName(index);
    }

    /**
     * @param index an output port, from 0
     * @return its name
     */
    public String getOutportName(final int index) {
        return description().getOutportName(index);
    }

    /**
     * @param index an input port, from 0
     * @return what it takes
     */
    public final String getInportDescription(final int index) {
        return description().getInportDescription(index);
    }

    /**
     * @param index an output port, from 0
     * @return what it gives
     */
    public final String getOutportDescription(final int index) {
        return description().getOutportDescription(index);
    }

    /** @return words under which the node is found */
    public final String[] getKeywords() {
        return description().getKeywords();
    }

    /** @return the name of the interactive view, null if there is none */
    public String getInteractiveViewName() {
        return description().getInteractiveViewName();
    }

    /** @return whether the node should not be used any longer */
    public final boolean isDeprecated() {
        return description().isDeprecated();
    }

    /** @return a new model */
    public abstract T createNodeModel();

    /**
     * @param creationConfig the node's ports
     * @return a new model
     */
    protected T createNodeModel(final NodeCreationConfiguration creationConfig) {
        return createNodeModel();
    }

    /** @return the number of views in windows */
    protected abstract int getNrNodeViews();

    /**
     * @param viewIndex a view, from 0
     * @param nodeModel the model to show
     * @return the view
     */
    public abstract NodeView<T> createNodeView(int viewIndex, T nodeModel);

    /**
     * @param viewIndex a view, from 0
     * @param nodeModel the model to show
     * @return the view
     */
    public AbstractNodeView<T> createAbstractNodeView(final int viewIndex, final T nodeModel) {
        return createNodeView(viewIndex, nodeModel);
    }

    /** @return whether there is a dialog */
    protected abstract boolean hasDialog();

    /** @return a dialog in a window */
    protected abstract NodeDialogPane createNodeDialogPane();
}
