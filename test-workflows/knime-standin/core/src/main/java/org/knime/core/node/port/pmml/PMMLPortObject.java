// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port.pmml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import javax.swing.JComponent;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortType;
import org.knime.core.node.port.PortTypeRegistry;

/** A PMML document. KNIME has it as objects of its elements; here it is the text, which must be XML and PMML 4.2. */
public final class PMMLPortObject implements PortObject {

    /** The type of these ports. */
    public static final PortType TYPE = PortTypeRegistry.getInstance().getPortType(PMMLPortObject.class);

    private static final String NAMESPACE = "http://www.dmg.org/PMML-4_2";

    private PMMLPortObjectSpec spec;

    private byte[] document;

    private String model;

    /** @param spec the document's fields */
    public PMMLPortObject(final PMMLPortObjectSpec spec) {
        this.spec = spec;
    }

    /**
     * Takes a document.
     *
     * @param newSpec its fields
     * @param is the document's text, closed afterwards
     * @throws IOException if it cannot be read
     */
    public void loadFrom(final PMMLPortObjectSpec newSpec, final InputStream is) throws IOException {
        try (is) {
            document = is.readAllBytes();
            model = model(document);
        } catch (XMLStreamException e) {
            throw new IOException("The document is no XML: " + e.getMessage(), e);
        }
        spec = newSpec;
    }

    /** The first model in the document; reads it to its end. */
    private static String model(final byte[] text) throws XMLStreamException, IOException {
        final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        final XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(text));
        String found = "none";
        int depth = 0;
        while (xml.hasNext()) {
            final int event = xml.next();
            if (event == XMLStreamReader.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamReader.START_ELEMENT) {
                if (depth == 0
                    && !(NAMESPACE.equals(xml.getNamespaceURI()) && "PMML".equals(xml.getLocalName()))) {
                    throw new IOException("The document is no PMML 4.2.");
                }
                if (depth == 1 && (xml.getLocalName().endsWith("Model") || xml.getLocalName().endsWith("Network"))) {
                    found = xml.getLocalName();
                }
                depth++;
            }
        }
        return found;
    }

    /**
     * Writes the document.
     *
     * @param out the target, closed afterwards
     * @throws IOException if it cannot be written
     */
    public void save(final OutputStream out) throws IOException {
        try (out) {
            out.write(document);
        }
    }

    @Override
    public PMMLPortObjectSpec getSpec() {
        return spec;
    }

    @Override
    public String getSummary() {
        return "PMML document with version 4.2 and models: " + model;
    }

    @Override
    public JComponent[] getViews() {
        return new JComponent[0];
    }
}
