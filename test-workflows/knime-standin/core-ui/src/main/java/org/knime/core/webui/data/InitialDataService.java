// SPDX-License-Identifier: Apache-2.0
package org.knime.core.webui.data;

import java.io.IOException;
import java.util.function.Supplier;

import org.knime.standin.ui.view.JsonText;

/**
 * Gives a page the data that it starts with: an object with {@code result}, or with {@code internalError} if the data
 * could not be made.
 *
 * @param <D> the type of the data
 */
public final class InitialDataService<D> {

    private final Supplier<D> data;

    private final Serializer<D> serializer;

    private InitialDataService(final Supplier<D> data, final Serializer<D> serializer) {
        this.data = data;
        this.serializer = serializer;
    }

    /** @return the data as JSON */
    public String getInitialData() {
        try {
            final var text = serializer.serialize(data.get());
            return "{\"result\":" + (JsonText.isJson(text) ? text : JsonText.write(text)) + "}";
        } catch (IOException | RuntimeException e) {
            return "{\"internalError\":{\"message\":" + JsonText.write(String.valueOf(e.getMessage())) + ",\"type\":"
                + JsonText.write(e.getClass().getName()) + "}}";
        }
    }

    /**
     * @param dataSupplier makes the data
     * @param <D> the type of the data
     * @return a builder
     */
    public static <D> InitialDataServiceBuilder<D> builder(final Supplier<D> dataSupplier) {
        return new InitialDataServiceBuilder<>(dataSupplier);
    }

    /**
     * Builds the service.
     *
     * @param <D> the type of the data
     */
    public static final class InitialDataServiceBuilder<D> {

        private final Supplier<D> data;

        private Serializer<D> serializer;

        private InitialDataServiceBuilder(final Supplier<D> data) {
            this.data = data;
        }

        /**
         * @param dataSerializer writes the data as JSON; null for the default
         * @return this
         */
        public InitialDataServiceBuilder<D> serializer(final Serializer<D> dataSerializer) {
            serializer = dataSerializer;
            return this;
        }

        /** @return the service */
        public InitialDataService<D> build() {
            final Serializer<D> standard = value -> value instanceof String text ? text : JsonText.write(value);
            return new InitialDataService<>(data, serializer == null ? standard : serializer);
        }
    }

    /**
     * Writes data as JSON.
     *
     * @param <D> the type of the data
     */
    @FunctionalInterface
    public interface Serializer<D> {

        /**
         * @param obj the data
         * @return JSON
         * @throws IOException if the data cannot be written
         */
        String serialize(D obj) throws IOException;
    }
}
