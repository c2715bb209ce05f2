// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.filter;

import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.knime.node.parameters.persistence.Persistable;

/** A choice by a pattern on the whole string. The empty pattern matches nothing. */
public final class PatternFilter implements Persistable {

    String m_pattern = "";

    boolean m_isCaseSensitive;

    boolean m_isInverted;

    /** @return the test on a string, the pattern being a regular expression */
    public Predicate<String> regularExpression() {
        return predicate(m_pattern);
    }

    /** @return the test on a string, where * stands for any characters and ? for one */
    public Predicate<String> wildcard() {
        final var expression = new StringBuilder();
        for (final var character : m_pattern.toCharArray()) {
            expression.append(switch (character) {
                case '*' -> ".*";
                case '?' -> ".";
                default -> Pattern.quote(String.valueOf(character));
            });
        }
        return predicate(expression.toString());
    }

    private Predicate<String> predicate(final String expression) {
        final var flags = Pattern.DOTALL | (m_isCaseSensitive ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        final Predicate<String> matches =
            expression.isEmpty() ? string -> false : Pattern.compile(expression, flags).asMatchPredicate();
        return m_isInverted ? matches.negate() : matches;
    }
}
