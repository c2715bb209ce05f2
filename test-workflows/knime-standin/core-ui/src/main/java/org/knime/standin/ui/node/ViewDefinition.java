// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.node;

import java.util.Optional;
import java.util.function.Function;

import org.knime.core.webui.data.InitialDataService;
import org.knime.core.webui.page.Page;
import org.knime.node.DefaultView.ViewInput;
import org.knime.node.parameters.NodeParameters;

/**
 * A view of a declared node.
 *
 * @param parametersClass the class of its parameters, empty for a view without any
 * @param description the description
 * @param page the page
 * @param initialData makes the service that gives the data the page starts with, empty for a page that needs none
 */
public record ViewDefinition(Optional<Class<? extends NodeParameters>> parametersClass, String description, Page page,
    Optional<Function<ViewInput, InitialDataService<?>>> initialData) {
}
