// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

/** Writing JSON into memory. A number that was not measured, or is not finite, is null: JSON knows no NaN. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Writes a document. */
    interface Document {

        void write(JsonGenerator json) throws IOException;
    }

    private JsonText() {
    }

    static void write(final Writer text, final Document document) {
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            document.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void writeNumber(final JsonGenerator json, final double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }
}
