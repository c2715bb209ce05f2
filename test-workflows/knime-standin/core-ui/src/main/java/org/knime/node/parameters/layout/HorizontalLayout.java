// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.layout;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Puts the fields of the annotated layout element side by side. */
@Retention(RUNTIME)
@Target(TYPE)
public @interface HorizontalLayout {
}
