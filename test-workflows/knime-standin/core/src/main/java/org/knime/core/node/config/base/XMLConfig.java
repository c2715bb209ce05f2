// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;

import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Configurations as XML, in the form of KNIME's settings.xml: four blanks a level, control characters as {@code %%} and
 * five decimal digits, a null string as {@code isnull="true"}.
 */
public final class XMLConfig {

    private static final Pattern ESCAPED = Pattern.compile("%%(\\d{5})");

    private XMLConfig() {
    }

    /**
     * Reads entries into a configuration, which takes over the key of the document's root.
     *
     * @param config the target
     * @param in the XML; not closed
     * @throws IOException if it is no such XML; the message names the line
     */
    public static void load(final ConfigBase config, final InputStream in) throws IOException {
        try {
            final SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(in, new Reader(config));
        } catch (SAXParseException e) {
            throw new IOException("Line " + e.getLineNumber() + ": " + e.getMessage(), e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Writes a configuration and closes the stream.
     *
     * @param config what to write
     * @param out the target
     * @throws IOException if it cannot be written
     */
    public static void save(final ConfigBase config, final OutputStream out) throws IOException {
        final StringBuilder xml = new StringBuilder(1 << 14);
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<config xmlns=\"http://www.knime.org/2008/09/XMLConfig\"")
            .append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"")
            .append(" xsi:schemaLocation=\"http://www.knime.org/2008/09/XMLConfig")
            .append(" http://www.knime.org/XMLConfig_2008_09.xsd\"");
        write(config, xml, 0);
        try (out) {
            out.write(xml.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void write(final ConfigBase config, final StringBuilder xml, final int depth) {
        xml.append(" key=\"").append(attribute(config.getKey())).append('"');
        if (config.keySet().isEmpty()) {
            xml.append("/>\n");
            return;
        }
        xml.append(">\n");
        for (String key : config.keySet()) {
            final AbstractConfigEntry entry = config.getEntry(key);
            xml.append("    ".repeat(depth + 1));
            if (entry instanceof ConfigBase nested) {
                xml.append("<config");
                write(nested, xml, depth + 1);
            } else {
                final String value = entry.toStringValue();
                xml.append("<entry key=\"").append(attribute(key)).append("\" type=\"").append(entry.getType())
                    .append(value == null ? "\" isnull=\"true\" value=\"" : "\" value=\"")
                    .append(value == null ? "" : attribute(value)).append("\"/>\n");
            }
        }
        xml.append("    ".repeat(depth)).append("</config>\n");
    }

    private static String attribute(final String value) {
        final StringBuilder text = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            final boolean escapeSign = c == '%' && i + 1 < value.length() && value.charAt(i + 1) == '%';
            if (c < ' ' || c > '\ud7ff' || escapeSign) {
                text.append(String.format("%%%%%05d", (int)c));
            } else {
                switch (c) {
                    case '&' -> text.append("&amp;");
                    case '<' -> text.append("&lt;");
                    case '>' -> text.append("&gt;");
                    case '"' -> text.append("&quot;");
                    default -> text.append(c);
                }
            }
        }
        return text.toString();
    }

    private static String unescape(final String value) {
        if (value.indexOf("%%") < 0) {
            return value;
        }
        final Matcher matcher = ESCAPED.matcher(value);
        final StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(text,
                Matcher.quoteReplacement(Character.toString((char)Integer.parseInt(matcher.group(1)))));
        }
        return matcher.appendTail(text).toString();
    }

    private static final class Reader extends DefaultHandler {

        private final ConfigBase root;

        private final Deque<ConfigBase> open = new ArrayDeque<>();

        private Locator locator;

        Reader(final ConfigBase root) {
            this.root = root;
        }

        @Override
        public void setDocumentLocator(final Locator documentLocator) {
            this.locator = documentLocator;
        }

        @Override
        public void startElement(final String uri, final String name, final String qualifiedName,
            final Attributes attributes) throws SAXException {
            final String key = attributes.getValue("key");
            if (key == null) {
                throw new SAXParseException("The element \"" + name + "\" has no key.", locator);
            }
            if ("config".equals(name)) {
                if (open.isEmpty()) {
                    root.rename(unescape(key));
                    open.push(root);
                } else {
                    open.push(open.peek().addConfigBase(unescape(key)));
                }
            } else if ("entry".equals(name) && !open.isEmpty()) {
                open.peek().addEntry(entry(unescape(key), attributes));
            } else {
                throw new SAXParseException("Unexpected element \"" + name + "\".", locator);
            }
        }

        private AbstractConfigEntry entry(final String key, final Attributes attributes) throws SAXException {
            final String type = attributes.getValue("type");
            final String value = attributes.getValue("value");
            try {
                final boolean isNull = Boolean.parseBoolean(attributes.getValue("isnull"));
                return ConfigEntries.valueOf(type).createEntry(key, isNull ? null : unescape(value));
            } catch (IllegalArgumentException | NullPointerException e) {
                throw new SAXParseException("The entry \"" + key + "\" of type " + type + " has the invalid value \""
                    + value + "\".", locator, e);
            }
        }

        @Override
        public void endElement(final String uri, final String name, final String qualifiedName) {
            if ("config".equals(name)) {
                open.pop();
            }
        }
    }
}
