// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.filter;

/** How a filter over strings chooses. The names stand in settings. */
public enum StringFilterMode {
    /** By hand. */
    MANUAL,
    /** By regular expression. */
    REGEX,
    /** By a pattern with * and ?. */
    WILDCARD
}
