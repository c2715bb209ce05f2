// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.text;

import org.knime.node.parameters.validation.BuiltinValidation;

/** A check of a string field. */
public sealed interface TextInputWidgetValidation extends BuiltinValidation {

    /**
     * What a pattern check needs.
     *
     * @param pattern a regular expression
     */
    record PatternValidationParams(String pattern) {
    }

    /** The text must match a pattern. */
    abstract non-sealed class PatternValidation implements TextInputWidgetValidation {

        @Override
        public final PatternValidationParams getParameters() {
            return new PatternValidationParams(getPattern());
        }

        @Override
        public String getErrorMessage() {
            return "The text must match the pattern " + getPattern() + ".";
        }

        /** @return a regular expression for the whole text */
        protected abstract String getPattern();

        /** The text has something else than white space. */
        public static final class IsNotBlankValidation extends PatternValidation {
            @Override
            public String getErrorMessage() {
                return "The text must not be blank.";
            }

            @Override
            public String getPattern() {
                return ".*\\S.*";
            }
        }

        /** The text has at least one character. */
        public static final class IsNotEmptyValidation extends MinLengthValidation {
            @Override
            public String getErrorMessage() {
                return "The text must not be empty.";
            }

            @Override
            protected int getMinLength() {
                return 1;
            }
        }
    }

    /** The text must have a number of characters at least. */
    abstract non-sealed class MinLengthValidation implements TextInputWidgetValidation {

        record MinLengthValidationParams(int minLength) {
        }

        @Override
        public final MinLengthValidationParams getParameters() {
            return new MinLengthValidationParams(getMinLength());
        }

        @Override
        public String getErrorMessage() {
            return "The text must have " + getMinLength() + " characters at least.";
        }

        /** @return the number of characters */
        protected abstract int getMinLength();
    }

    /** The text must have a number of characters at most. */
    abstract non-sealed class MaxLengthValidation implements TextInputWidgetValidation {

        record MaxLengthValidationParams(int maxLength) {
        }

        @Override
        public final MaxLengthValidationParams getParameters() {
            return new MaxLengthValidationParams(getMaxLength());
        }

        @Override
        public String getErrorMessage() {
            return "The text must have " + getMaxLength() + " characters at most.";
        }

        /** @return the number of characters */
        protected abstract int getMaxLength();
    }
}
