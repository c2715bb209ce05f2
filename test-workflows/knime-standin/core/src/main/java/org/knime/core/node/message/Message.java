// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.message;

import java.util.List;
import java.util.Objects;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;

/** A message to the user: a summary, issues, and resolutions. */
public final class Message {

    private final String summary;

    private final List<String> issues;

    private final List<String> resolutions;

    Message(final String summary, final List<String> issues, final List<String> resolutions) {
        this.summary = Objects.requireNonNull(summary, "A message needs a summary.");
        this.issues = List.copyOf(issues);
        this.resolutions = List.copyOf(resolutions);
    }

    /**
     * @param summary what happened
     * @return the message
     */
    public static Message fromSummary(final String summary) {
        return new Message(summary, List.of(), List.of());
    }

    /**
     * @param summary what happened
     * @param resolutions what to do
     * @return the message
     */
    public static Message fromSummaryWithResolution(final String summary, final String... resolutions) {
        return new Message(summary, List.of(), List.of(resolutions));
    }

    /** @return a builder without anything */
    public static MessageBuilder builder() {
        return new MessageBuilder();
    }

    /** @return a builder with this message's content */
    public MessageBuilder modify() {
        final MessageBuilder builder = new MessageBuilder().withSummary(summary);
        issues.forEach(builder::addTextIssue);
        return builder.addResolutions(resolutions.toArray(String[]::new));
    }

    /** @return what happened */
    public String getSummary() {
        return summary;
    }

    /** @return what to do */
    public List<String> getResolutions() {
        return resolutions;
    }

    /** @return the exception for {@code configure} */
    public InvalidSettingsException toInvalidSettingsException() {
        return new InvalidSettingsException(summary);
    }

    /** @return the exception for {@code execute} */
    public KNIMEException toKNIMEException() {
        return KNIMEException.of(this);
    }

    /**
     * @param cause why
     * @return the exception for {@code execute}
     */
    public KNIMEException toKNIMEException(final Throwable cause) {
        return KNIMEException.of(this, cause);
    }

    /** @return summary, issues and resolutions in lines */
    public String toLogPrintable() {
        final StringBuilder text = new StringBuilder(summary);
        issues.forEach(issue -> text.append("\n  ").append(issue));
        resolutions.forEach(resolution -> text.append("\n  -> ").append(resolution));
        return text.toString();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Message message && summary.equals(message.summary) && issues.equals(message.issues)
            && resolutions.equals(message.resolutions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(summary, issues, resolutions);
    }

    @Override
    public String toString() {
        return summary;
    }
}
