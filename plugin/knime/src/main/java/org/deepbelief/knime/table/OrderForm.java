// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Optional;

/**
 * The forms of dates and times by which rows can be ordered, as numbers that sort as they do. KNIME's own types of
 * dates and times live in a bundle of their own; their cells give the ISO form (ISO 8601) as their text, as do texts.
 */
enum OrderForm {

    /** A month, such as 1949-01, in months. */
    MONTH {
        @Override
        Parsed parse(final String text) {
            return new Parsed(YearMonth.parse(text).getLong(java.time.temporal.ChronoField.PROLEPTIC_MONTH), null);
        }

        @Override
        LocalDateTime local(final double key, final ZoneId zone) {
            return LocalDate.of((int)Math.floorDiv((long)key, 12), (int)Math.floorMod((long)key, 12) + 1, 1)
                .atStartOfDay();
        }

        @Override
        String text(final LocalDateTime local, final ZoneId zone) {
            return YearMonth.from(local).toString();
        }
    },

    /** A day, such as 1981-12-31, in days. */
    DATE {
        @Override
        Parsed parse(final String text) {
            return new Parsed(LocalDate.parse(text).toEpochDay(), null);
        }

        @Override
        LocalDateTime local(final double key, final ZoneId zone) {
            return LocalDate.ofEpochDay((long)key).atStartOfDay();
        }

        @Override
        String text(final LocalDateTime local, final ZoneId zone) {
            return local.toLocalDate().toString();
        }
    },

    /** A day and a time, such as 2010-01-02T13:00, in seconds. */
    DATE_TIME {
        @Override
        Parsed parse(final String text) {
            // Many files have a blank where ISO has a T.
            final LocalDateTime parsed =
                LocalDateTime.parse(text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text);
            return new Parsed(parsed.toEpochSecond(ZoneOffset.UTC) + parsed.getNano() * NANO, null);
        }

        @Override
        LocalDateTime local(final double key, final ZoneId zone) {
            return dateTime(key);
        }

        @Override
        String text(final LocalDateTime local, final ZoneId zone) {
            return local.toString();
        }
    },

    /** A day and a time in a zone, such as 2010-01-02T13:00+01:00, in seconds. */
    ZONED {
        @Override
        Parsed parse(final String text) {
            final ZonedDateTime parsed = ZonedDateTime.parse(text);
            return new Parsed(parsed.toEpochSecond() + parsed.getNano() * NANO, parsed.getZone());
        }

        @Override
        LocalDateTime local(final double key, final ZoneId zone) {
            return dateTime(key).atZone(ZoneOffset.UTC).withZoneSameInstant(zone).toLocalDateTime();
        }

        @Override
        String text(final LocalDateTime local, final ZoneId zone) {
            return local.atZone(zone).toString();
        }
    };

    private static final double NANO = 1e-9;

    /** @param zone null where the form has none */
    record Parsed(double key, ZoneId zone) {
    }

    /** @throws DateTimeException if the text is not of this form */
    abstract Parsed parse(String text);

    /** The date and time of a key, in its zone. */
    abstract LocalDateTime local(double key, ZoneId zone);

    /** The text of a date and time in its zone. */
    abstract String text(LocalDateTime local, ZoneId zone);

    /** The form of a text, if it is of one. */
    static Optional<OrderForm> of(final String text) {
        return Arrays.stream(values()).filter(form -> form.parses(text)).findFirst();
    }

    boolean parses(final String text) {
        try {
            parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static LocalDateTime dateTime(final double key) {
        final long seconds = (long)Math.floor(key);
        // A double keeps microseconds of today's dates, and no more.
        final long micros = Math.round((key - seconds) * 1e6);
        return LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC).plusNanos(micros * 1000);
    }
}
