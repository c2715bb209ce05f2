// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.def;

import java.util.Objects;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataType;
import org.knime.core.data.NominalValue;
import org.knime.core.data.StringValue;

/** A cell of text. */
public final class StringCell extends DataCell implements StringValue, NominalValue {

    private static final long serialVersionUID = 1L;

    /** The type of these cells. */
    public static final DataType TYPE = DataType.getType(StringCell.class);

    private final String text;

    /** @param text the text, not null */
    public StringCell(final String text) {
        this.text = Objects.requireNonNull(text, "The text of a cell must not be null; use a missing cell.");
    }

    @Override
    public String getStringValue() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    protected boolean equalsDataCell(final DataCell dc) {
        return text.equals(((StringCell)dc).text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
