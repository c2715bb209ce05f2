// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.util;

import org.knime.core.node.InvalidSettingsException;

/** Checks of arguments, states and settings; templates are those of {@link String#format}. */
public final class CheckUtils {

    private CheckUtils() {
    }

    private static String text(final String template, final Object... args) {
        return args.length == 0 ? template : String.format(template, args);
    }

    /**
     * @param b what must be true
     * @param template the message
     * @param args the message's arguments
     * @throws IllegalArgumentException if it is false
     */
    public static void checkArgument(final boolean b, final String template, final Object... args) {
        if (!b) {
            throw new IllegalArgumentException(text(template, args));
        }
    }

    /**
     * @param <T> its class
     * @param object what must not be null
     * @param template the message
     * @param args the message's arguments
     * @return the object
     * @throws IllegalArgumentException if it is null
     */
    public static <T> T checkArgumentNotNull(final T object, final String template, final Object... args) {
        checkArgument(object != null, template, args);
        return object;
    }

    /**
     * @param b what must be true
     * @param template the message
     * @param args the message's arguments
     * @throws IllegalStateException if it is false
     */
    public static void checkState(final boolean b, final String template, final Object... args) {
        if (!b) {
            throw new IllegalStateException(text(template, args));
        }
    }

    /**
     * @param b what must be true
     * @param template the message
     * @param args the message's arguments
     * @throws InvalidSettingsException if it is false
     */
    public static void checkSetting(final boolean b, final String template, final Object... args)
        throws InvalidSettingsException {
        if (!b) {
            throw new InvalidSettingsException(text(template, args));
        }
    }

    /**
     * @param <T> its class
     * @param object what must not be null
     * @param template the message
     * @param args the message's arguments
     * @return the object
     * @throws InvalidSettingsException if it is null
     */
    public static <T> T checkSettingNotNull(final T object, final String template, final Object... args)
        throws InvalidSettingsException {
        checkSetting(object != null, template, args);
        return object;
    }
}
