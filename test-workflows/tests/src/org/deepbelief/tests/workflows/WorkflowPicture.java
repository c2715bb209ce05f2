// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.workflows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.deepbelief.tests.Checkout;

/**
 * A workflow as KNIME's canvas shows it, as SVG: nodes in the colours of their kinds with icon, name, comment, ports
 * and traffic light; connections; the workflow's comments. The main method draws every workflow's {@code workflow.svg}.
 */
final class WorkflowPicture {

    /** A node's kind gives its colour. */
    private enum Kind {
        SOURCE("#f7931e"), SINK("#c1272d"), MANIPULATOR("#ffd800"), LEARNER("#c8e630"), PREDICTOR("#39b54a"),
        VISUALIZER("#29abe2"), OTHER("#9b9b9b");

        private final String color;

        Kind(final String color) {
            this.color = color;
        }
    }

    /** What is to be known of a node beyond its settings; the glyph fills 16 x 16, null for one of our icons. */
    private record Look(Kind kind, String glyph) {
    }

    private record Node(int x, int y, String name, String factory, String comment, String state, int outputs) {

        int centreX() {
            return x + SIDE / 2;
        }

        int centreY() {
            return y + SIDE / 2;
        }
    }

    private record Connection(int source, int sourcePort, int destination, int destinationPort) {
    }

    private static final int SIDE = 40;
    private static final int PORT_DISTANCE = 18;
    private static final int MARGIN = 30;
    private static final int TEXT_HALF_WIDTH = 76;
    private static final int COMMENT_LETTERS = 24;
    private static final int ANNOTATION_LINE = 16;

    private static final String OURS = "org.deepbelief.knime.";
    private static final String NETWORK = "#1f4e79";
    private static final String TABLE = "#333333";
    private static final String VARIABLES = "#ff4b4b";

    private static final Map<String, Kind> OUR_KINDS = Map.of("pretrain", Kind.LEARNER, "wakesleep", Kind.LEARNER,
        "finetune", Kind.LEARNER, "embed", Kind.LEARNER, "fuse", Kind.LEARNER, "generate", Kind.SOURCE, "inspect",
        Kind.VISUALIZER, "reader", Kind.SOURCE, "writer", Kind.SINK, "pmml", Kind.MANIPULATOR);

    private static final String GRID = "<rect x=\"1.5\" y=\"3.5\" width=\"9\" height=\"9\" fill=\"#fff\"/>"
        + "<path d=\"M1.5 6.5h9M1.5 9.5h9M4.5 3.5v9M7.5 3.5v9\"/>";

    private static final Map<String, Look> LOOKS = Map.of( //
        "CSVTableReaderNodeFactory", new Look(Kind.SOURCE, GRID + "<path d=\"M15.5 8h-4M13.5 5.5L11 8l2.5 2.5\"/>"), //
        "CSVWriter2NodeFactory", new Look(Kind.SINK, GRID + "<path d=\"M11 8h4M13 5.5L15.5 8L13 10.5\"/>"), //
        "ModelReaderNodeFactory", new Look(Kind.SOURCE, model("M15.5 8h-4M13.5 5.5L11 8l2.5 2.5")), //
        "ModelWriterNodeFactory", new Look(Kind.SINK, model("M11 8h4M13 5.5L15.5 8L13 10.5")), //
        "PMMLWriterNodeFactory2", new Look(Kind.SINK, model("M11 8h4M13 5.5L15.5 8L13 10.5")), //
        "PartitionNodeFactory", new Look(Kind.MANIPULATOR, "<rect x=\"3.5\" y=\"1.5\" width=\"9\" height=\"6\" fill=\"#fff\"/>"
            + "<path d=\"M3.5 4.5h9M8 1.5v6\"/><rect x=\"3.5\" y=\"10.5\" width=\"9\" height=\"4\" fill=\"#fff\"/>"
            + "<path d=\"M8 10.5v4\"/>"), //
        "KnnNodeFactory2", new Look(Kind.PREDICTOR, "<circle cx=\"8\" cy=\"8\" r=\"6.5\" fill=\"#fff\"/>"
            + "<circle cx=\"8\" cy=\"8\" r=\"1\" fill=\"#000\"/><path d=\"M8 8L5 5M8 8l4-1M8 8l-1 4\"/>"), //
        "AccuracyScorer2NodeFactory", new Look(Kind.OTHER, "<rect x=\"1.5\" y=\"1.5\" width=\"13\" height=\"13\" fill=\"#fff\"/>"
            + "<path d=\"M4 8.5L7 11.5L12 4.5\" stroke-width=\"2\"/>"));

