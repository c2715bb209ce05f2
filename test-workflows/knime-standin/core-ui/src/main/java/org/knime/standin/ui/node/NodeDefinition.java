// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.node;

import java.util.List;
import java.util.Optional;

import org.knime.core.node.NodeFactory.NodeType;

/**
 * A declared node.
 *
 * @param name the name
 * @param icon the icon's path, relative to the factory's package
 * @param shortDescription one sentence
 * @param fullDescription the description
 * @param sinceVersion the version in which the node came
 * @param inputs the input ports
 * @param outputs the output ports
 * @param model what the node does
 * @param view the view, empty for a node without any
 * @param type the kind of node
 * @param keywords what users may search for
 * @param resources links of the description
 */
public record NodeDefinition(String name, String icon, String shortDescription, String fullDescription,
    String sinceVersion, List<PortDefinition> inputs, List<PortDefinition> outputs, ModelDefinition model,
    Optional<ViewDefinition> view, NodeType type, List<String> keywords, List<Resource> resources) {

    /**
     * A link of the description.
     *
     * @param href the address
     * @param description what is there
     */
    public record Resource(String href, String description) {
    }
}
