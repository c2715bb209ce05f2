// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import org.knime.core.node.config.ConfigWO;

/** Write access to the content of a model. */
public interface ModelContentWO extends ConfigWO {

    /**
     * @param key a key
     * @return new, empty nested content
     */
    ModelContentWO addModelContent(String key);

    /** @param content the content to nest under its own key */
    void addModelContent(ModelContent content);
}
