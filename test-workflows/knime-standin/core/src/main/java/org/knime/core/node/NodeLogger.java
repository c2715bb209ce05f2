// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Writes log lines to the writers that were added. As in the real platform, what loggers of other vendors' classes say
 * below ERROR is dropped.
 */
public final class NodeLogger {

    private static final Map<String, NodeLogger> LOGGERS = new ConcurrentHashMap<>();

    private static final List<Target> TARGETS = new CopyOnWriteArrayList<>();

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

    private record Target(Writer writer, LEVEL min, LEVEL max) {
    }

    private final String name;

    private final LEVEL least;

    private NodeLogger(final String name) {
        this.name = name;
        this.least = name.startsWith("org.knime.") || name.startsWith("com.knime.") ? LEVEL.DEBUG : LEVEL.ERROR;
    }

    /** How grave a message is. */
    public enum LEVEL {
        /** For developers. */
        DEBUG,
        /** What happens. */
        INFO,
        /** What may be wrong. */
        WARN,
        /** What went wrong. */
        ERROR,
        /** What ends the program. */
        FATAL,
        /** Everything. */
        ALL,
        /** Nothing. */
        OFF
    }

    /**
     * @param c a class
     * @return its logger
     */
    public static NodeLogger getLogger(final Class<?> c) {
        return getLogger(c.getName());
    }

    /**
     * @param s a name
     * @return its logger
     */
    public static NodeLogger getLogger(final String s) {
        return LOGGERS.computeIfAbsent(s, NodeLogger::new);
    }

    /**
     * @param writer where lines go from now on; flushed after each
     * @param minLevel the least level
     * @param maxLevel the highest level
     */
    public static void addWriter(final Writer writer, final LEVEL minLevel, final LEVEL maxLevel) {
        TARGETS.add(new Target(writer, minLevel, maxLevel));
    }

    /** @param writer a writer that was added; it is not closed */
    public static void removeWriter(final Writer writer) {
        TARGETS.removeIf(target -> target.writer == writer);
    }

    /** @return the least level at which this logger says anything */
    public LEVEL getLevel() {
        return least;
    }

    /** @return whether DEBUG messages are logged */
    public boolean isDebugEnabled() {
        return isEnabledFor(LEVEL.DEBUG);
    }

    /** @return whether INFO messages are logged */
    public boolean isInfoEnabled() {
        return isEnabledFor(LEVEL.INFO);
    }

    /**
     * @param level a level
     * @return whether messages of it are logged
     */
    public boolean isEnabledFor(final LEVEL level) {
        return level.compareTo(least) >= 0;
    }

    private void log(final LEVEL level, final Object message, final Throwable thrown) {
        if (!isEnabledFor(level)) {
            return;
        }
        final StringWriter text = new StringWriter();
        text.append(LocalDateTime.now().format(TIME)).append(String.format(" : %-5s : ", level))
            .append(Thread.currentThread().getName()).append(" : ").append(name.substring(name.lastIndexOf('.') + 1))
            .append(" : ").append(String.valueOf(message)).append(System.lineSeparator());
        if (thrown != null) {
            thrown.printStackTrace(new PrintWriter(text, true));
        }
        for (Target target : TARGETS) {
            if (level.compareTo(target.min) >= 0 && level.compareTo(target.max) <= 0) {
                write(target.writer, text.toString());
            }
        }
    }

    private static void write(final Writer writer, final String text) {
        synchronized (writer) {
            try {
                writer.write(text);
                writer.flush();
            } catch (IOException e) {
                removeWriter(writer);
                System.err.println("A log cannot be written any longer: " + e.getMessage());
            }
        }
    }

    /** @param o a message */
    public void debug(final Object o) {
        log(LEVEL.DEBUG, o, null);
    }

    /** @param message gives the message if it is logged */
    public void debug(final Supplier<Object> message) {
        if (isEnabledFor(LEVEL.DEBUG)) {
            log(LEVEL.DEBUG, message.get(), null);
        }
    }

