// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.pmml;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes elements of a PMML document. Attributes are given as their names and values in turns. */
final class Elements {

    private static final String NAMESPACE = "http://www.dmg.org/PMML-4_2";

    private final XMLStreamWriter xml;

    Elements(final OutputStream out) throws XMLStreamException {
        // the JDK's own, whatever a program around the engine brings
        xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
    }

    void startDocument() throws XMLStreamException {
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        start("PMML", "xmlns", NAMESPACE, "version", "4.2");
    }

    void endDocument() throws XMLStreamException {
        end();
        xml.writeEndDocument();
        xml.close();
    }

    /** An element with others in it, on a new line. */
    void start(final String name, final String... attributes) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement(name);
        write(attributes);
    }

    void end() throws XMLStreamException {
        xml.writeEndElement();
    }

    void empty(final String name, final String... attributes) throws XMLStreamException {
        xml.writeEmptyElement(name);
        write(attributes);
    }

    void text(final String name, final String content, final String... attributes) throws XMLStreamException {
        xml.writeStartElement(name);
        write(attributes);
        xml.writeCharacters(content);
        xml.writeEndElement();
    }

    private void write(final String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], checked(attributes[i + 1]));
        }
    }

    /** A reader would take a line break for a blank, and refuse the whole document for most other such characters. */
    private static String checked(final String text) {
        text.codePoints().filter(c -> c < ' ' || c == 0xFFFE || c == 0xFFFF
            || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE).findFirst().ifPresent(c -> {
                throw new IllegalArgumentException("The name or value \"" + text + "\" has a character (U+"
                    + String.format("%04X", c) + ") that PMML cannot hold. Rename the column, or replace the value.");
            });
        return text;
    }

    /**
     * A number as PMML writes it.
     *
     * @throws IllegalArgumentException if it is infinite or none
     */
    static String number(final double number) {
        checkFinite(number);
        return Double.toString(number);
    }

    /** As {@link #number(double)}, with as many digits as a float has. */
    static String number(final float number) {
        checkFinite(number);
        return Float.toString(number);
    }

    private static void checkFinite(final double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("The network has the number " + number + " among its weights or in the"
                + " scaling of its columns, which PMML cannot hold. Train it with a lower learning rate.");
        }
    }
}
