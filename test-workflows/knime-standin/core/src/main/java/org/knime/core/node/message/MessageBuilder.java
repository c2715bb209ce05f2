// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what a {@link Message} says. */
public final class MessageBuilder {

    private String summary;

    private final List<String> issues = new ArrayList<>();

    private final List<String> resolutions = new ArrayList<>();

    MessageBuilder() {
    }

    /** @return what happened, if it was set */
    public Optional<String> getSummary() {
        return Optional.ofNullable(summary);
    }

    /**
     * @param newSummary what happened
     * @return this
     */
    public MessageBuilder withSummary(final String newSummary) {
        summary = newSummary;
        return this;
    }

    /**
     * @param text a detail
     * @return this
     */
    public MessageBuilder addTextIssue(final String text) {
        issues.add(text);
        return this;
    }

    /**
     * @param columnIndex a column of the first table, from 0
     * @param rowIndex a row, from 0
     * @param description what is wrong there
     * @return this
     */
    public MessageBuilder addRowIssue(final int columnIndex, final long rowIndex, final String description) {
        return addRowIssue(0, columnIndex, rowIndex, description);
    }

    /**
     * @param portIndex a port, from 0
     * @param columnIndex a column, from 0
     * @param rowIndex a row, from 0
     * @param description what is wrong there
     * @return this
     */
    public MessageBuilder addRowIssue(final int portIndex, final int columnIndex, final long rowIndex,
        final String description) {
        return addTextIssue("Port " + portIndex + ", row number " + (rowIndex + 1) + ", column number "
            + (columnIndex + 1) + ": " + description);
    }

    /**
     * @param texts what to do
     * @return this
     */
    public MessageBuilder addResolutions(final String... texts) {
        resolutions.addAll(List.of(texts));
        return this;
    }

    /** @return the first detail */
    public Optional<String> getFirstIssue() {
        return issues.stream().findFirst();
    }

    /** @return the number of details */
    public long getIssueCount() {
        return issues.size();
    }

    /** @return the message; the first issue is the summary if there is no other; empty if there is neither */
    public Optional<Message> build() {
        final String text = summary == null && !issues.isEmpty() ? issues.get(0) : summary;
        return text == null ? Optional.empty() : Optional.of(new Message(text, issues, resolutions));
    }
}
