// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.node;

import java.util.Optional;

import org.knime.node.DefaultModel.ConfigureInput;
import org.knime.node.DefaultModel.ConfigureOrRearrangerConsumer;
import org.knime.node.DefaultModel.ConfigureOutput;
import org.knime.node.DefaultModel.ExecuteConsumer;
import org.knime.node.parameters.NodeParameters;

/**
 * What a declared node does.
 *
 * @param parametersClass the class of its parameters, empty for a node without any
 * @param configure makes the output specs
 * @param execute makes the output
 */
public record ModelDefinition(Optional<Class<? extends NodeParameters>> parametersClass,
    ConfigureOrRearrangerConsumer<ConfigureInput, ConfigureOutput> configure, ExecuteConsumer execute) {
}
