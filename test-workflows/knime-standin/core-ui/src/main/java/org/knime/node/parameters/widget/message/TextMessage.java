// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.message;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.Optional;

import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.updates.StateProvider;

/** Shows a message in the dialog, on a field of type {@link Void}. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface TextMessage {

    /** @return what makes the message */
    Class<? extends StateProvider<Optional<Message>>> value();

    /** Makes a message whose texts are fixed. */
    interface SimpleTextMessageProvider extends StateProvider<Optional<Message>> {

        /** @return whether the message is shown */
        boolean showMessage(NodeParametersInput context);

        /** @return the title */
        String title();

        /** @return the text */
        String description();

        /** @return the kind */
        MessageType type();

        @Override
        default void init(final StateProviderInitializer initializer) {
            initializer.computeBeforeOpenDialog();
        }

        @Override
        default Optional<Message> computeState(final NodeParametersInput context) {
            return showMessage(context) ? Optional.of(new Message(title(), description(), type())) : Optional.empty();
        }
    }

    /**
     * A message.
     *
     * @param title the title
     * @param description the text
     * @param type the kind
     */
    record Message(String title, String description, MessageType type) {
    }

    /** The kind of a message. */
    enum MessageType {
        /** For information. */
        INFO,
        /** The node runs, but the user should look. */
        WARNING,
        /** The node will not run. */
        ERROR,
        /** All is well. */
        SUCCESS
    }
}
