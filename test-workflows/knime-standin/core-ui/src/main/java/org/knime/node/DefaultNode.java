// SPDX-License-Identifier: Apache-2.0
package org.knime.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import org.knime.core.node.FluentNodeAPI;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.core.node.port.PortType;
import org.knime.node.DefaultModel.RequireModelParameters;
import org.knime.node.DefaultView.RequireViewParameters;
import org.knime.node.RequirePorts.ConfigurablePort;
import org.knime.node.RequirePorts.ConfigurablePort.ExtendableConfigurablePort;
import org.knime.node.RequirePorts.ConfigurablePort.FinalConfigurablePort;
import org.knime.node.RequirePorts.ConfigurablePort.OptionalConfigurablePort;
import org.knime.node.RequirePorts.DynamicPortsAdder;
import org.knime.node.RequirePorts.RequireConfigurablePortMode;
import org.knime.node.RequirePorts.RequirePortName;
import org.knime.node.RequirePorts.RequireSupportedTypes;
import org.knime.standin.ui.node.ModelDefinition;
import org.knime.standin.ui.node.NodeDefinition;
import org.knime.standin.ui.node.PortDefinition;

/** The declaration of a node, handed to the constructor of {@link DefaultNodeFactory}. */
public final class DefaultNode implements FluentNodeAPI {

    private final Texts texts;

    private final Ports ports;

    private final ModelDefinition model;

    private final List<NodeDefinition.Resource> resources = new ArrayList<>();

    private Optional<DefaultView> view = Optional.empty();

    private NodeType type = NodeType.Other;

    private List<String> keywords = List.of();

    private DefaultNode(final Texts texts, final Ports ports, final ModelDefinition model) {
        this.texts = texts;
        this.ports = ports;
        this.model = model;
    }

    /** @return the first stage */
    public static RequireName create() {
        return name -> icon -> shortDescription -> fullDescription -> (major, minor, revision) -> addPorts -> {
            final var ports = new Ports();
            addPorts.accept(ports);
            final var texts = new Texts(Objects.requireNonNull(name, "name"), Objects.requireNonNull(icon, "icon"),
                Objects.requireNonNull(shortDescription, "short description"),
                Objects.requireNonNull(fullDescription, "full description"),
                "%d.%d.%d".formatted(major, minor, revision));
            return model -> new DefaultNode(texts, ports, model.apply(DefaultModel.create()).definition());
        };
    }

    /**
     * Adds the node's view; a node has one at most.
     *
     * @param viewFunction makes the view
     * @return this
     */
    public DefaultNode addView(final Function<RequireViewParameters, DefaultView> viewFunction) {
        view = Optional.of(viewFunction.apply(DefaultView.create()));
        return this;
    }

    /**
     * @param nodeType the kind of node, which gives its colour
     * @return this
     */
    public DefaultNode nodeType(final NodeType nodeType) {
        type = Objects.requireNonNull(nodeType, "node type");
        return this;
    }

    /**
     * @param words what users may search for
     * @return this
     */
    public DefaultNode keywords(final String... words) {
        keywords = List.of(words);
        return this;
    }

    /**
     * Adds a link to the node's description.
     *
     * @param href the address
     * @param description what is there
     * @return this
     */
    public DefaultNode addExternalResource(final String href, final String description) {
        resources.add(new NodeDefinition.Resource(href, description));
        return this;
    }

    NodeDefinition definition() {
        return new NodeDefinition(texts.name, texts.icon, texts.shortDescription, texts.fullDescription,
            texts.sinceVersion, List.copyOf(ports.inputs), List.copyOf(ports.outputs), model,
            view.map(DefaultView::definition), type, keywords, List.copyOf(resources));
    }

    private record Texts(String name, String icon, String shortDescription, String fullDescription,
        String sinceVersion) {
    }

    private static final class Ports implements DynamicPortsAdder {

        private final List<PortDefinition> inputs = new ArrayList<>();

        private final List<PortDefinition> outputs = new ArrayList<>();

        @Override
        public DynamicPortsAdder addInputPortGroup(final String id,
            final Function<RequirePortName, ConfigurablePort> port) {
            add(id, port, inputs);
            return this;
        }

        @Override
        public DynamicPortsAdder addOutputPortGroup(final String id,
            final Function<RequirePortName, ConfigurablePort> port) {
            add(id, port, outputs);
            return this;
        }

        private static void add(final String id, final Function<RequirePortName, ConfigurablePort> port,
            final List<PortDefinition> ports) {
            port.apply(name -> description -> new Mode(id, name, description, ports));
        }
    }

    private record Mode(String group, String name, String description, List<PortDefinition> ports)
        implements RequireConfigurablePortMode {

        @Override
        public FinalConfigurablePort fixed(final PortType type) {
            ports.add(new PortDefinition(group, name, description, type, 1, 1));
            return new FinalConfigurablePort();
        }

        @Override
        public RequireSupportedTypes<OptionalConfigurablePort> optional() {
            return types -> {
                if (types.length != 1) {
                    throw new IllegalArgumentException("Only optional ports of one type are offered here.");
                }
                ports.add(new PortDefinition(group, name, description, types[0], 0, 1));
                return new OptionalConfigurablePort() { };
            };
        }

        @Override
        public RequireSupportedTypes<ExtendableConfigurablePort> extendable() {
            return types -> {
                if (types.length != 1) {
                    throw new IllegalArgumentException("Only extendable ports of one type are offered here.");
                }
                final int place = ports.size();
                ports.add(new PortDefinition(group, name, description, types[0], 0, Integer.MAX_VALUE));
                return new ExtendableConfigurablePort() {
                    @Override
                    public ExtendableConfigurablePort fixedTypes(final PortType... fixedTypes) {
                        ports.set(place, new PortDefinition(group, name, description, types[0], fixedTypes.length,
                            Integer.MAX_VALUE));
                        return this;
                    }
                };
            };
        }
    }

    /** The stage that takes the node's name. */
    public interface RequireName {

        /** @return the next stage */
        RequireIcon name(String name);
    }

    /** The stage that takes the node's icon. */
    public interface RequireIcon {

        /**
         * @param relativePath the icon's path, relative to the factory's package
         * @return the next stage
         */
        RequireShortDescription icon(String relativePath);
    }

    /** The stage that takes one sentence about the node. */
    public interface RequireShortDescription {

        /** @return the next stage */
        RequireFullDescription shortDescription(String shortDescription);
    }

    /** The stage that takes the node's description. */
    public interface RequireFullDescription {

        /**
         * @param fullDescription the description; may contain simple HTML
         * @return the next stage
         */
        RequireSinceVersion fullDescription(String fullDescription);
    }

    /** The stage that takes the version in which the node came. */
    public interface RequireSinceVersion {

        /** @return the next stage */
        RequirePorts sinceVersion(int major, int minor, int revision);
    }

    /** The stage that takes what the node does. */
    public interface RequireModel {

        /** @return the declaration */
        DefaultNode model(Function<RequireModelParameters, DefaultModel> model);
    }
}