    private WorkflowPicture() {
    }

    private static String model(final String arrow) {
        return "<rect x=\"1.5\" y=\"3.5\" width=\"9\" height=\"9\" fill=\"#fff\"/><path d=\"M3.5 10.5L6 5.5L8.5 10.5Z" + arrow
            + "\"/>";
    }

    /** Draws all workflows of the checkout that the property {@code checkout} names. */
    public static void main(final String[] arguments) throws IOException {
        for (final Path workflow : Checkout.workflows()) {
            Files.writeString(workflow.resolve("workflow.svg"), of(workflow));
        }
    }

    /** The picture of the workflow in a folder. */
    static String of(final Path workflow) throws IOException {
        final Map<String, String> settings = SettingsFile.entries(workflow.resolve("workflow.knime"));
        final SortedMap<Integer, Node> nodes = nodes(workflow, settings);
        final List<Connection> connections = connections(settings);
        final StringBuilder content = new StringBuilder();
        int left = Integer.MAX_VALUE;
        int top = Integer.MAX_VALUE;
        int right = Integer.MIN_VALUE;
        int bottom = Integer.MIN_VALUE;
        for (int i = 0; settings.containsKey("/annotations/annotation_" + i); i++) {
            final String key = "/annotations/annotation_" + i + "/";
            final int x = number(settings, key + "x-coordinate");
            final int y = number(settings, key + "y-coordinate");
            final int width = number(settings, key + "width");
            final int height = annotation(content, settings, key, x, y, width);
            left = Math.min(left, x);
            top = Math.min(top, y);
            right = Math.max(right, x + width);
            bottom = Math.max(bottom, y + height);
        }
        for (final Node node : nodes.values()) {
            left = Math.min(left, node.centreX() - TEXT_HALF_WIDTH);
            right = Math.max(right, node.centreX() + TEXT_HALF_WIDTH);
            top = Math.min(top, node.y() - 20);
            bottom = Math.max(bottom, node.y() + SIDE + 24 + 14 * wrapped(node.comment(), COMMENT_LETTERS).size());
        }
        for (final Connection connection : connections) {
            connect(content, nodes, connections, connection);
        }
        for (final var entry : nodes.entrySet()) {
            draw(content, entry.getKey(), nodes, connections);
        }
        final int width = right - left + 2 * MARGIN;
        final int height = bottom - top + 2 * MARGIN;
        final String frame = "%d %d %d %d".formatted(left - MARGIN, top - MARGIN, width, height);
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- SPDX-License-Identifier: Apache-2.0 -->
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="%s" width="%d" height="%d" font-family="Roboto, Arial, sans-serif" font-size="12" text-anchor="middle">
            <style>text { paint-order: stroke; stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round; }</style>
            <title>The workflow %s: %s</title>
            <rect x="%d" y="%d" width="%d" height="%d" fill="#ffffff"/>
            %s</svg>
            """
            .formatted(frame, width, height, workflow.getFileName(),
                String.join(", ", nodes.values().stream().map(Node::name).toList()), left - MARGIN, top - MARGIN, width,
                height, content);
    }

    private static SortedMap<Integer, Node> nodes(final Path workflow, final Map<String, String> settings)
        throws IOException {
        final SortedMap<Integer, Node> nodes = new TreeMap<>();
        for (final var file : SettingsFile.of(workflow).entrySet()) {
            final Map<String, String> node = SettingsFile.entries(file.getValue());
            final String place = "/nodes/node_" + file.getKey() + "/ui_settings/extrainfo.node.bounds/";
            final int outputs = (int)node.keySet().stream().filter(key -> key.matches("/ports/port_\\d+")).count();
            nodes.put(file.getKey(),
                new Node(number(settings, place + "0"), number(settings, place + "1"), text(node, "/node-name"),
                    text(node, "/factory"), text(node, "/nodeAnnotation/text"), text(node, "/state"), outputs));
        }
        return nodes;
    }

    private static List<Connection> connections(final Map<String, String> settings) {
        final List<Connection> connections = new ArrayList<>();
        for (int i = 0; settings.containsKey("/connections/connection_" + i); i++) {
            final String key = "/connections/connection_" + i + "/";
            connections.add(new Connection(number(settings, key + "sourceID"), number(settings, key + "sourcePort"),
                number(settings, key + "destID"), number(settings, key + "destPort")));
        }
        return connections;
    }

    /** A value without the type and the mark of null that stand before it. */
    private static String text(final Map<String, String> settings, final String key) {
        return settings.getOrDefault(key, "  ").split(" ", 3)[2];
    }

    private static int number(final Map<String, String> settings, final String key) {
        return Integer.parseInt(text(settings, key));
    }

    private static String escaped(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static List<String> wrapped(final String text, final int letters) {
        final List<String> lines = new ArrayList<>();
        for (final String paragraph : text.split("\n", -1)) {
            String line = "";
            for (final String word : paragraph.split(" ")) {
                if (!line.isEmpty() && line.length() + 1 + word.length() > letters) {
                    lines.add(line);
                    line = "";
                }
                line += line.isEmpty() ? word : " " + word;
            }
            lines.add(line);
        }
        return lines;
    }

    /** A comment of the workflow, its first line as a title; gives its height. */
    private static int annotation(final StringBuilder svg, final Map<String, String> settings, final String key,
        final int x, final int y, final int width) {
        final List<String> lines = wrapped(text(settings, key + "text"), width / 7);
        final int height = Math.max(number(settings, key + "height"), ANNOTATION_LINE * lines.size() + 12);
        append(svg, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#ffffff\" stroke=\"#%06x\" stroke-width=\"2\"/>",
            x, y, width, height, number(settings, key + "borderColor"));
        for (int i = 0; i < lines.size(); i++) {
            append(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"start\"%s>%s</text>", x + 8, y + 18 + ANNOTATION_LINE * i,
                i == 0 ? " font-weight=\"bold\"" : "", escaped(lines.get(i)));
        }
        return height;
    }

    private static int inputs(final int id, final List<Connection> connections) {
        return connections.stream().filter(connection -> connection.destination() == id)
            .mapToInt(Connection::destinationPort).max().orElse(0);
    }

    /** Flow variables come and go at the upper corners. */
    private static int portY(final Node node, final int port, final int ports) {
        return port == 0 ? node.y() : node.centreY() + (int)((port - (ports + 1) / 2.0) * PORT_DISTANCE);
    }

    /** The first output of the nodes that train is a network, and that of the reader; a PMML document looks alike. */
    private static boolean isNetwork(final Node source, final int port) {
        if (port != 1 || !source.factory().startsWith(OURS)) {
            return false;
        }
        final String node = source.factory().split("\\.")[3];
        return OUR_KINDS.get(node) == Kind.LEARNER || node.equals("reader") || node.equals("pmml");
    }

    private static void connect(final StringBuilder svg, final Map<Integer, Node> nodes,
        final List<Connection> connections, final Connection connection) {
        final Node source = nodes.get(connection.source());
        final Node destination = nodes.get(connection.destination());
        final int fromX = source.x() + SIDE + 9;
        final int fromY = portY(source, connection.sourcePort(), source.outputs());
        final int toX = destination.x() - 9;
        final int toY = portY(destination, connection.destinationPort(), inputs(connection.destination(), connections));
        final int middle = (fromX + toX) / 2;
        append(svg, "<path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>", fromX, fromY,
            middle, fromY, middle, toY, toX, toY, connection.sourcePort() == 0 ? VARIABLES
                : isNetwork(source, connection.sourcePort()) ? NETWORK : "#888888");
    }

    private static void draw(final StringBuilder svg, final int id, final Map<Integer, Node> nodes,
        final List<Connection> connections) throws IOException {
        final Node node = nodes.get(id);
        final int ports = inputs(id, connections);
        for (final Connection connection : connections) {
            if (connection.destination() == id) {
                port(svg, node.x() - 9, portY(node, connection.destinationPort(), ports),
                    connection.sourcePort() == 0 ? VARIABLES
                        : isNetwork(nodes.get(connection.source()), connection.sourcePort()) ? NETWORK : TABLE);
            }
            if (connection.source() == id && connection.sourcePort() == 0) {
                port(svg, node.x() + SIDE, node.y(), VARIABLES);
            }
        }
        for (int output = 1; output <= node.outputs(); output++) {
            port(svg, node.x() + SIDE, portY(node, output, node.outputs()),
                isNetwork(node, output) ? NETWORK : TABLE);
        }
        final Look look = look(node);
        append(svg, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"%s\"/>", node.x(), node.y(), SIDE, SIDE,
            look.kind().color);
        append(svg, "<g transform=\"translate(%d %d) scale(1.5)\" fill=\"none\" stroke=\"#000\" stroke-linejoin=\"round\">%s</g>",
            node.x() + 8, node.y() + 8, look.glyph());
        trafficLight(svg, node);
        append(svg, "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", node.centreX(), node.y() - 8,
            escaped(node.name()));
        int line = node.y() + SIDE + 30;
        for (final String comment : wrapped(node.comment(), COMMENT_LETTERS)) {
            append(svg, "<text x=\"%d\" y=\"%d\" fill=\"#444444\">%s</text>", node.centreX(), line, escaped(comment));
            line += 14;
        }
    }

    /** Tables come and go by triangles, networks by squares, flow variables by circles. */
    private static void port(final StringBuilder svg, final int x, final int y, final String color) {
        switch (color) {
            case NETWORK -> append(svg, "<rect x=\"%d\" y=\"%d\" width=\"9\" height=\"9\" fill=\"%s\"/>", x, y - 4, color);
            case VARIABLES -> append(svg, "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>", x + 4, y, color);
            default -> append(svg, "<path d=\"M%d %dl9 5l-9 5z\" fill=\"%s\"/>", x, y - 5, color);
        }
    }

    private static void trafficLight(final StringBuilder svg, final Node node) {
        append(svg, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"10\" rx=\"3\" fill=\"#d4d4d4\"/>", node.x(),
            node.y() + SIDE + 4, SIDE);
        final List<String> states = List.of("IDLE", "CONFIGURED", "EXECUTED");
        final List<String> lights = List.of("#d30d52", "#ffb800", "#39b54a");
        for (int i = 0; i < states.size(); i++) {
            append(svg, "<circle cx=\"%d\" cy=\"%d\" r=\"3.5\" fill=\"%s\" stroke=\"#888888\" stroke-width=\"0.7\"/>",
                node.x() + 8 + 12 * i, node.y() + SIDE + 9, states.get(i).equals(node.state()) ? lights.get(i) : "#ffffff");
        }
    }

    private static Look look(final Node node) throws IOException {
        if (!node.factory().startsWith(OURS)) {
            return LOOKS.get(node.factory().substring(node.factory().lastIndexOf('.') + 1));
        }
        final String name = node.factory().split("\\.")[3];
        final String icon = Files.readString(icons().resolve(name + ".svg"));
        final String drawing = icon.substring(icon.indexOf('>', icon.indexOf("<svg")) + 1, icon.indexOf("</svg>"));
        return new Look(OUR_KINDS.getOrDefault(name, Kind.PREDICTOR), drawing.replaceAll("\\n\\s*", ""));
    }

    private static Path icons() {
        return Stream.of("plugin/knime/icons", "plugin/icons").map(Checkout.ROOT::resolve).filter(Files::isDirectory)
            .findFirst().orElseThrow();
    }

    private static void append(final StringBuilder svg, final String format, final Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
