// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.layout;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Makes an interface a titled section of the dialog. */
@Retention(RUNTIME)
@Target(TYPE)
public @interface Section {

    /** @return the title */
    String title();

    /** @return a description, empty for none */
    String description() default "";

    /** @return whether the section opens in a drawer at the side */
    boolean sideDrawer() default false;
}
