// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters;

import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;

/** Marks a section or a field which the dialog shows only among the advanced settings. */
@Retention(RUNTIME)
public @interface Advanced {
}
