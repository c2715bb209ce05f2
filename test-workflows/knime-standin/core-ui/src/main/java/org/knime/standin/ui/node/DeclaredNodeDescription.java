// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.knime.core.node.NodeDescription;
import org.knime.core.node.NodeFactory.NodeType;
import org.knime.core.util.Version;
import org.knime.standin.ui.parameters.DialogDescription;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The description of a declared node, made from its texts and those of its widgets. */
public final class DeclaredNodeDescription extends NodeDescription {

    private final NodeDefinition definition;

    /** @param definition the node's declaration */
    public DeclaredNodeDescription(final NodeDefinition definition) {
        this.definition = definition;
    }

    @Override
    public String getNodeName() {
        return definition.name();
    }

    @Override
    public String getIconPath() {
        return definition.icon();
    }

    @Override
    public Optional<String> getShortDescription() {
        return Optional.of(definition.shortDescription());
    }

    @Override
    public Optional<String> getIntro() {
        return Optional.of(definition.fullDescription());
    }

    @Override
    public NodeType getType() {
        return definition.type();
    }

    @Override
    public String[] getKeywords() {
        return definition.keywords().toArray(String[]::new);
    }

    @Override
    public Optional<Version> getSinceVersion() {
        return Optional.of(new Version(definition.sinceVersion()));
    }

    @Override
    public String getInportName(final int index) {
        return definition.inputs().get(index).name();
    }

    @Override
    public String getInportDescription(final int index) {
        return definition.inputs().get(index).description();
    }

    @Override
    public String getOutportName(final int index) {
        return definition.outputs().get(index).name();
    }

    @Override
    public String getOutportDescription(final int index) {
        return definition.outputs().get(index).description();
    }

    @Override
    public int getViewCount() {
        return 0;
    }

    @Override
    public String getViewName(final int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public String getViewDescription(final int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public String getInteractiveViewName() {
        return definition.view().isPresent() ? definition.name() : null;
    }

    @Override
    public Optional<String> getInteractiveViewDescription() {
        return definition.view().map(ViewDefinition::description);
    }

    @Override
    public List<DialogOptionGroup> getDialogOptionGroups() {
        final var sections = new LinkedHashMap<String, List<DialogOption>>();
        definition.model().parametersClass().map(DialogDescription::of).stream().flatMap(List::stream)
            .forEach(setting -> sections.computeIfAbsent(setting.section(), section -> new ArrayList<>())
                .add(new DialogOption(setting.title(), setting.description(), setting.optional())));
        return sections.entrySet().stream().map(section -> new DialogOptionGroup(
            section.getKey().isEmpty() ? null : section.getKey(), null, section.getValue())).toList();
    }

    @Override
    public Element getXMLDescription() {
        final Document document;
        try {
            document = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        final var node = document.createElement("knimeNode");
        node.setAttribute("icon", definition.icon());
        node.setAttribute("type", definition.type().name());
        add(node, "name", definition.name());
        add(node, "shortDescription", definition.shortDescription());
        final var full = add(node, "fullDescription", "");
        add(full, "intro", definition.fullDescription());
        for (final var group : getDialogOptionGroups()) {
            final var tab = add(full, "tab", "");
            tab.setAttribute("name", group.getName().orElse("Options"));
            group.getOptions().forEach(option -> add(tab, "option", option.getDescription())
                .setAttribute("name", option.getName()));
        }
        final var ports = add(node, "ports", "");
        addPorts(ports, "inPort", definition.inputs());
        addPorts(ports, "outPort", definition.outputs());
        definition.view().ifPresent(view -> add(node, "interactiveView", view.description())
            .setAttribute("name", definition.name()));
        return node;
    }

    private static void addPorts(final Element parent, final String element, final List<PortDefinition> ports) {
        for (var i = 0; i < ports.size(); i++) {
            final var port = add(parent, element, ports.get(i).description());
            port.setAttribute("index", Integer.toString(i));
            port.setAttribute("name", ports.get(i).name());
        }
    }

    private static Element add(final Element parent, final String name, final String text) {
        final var child = parent.getOwnerDocument().createElement(name);
        child.setTextContent(text);
        parent.appendChild(child);
        return child;
    }
}
