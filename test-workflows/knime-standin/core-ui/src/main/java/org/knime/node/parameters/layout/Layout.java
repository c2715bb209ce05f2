// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.layout;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Puts a field, or all fields of a class, into a layout element such as a {@link Section}. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Layout {

    /** @return the layout element */
    Class<?> value();
}
