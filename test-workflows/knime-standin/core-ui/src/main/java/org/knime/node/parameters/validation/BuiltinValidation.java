// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.validation;

/** A check that the dialog makes while the user types. */
public interface BuiltinValidation {

    /** @return what the dialog shows for a bad value */
    String getErrorMessage();

    /** @return the numbers or texts of the check */
    Object getParameters();
}
