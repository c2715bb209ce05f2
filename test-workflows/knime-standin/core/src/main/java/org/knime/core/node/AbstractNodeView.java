// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

/**
 * A view of a node.
 *
 * @param <T> what it shows
 */
public abstract class AbstractNodeView<T extends AbstractNodeView.ViewableModel> {

    private final T model;

    /** @param nodeModel what the view shows */
    protected AbstractNodeView(final T nodeModel) {
        model = nodeModel;
    }

    /** @return what the view shows */
    protected final T getViewableModel() {
        return model;
    }

    /** What is shown has changed. */
    protected abstract void modelChanged();

    /** What can be shown in a view. */
    public interface ViewableModel {
    }
}
