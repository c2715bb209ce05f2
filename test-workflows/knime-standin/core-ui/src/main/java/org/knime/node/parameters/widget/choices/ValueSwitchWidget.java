// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Shows an enum field as a row of switches. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface ValueSwitchWidget {
}
