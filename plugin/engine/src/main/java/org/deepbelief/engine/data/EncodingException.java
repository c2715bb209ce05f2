// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

/**
 * A value that the encoding cannot take. The message names column and value and says what to do; whoever knows the row
 * adds it.
 */
public final class EncodingException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String column;

    private final String value;

    private final String reason;

    /**
     * @param column the column's name
     * @param value the value as text
     * @param reason what is wrong with it and what to do, as full sentences
     */
    public EncodingException(final String column, final String value, final String reason) {
        super("Column \"" + column + "\" has the value " + value + ": " + reason);
        this.column = column;
        this.value = value;
        this.reason = reason;
    }

    /** The name of the column. */
    public String column() {
        return column;
    }

    /** The value as text. */
    public String value() {
        return value;
    }

    /** What is wrong and what to do. */
    public String reason() {
        return reason;
    }

    /** The whole message with the row in it. */
    public String messageForRow(final String row) {
        return "Column \"" + column + "\" has the value " + value + " in row \"" + row + "\": " + reason;
    }
}
