// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.io.IOException;
import java.io.InputStream;

/** Creates cells of one type. */
public interface DataCellFactory {

    /** @return the type of the cells */
    DataType getDataType();

    /** A factory that reads cells from a stream. */
    interface FromInputStream extends DataCellFactory {

        /**
         * @param input the content
         * @return a new cell
         * @throws java.io.IOException if it cannot be read
         */
        DataCell createCell(InputStream input) throws IOException;
    }

    /** A factory that parses cells from text. */
    interface FromString extends DataCellFactory {

        /**
         * @param input the text
         * @return a new cell
         * @throws IllegalArgumentException if it cannot be parsed
         */
        DataCell createCell(String input);
    }

    /** A factory that parses short text. */
    interface FromSimpleString extends FromString {
    }
}
