// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.number;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

import org.knime.node.parameters.widget.number.NumberInputWidgetValidation.MaxValidation;
import org.knime.node.parameters.widget.number.NumberInputWidgetValidation.MinValidation;

/** Bounds of a number field. The class named as default stands for no bound. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface NumberInputWidget {

    /** @return the lower bound */
    Class<? extends MinValidation> minValidation() default MinValidation.class;

    /** @return the upper bound */
    Class<? extends MaxValidation> maxValidation() default MaxValidation.class;
}
