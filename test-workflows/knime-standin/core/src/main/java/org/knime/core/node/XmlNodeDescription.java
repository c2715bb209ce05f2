// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The description of a node in an XML file; names, type, icon and ports are read. */
final class XmlNodeDescription extends NodeDescription {

    private final Element root;

    private XmlNodeDescription(final Element root) {
        this.root = root;
    }

    static XmlNodeDescription read(final InputStream in) throws SAXException, IOException {
        try {
            final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return new XmlNodeDescription(factory.newDocumentBuilder().parse(in).getDocumentElement());
        } catch (ParserConfigurationException e) {
            throw new IOException(e);
        }
    }

    private Optional<Element> child(final String name, final int index) {
        final NodeList found = root.getElementsByTagNameNS("*", name);
        return Optional.ofNullable((Element)found.item(index));
    }

    private String text(final String element) {
        return child(element, 0).map(found -> found.getTextContent().strip()).orElse(null);
    }

    private String portAttribute(final String port, final int index, final String attribute) {
        return child(port, index).map(found -> found.getAttribute(attribute)).orElse(null);
    }

    private String portText(final String port, final int index) {
        return child(port, index).map(found -> found.getTextContent().strip()).orElse(null);
    }

    @Override
    public String getIconPath() {
        final String icon = root.getAttribute("icon");
        return icon.isEmpty() ? null : icon;
    }

    @Override
    public String getNodeName() {
        return text("name");
    }

    @Override
    public NodeFactory.NodeType getType() {
        final String type = root.getAttribute("type");
        return type.isEmpty() ? NodeFactory.NodeType.Unknown : NodeFactory.NodeType.valueOf(type);
    }

    @Override
    public String getInportName(final int index) {
        return portAttribute("inPort", index, "name");
    }

    @Override
    public String getInportDescription(final int index) {
        return portText("inPort", index);
    }

    @Override
    public String getOutportName(final int index) {
        return portAttribute("outPort", index, "name");
    }

    @Override
    public String getOutportDescription(final int index) {
        return portText("outPort", index);
    }

    @Override
    public int getViewCount() {
        return root.getElementsByTagNameNS("*", "view").getLength();
    }

    @Override
    public String getViewName(final int index) {
        return portAttribute("view", index, "name");
    }

    @Override
    public String getViewDescription(final int index) {
        return portText("view", index);
    }

    @Override
    public String getInteractiveViewName() {
        return portAttribute("interactiveView", 0, "name");
    }

    @Override
    public Optional<String> getShortDescription() {
        return Optional.ofNullable(text("shortDescription"));
    }

    @Override
    public Optional<String> getIntro() {
        return Optional.ofNullable(text("intro"));
    }

    @Override
    public Element getXMLDescription() {
        return root;
    }
}