    /**
     * @param o a message
     * @param t what was thrown; its stack trace is logged
     */
    public void debug(final Object o, final Throwable t) {
        log(LEVEL.DEBUG, o, t);
    }

    /**
     * @param format a message as for {@link String#format}
     * @param args its arguments
     */
    public void debugWithFormat(final String format, final Object... args) {
        debug((Supplier<Object>)() -> String.format(format, args));
    }

    /** @param o a message */
    public void info(final Object o) {
        log(LEVEL.INFO, o, null);
    }

    /** @param message gives the message if it is logged */
    public void info(final Supplier<Object> message) {
        if (isEnabledFor(LEVEL.INFO)) {
            log(LEVEL.INFO, message.get(), null);
        }
    }

    /**
     * @param o a message
     * @param t what was thrown; its stack trace is logged
     */
    public void info(final Object o, final Throwable t) {
        log(LEVEL.INFO, o, t);
    }

    /**
     * @param format a message as for {@link String#format}
     * @param args its arguments
     */
    public void infoWithFormat(final String format, final Object... args) {
        info((Supplier<Object>)() -> String.format(format, args));
    }

    /** @param o a message */
    public void warn(final Object o) {
        log(LEVEL.WARN, o, null);
    }

    /** @param message gives the message if it is logged */
    public void warn(final Supplier<Object> message) {
        if (isEnabledFor(LEVEL.WARN)) {
            log(LEVEL.WARN, message.get(), null);
        }
    }

    /**
     * @param o a message
     * @param t what was thrown; its stack trace is logged
     */
    public void warn(final Object o, final Throwable t) {
        log(LEVEL.WARN, o, t);
    }

    /**
     * @param format a message as for {@link String#format}
     * @param args its arguments
     */
    public void warnWithFormat(final String format, final Object... args) {
        warn((Supplier<Object>)() -> String.format(format, args));
    }

    /** @param o a message */
    public void error(final Object o) {
        log(LEVEL.ERROR, o, null);
    }

    /** @param message gives the message if it is logged */
    public void error(final Supplier<Object> message) {
        if (isEnabledFor(LEVEL.ERROR)) {
            log(LEVEL.ERROR, message.get(), null);
        }
    }

    /**
     * @param o a message
     * @param t what was thrown; its stack trace is logged
     */
    public void error(final Object o, final Throwable t) {
        log(LEVEL.ERROR, o, t);
    }

    /**
     * @param format a message as for {@link String#format}
     * @param args its arguments
     */
    public void errorWithFormat(final String format, final Object... args) {
        error((Supplier<Object>)() -> String.format(format, args));
    }

    /** @param o a message */
    public void fatal(final Object o) {
        log(LEVEL.FATAL, o, null);
    }

    /** @param message gives the message if it is logged */
    public void fatal(final Supplier<Object> message) {
        if (isEnabledFor(LEVEL.FATAL)) {
            log(LEVEL.FATAL, message.get(), null);
        }
    }

    /**
     * @param o a message
     * @param t what was thrown; its stack trace is logged
     */
    public void fatal(final Object o, final Throwable t) {
        log(LEVEL.FATAL, o, t);
    }

    /**
     * @param format a message as for {@link String#format}
     * @param args its arguments
     */
    public void fatalWithFormat(final String format, final Object... args) {
        fatal((Supplier<Object>)() -> String.format(format, args));
    }

    /** @param o a message about a mistake in a program */
    public void coding(final Object o) {
        log(LEVEL.ERROR, "CODING PROBLEM\t" + o, null);
    }

    /**
     * @param o a message about a mistake in a program
     * @param t what was thrown
     */
    public void coding(final Object o, final Throwable t) {
        log(LEVEL.ERROR, "CODING PROBLEM\t" + o, t);
    }
}
