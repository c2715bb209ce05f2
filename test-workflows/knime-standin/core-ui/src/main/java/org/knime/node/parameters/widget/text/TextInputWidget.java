// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.text;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

import org.knime.node.parameters.widget.text.TextInputWidgetValidation.MaxLengthValidation;
import org.knime.node.parameters.widget.text.TextInputWidgetValidation.MinLengthValidation;
import org.knime.node.parameters.widget.text.TextInputWidgetValidation.PatternValidation;

/** A placeholder and checks of a string field. The class named as default stands for no check. */
@Retention(RUNTIME)
@Target(FIELD)
public @interface TextInputWidget {

    /** @return what is shown while the field is empty */
    String placeholder() default "";

    /** @return the pattern that the text must match */
    Class<? extends PatternValidation> patternValidation() default PatternValidation.class;

    /** @return the greatest number of characters */
    Class<? extends MaxLengthValidation> maxLengthValidation() default MaxLengthValidation.class;

    /** @return the smallest number of characters */
    Class<? extends MinLengthValidation> minLengthValidation() default MinLengthValidation.class;
}
