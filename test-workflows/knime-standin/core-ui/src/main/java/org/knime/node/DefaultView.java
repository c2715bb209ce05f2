// SPDX-License-Identifier: Apache-2.0
package org.knime.node;

import java.util.Optional;
import java.util.function.Function;

import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.FluentNodeAPI;
import org.knime.core.node.port.PortObject;
import org.knime.core.webui.data.InitialDataService;
import org.knime.core.webui.data.InitialDataService.Serializer;
import org.knime.core.webui.page.Page;
import org.knime.core.webui.page.Page.RequireFromFileOrString;
import org.knime.node.parameters.NodeParameters;
import org.knime.standin.ui.node.ViewDefinition;

/** A node's view: a page and the data that it starts with. */
public final class DefaultView implements FluentNodeAPI {

    private final Optional<Class<? extends NodeParameters>> parametersClass;

    private final String description;

    private final Page page;

    private Optional<DefaultInitialData<?>> initialData = Optional.empty();

    private DefaultView(final Class<? extends NodeParameters> parametersClass, final String description,
        final Page page) {
        this.parametersClass = Optional.ofNullable(parametersClass);
        this.description = description;
        this.page = page;
    }

    static RequireViewParameters create() {
        return parametersClass -> description -> page -> new DefaultView(parametersClass, description,
            page.apply(Page.create()));
    }

    ViewDefinition definition() {
        return new ViewDefinition(parametersClass, description, page, initialData.map(data -> data::service));
    }

    /**
     * @param function makes the data that the page starts with
     * @param <D> the type of the data
     * @return this
     */
    public <D> DefaultView initialData(final Function<RequireInitialData, DefaultInitialData<D>> function) {
        initialData = Optional.of(function.apply(new RequireInitialData() {
            @Override
            public <T> DefaultInitialData<T> data(final Function<ViewInput, T> data) {
                return new DefaultInitialData<>(data);
            }
        }));
        return this;
    }

    /** The stage that takes the view's parameters. */
    public interface RequireViewParameters {

        /**
         * @param parametersClass the class of the view's parameters
         * @return the next stage
         */
        RequireDescription parametersClass(Class<? extends NodeParameters> parametersClass);

        /** @return the next stage, for a view without parameters */
        default RequireDescription withoutParameters() {
            return parametersClass(null);
        }
    }

    /** The stage that takes the view's description. */
    public interface RequireDescription {

        /** @return the next stage */
        RequirePage description(String description);
    }

    /** The stage that takes the view's page. */
    public interface RequirePage {

        /** @return the view */
        DefaultView page(Function<RequireFromFileOrString, Page> page);
    }

    /** The stage that takes the data that the page starts with. */
    public interface RequireInitialData {

        /**
         * @param data makes the data from the node's internal data
         * @param <D> the type of the data
         * @return the data service
         */
        <D> DefaultInitialData<D> data(Function<ViewInput, D> data);
    }

    /** What a view is made from. */
    public interface ViewInput {

        /** @return the view's parameters, null for a view without any */
        <S extends NodeParameters> S getParameters();

        /** @return the tables that execute kept for the view; all internal objects must be tables */
        default BufferedDataTable[] getInternalTables() {
            final var objects = getInternalPortObjects();
            final var tables = new BufferedDataTable[objects.length];
            for (var i = 0; i < objects.length; i++) {
                tables[i] = (BufferedDataTable)objects[i];
            }
            return tables;
        }

        /** @return the objects that execute kept for the view */
        PortObject[] getInternalPortObjects();
    }

    /**
     * The data that the page starts with. Without a serializer a string is taken as JSON, anything else is written as
     * JSON.
     *
     * @param <D> the type of the data
     */
    public static final class DefaultInitialData<D> implements FluentNodeAPI {

        private final Function<ViewInput, D> data;

        private Serializer<D> serializer;

        private DefaultInitialData(final Function<ViewInput, D> data) {
            this.data = data;
        }

        /**
         * @param dataSerializer writes the data as JSON
         * @return this
         */
        public DefaultInitialData<D> serializer(final Serializer<D> dataSerializer) {
            serializer = dataSerializer;
            return this;
        }

        private InitialDataService<D> service(final ViewInput input) {
            return InitialDataService.builder(() -> data.apply(input)).serializer(serializer).build();
        }
    }
}
