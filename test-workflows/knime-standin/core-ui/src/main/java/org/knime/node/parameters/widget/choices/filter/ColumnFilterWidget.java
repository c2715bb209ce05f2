// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices.filter;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

import org.knime.node.parameters.widget.choices.ColumnChoicesProvider;

/** Shows a {@link ColumnFilter} and says which columns it offers. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface ColumnFilterWidget {

    /** @return what gives the columns */
    Class<? extends ColumnChoicesProvider> choicesProvider();
}
