// SPDX-License-Identifier: Apache-2.0
package org.knime.core.util;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;

/** A version: three numbers and a qualifier. */
public final class Version implements Comparable<Version>, Serializable {

    private static final long serialVersionUID = 1L;

    private static final Comparator<Version> ORDER = Comparator.comparingInt(Version::getMajor)
        .thenComparingInt(Version::getMinor).thenComparingInt(Version::getRevision)
        .thenComparing(Version::getQualifier);

    private final int major;

    private final int minor;

    private final int revision;

    private final String qualifier;

    /**
     * @param major the first number
     * @param minor the second
     * @param revision the third
     */
    public Version(final int major, final int minor, final int revision) {
        this(major, minor, revision, "");
    }

    /**
     * @param major the first number
     * @param minor the second
     * @param revision the third
     * @param qualifier the qualifier, may be empty
     */
    public Version(final int major, final int minor, final int revision, final String qualifier) {
        this.major = major;
        this.minor = minor;
        this.revision = revision;
        this.qualifier = Objects.requireNonNull(qualifier);
    }

    /**
     * @param version numbers and qualifier separated by dots; absent numbers are 0
     * @throws IllegalArgumentException if it is no version
     */
    public Version(final String version) {
        final String[] parts = version.split("\\.", 4);
        try {
            major = Integer.parseInt(parts[0]);
            minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            revision = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
            qualifier = parts.length > 3 ? parts[3] : "";
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + version + "\" is no version.", e);
        }
    }

    /** @return the first number */
    public int getMajor() {
        return major;
    }

    /** @return the second number */
    public int getMinor() {
        return minor;
    }

    /** @return the third number */
    public int getRevision() {
        return revision;
    }

    /** @return the qualifier, may be empty */
    public String getQualifier() {
        return qualifier;
    }

    /**
     * @param o another version
     * @return whether this one is not older
     */
    public boolean isSameOrNewer(final Version o) {
        return compareTo(o) >= 0;
    }

    @Override
    public int compareTo(final Version o) {
        return ORDER.compare(this, o);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Version version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(major, minor, revision, qualifier);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + revision + (qualifier.isEmpty() ? "" : "." + qualifier);
    }
}
