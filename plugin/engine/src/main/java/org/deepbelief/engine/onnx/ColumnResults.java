// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import org.deepbelief.engine.data.InputColumn;

/** Takes what has become of each column. */
@FunctionalInterface
interface ColumnResults {

    /**
     * @param column one of the encoding's
     * @param value the name of its values in the graph
     */
    void take(InputColumn column, String value);
}
