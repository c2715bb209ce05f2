// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import javax.xml.parsers.DocumentBuilderFactory;

import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.view.Chromium;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.standin.ui.node.DeclaredNodeModel;
import org.knime.standin.ui.node.NodeDefinition;
import org.knime.standin.ui.node.PortDefinition;
import org.knime.standin.ui.parameters.DialogJson;
import org.knime.standin.ui.parameters.ParametersInput;
import org.knime.standin.ui.parameters.ParametersSettings;

/**
 * Test machinery: the dialog of a node of the plugin, as KNIME's renderer gets it.
 *
 * @param node its name
 * @param name the same, and the ports that were added
 * @param factory makes it
 * @param parametersClass its settings
 * @param connected its surroundings, with a table of penguins and a network of theirs at its inputs
 * @param unconnected its surroundings, without any
 */
record Dialog(String node, String name, NodeFactory<?> factory, Class<? extends NodeParameters> parametersClass,
    NodeParametersInput connected, NodeParametersInput unconnected) {

    /** The columns of the table at the inputs: all but the year. */
    private static final int[] COLUMNS = {0, 1, 2, 3, 4, 5, 6};

    /**
     * The dialogs of all nodes in the order of the node repository, found as KNIME finds the nodes; of nodes with ports
     * that have to be added two, without these and with them.
     */
    static List<Dialog> all() throws Exception {
        final PortObjectSpec table = Tables.penguins(COLUMNS).getSpec();
        final PortObjectSpec network = NodeRunner.configure(new LayerwisePretrainNodeFactory(),
            Map.of("classColumn", "species"), table).announced(0);
        final List<Dialog> dialogs = new ArrayList<>();
        for (final NodeFactory<?> factory : factories()) {
            final NodeDefinition definition = ((DeclaredNodeModel)factory.createNodeModel()).definition();
            if (definition.model().parametersClass().isPresent()) {
                final List<PortDefinition> always =
                    definition.inputs().stream().flatMap(port -> Collections.nCopies(port.least(), port).stream())
                    .toList();
                final List<PortDefinition> all = definition.inputs().stream()
                    .flatMap(port -> Collections.nCopies(Math.max(1, port.least()), port).stream()).toList();
                for (final List<PortDefinition> ports : new LinkedHashSet<>(List.of(always, all))) {
                    final PortObjectSpec[] specs = ports.stream()
                        .map(port -> port.type().equals(DbnPortObject.TYPE) ? network : table)
                        .toArray(PortObjectSpec[]::new);
                    final PortType[] outputs = types(definition.outputs());
                    final String added = ports.stream().filter(port -> port.least() == 0)
                        .map(port -> " with " + port.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining());
                    dialogs.add(new Dialog(definition.name(), definition.name() + added, factory,
                        definition.model().parametersClass().get(),
                        new ParametersInput(types(ports), specs, outputs),
                        new ParametersInput(types(ports), new PortObjectSpec[specs.length], outputs)));
                }
            }
        }
        return dialogs;
    }

    private static PortType[] types(final List<PortDefinition> ports) {
        return ports.stream().map(PortDefinition::type).toArray(PortType[]::new);
    }

    private static List<NodeFactory<?>> factories() throws Exception {
        final var nodes = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(Path.of("plugin.xml").toFile()).getElementsByTagName("node");
        final List<NodeFactory<?>> factories = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            factories.add((NodeFactory<?>)Class.forName(nodes.item(i).getAttributes().getNamedItem("factory-class")
                .getNodeValue()).getConstructor().newInstance());
        }
        return factories;
    }

    /** The settings that the dialog begins with. */
    NodeParameters parameters(final NodeParametersInput input) {
        return ParametersSettings.defaults(parametersClass, input);
    }

    /** The text that KNIME's renderer reads. */
    static String text(final NodeParameters parameters, final NodeParametersInput input) {
        return DialogJson.of(parameters, input).text();
    }

    /** What KNIME's renderer reads, as maps, lists, strings, numbers (double), booleans and nulls. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> json(final NodeParameters parameters, final NodeParametersInput input)
        throws IOException {
        return (Map<String, Object>)Chromium.parse(text(parameters, input));
    }

    @Override
    public String toString() {
        return name;
    }
}
