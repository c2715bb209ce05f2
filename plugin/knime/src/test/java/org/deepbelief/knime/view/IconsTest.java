// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The icons on the colours of KNIME's nodes. Each is drawn as SVG; KNIME takes the PNG, which is made from it by Debian's
 * librsvg2-bin: {@code rsvg-convert -w 16 -h 16 name.svg -o name.png}.
 */
final class IconsTest {

    private static final Path ICONS = Path.of("icons");
    private static final int SIDE = 16;
    private static final String SINK = "sink";

    /** The colours of a learner, a predictor, a source, a sink and a visualizer. */
    private static final Map<String, Integer> NODES = new LinkedHashMap<>();

    static {
        NODES.put("learner", 0xC8E630);
        NODES.put("predictor", 0x39B54A);
        NODES.put("source", 0xF7931E);
        NODES.put(SINK, 0xC1272D);
        NODES.put("visualizer", 0x29ABE2);
    }

    private static List<String> names(final String ending) throws IOException {
        try (Stream<Path> files = Files.list(ICONS)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(ending))
                .map(name -> name.substring(0, name.length() - ending.length())).sorted().toList();
        }
    }

    static List<String> icons() throws IOException {
        return names(".svg");
    }

    @Test
    void everyPictureIsThereTwice() throws IOException {
        assertEquals(icons(), names(".png"));
        assertTrue(icons().size() >= 9, icons()::toString);
    }

    @ParameterizedTest
    @MethodSource("icons")
    void linesAreBlackFillsWhiteAndOneAccentAtMost(final String icon) throws IOException {
        final Set<String> colors = Pattern.compile("(?:fill|stroke)=\"([^\"]+)\"")
            .matcher(Files.readString(ICONS.resolve(icon + ".svg"))).results().map(match -> match.group(1))
            .filter(color -> !color.equals("none")).collect(Collectors.toCollection(TreeSet::new));
        assertTrue(colors.removeAll(Set.of("#000000", "#ffffff")));
        assertTrue(colors.size() <= 1, () -> "more than one accent: " + colors);
    }

    /** W3C's relative luminance of a colour: 0 is black, 1 is white. */
    private static double luminance(final int rgb) {
        double sum = 0;
        final double[] weights = {0.2126, 0.7152, 0.0722};
        for (int channel = 0; channel < 3; channel++) {
            final double part = (rgb >> 8 * (2 - channel) & 0xFF) / 255.0;
            sum += weights[channel] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private static double contrast(final int one, final int other) {
        final double a = luminance(one) + 0.05;
        final double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static int over(final int argb, final int background) {
        final int alpha = argb >>> 24;
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            mixed |= ((argb >> shift & 0xFF) * alpha + (background >> shift & 0xFF) * (255 - alpha)) / 255 << shift;
        }
        return mixed;
    }

    /**
     * 4.5 is what W3C asks of small text, and 3 of what is no text: black has no more than that on the dark red of a
     * sink. The least of our icons has lines of 40 such pixels and fills of a dozen.
     */
    @ParameterizedTest
    @MethodSource("icons")
    void standsOutOnEveryNodeAtSixteenPixels(final String icon) throws IOException {
        final BufferedImage picture = ImageIO.read(ICONS.resolve(icon + ".png").toFile());
        assertEquals(List.of(SIDE, SIDE), List.of(picture.getWidth(), picture.getHeight()));
        NODES.forEach((node, color) -> {
            if (node.equals(SINK) && !icon.equals("writer")) {
                return; // no other node is a sink
            }
            final double least = node.equals(SINK) ? 3 : 4.5;
            int lines = 0;
            int fills = 0;
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                final int argb = picture.getRGB(pixel % SIDE, pixel / SIDE);
                final int shown = over(argb, color);
                lines += luminance(shown) < luminance(color) && contrast(shown, color) >= least ? 1 : 0;
                fills += argb >>> 24 > 200 && contrast(shown, 0) >= 10 ? 1 : 0;
            }
            assertTrue(lines >= 30, lines + " pixels of lines on a " + node);
            assertTrue(fills >= 12, fills + " pixels of white on a " + node);
        });
    }

    private static String address(final String type, final Path file) throws IOException {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    /** Keeps a picture of all icons on all nodes as target/view-screenshots/icons.png. */
    @Test
    void thePngIsTheSvgAtSixteenPixels() throws Exception {
        final StringBuilder page = new StringBuilder("<!doctype html><html><head><link rel=icon href='data:,'><style>"
            + "body { margin: 0; } div { display: flex; align-items: center; gap: 14px; padding: 10px; } img { flex: none; }"
            + "</style></head><body>");
        for (final int color : NODES.values()) {
            page.append("<div style='background: #%06x'>".formatted(color));
            for (final String icon : icons()) {
                page.append("<img class=png width=16 height=16 src='")
                    .append(address("image/png", ICONS.resolve(icon + ".png")))
                    .append("'><img class=svg width=64 height=64 src='")
                    .append(address("image/svg+xml", ICONS.resolve(icon + ".svg"))).append("'>");
            }
            page.append("</div>");
        }
        page.append("</body></html>");
        final byte[] html = page.toString().getBytes(StandardCharsets.UTF_8);
        try (Chromium browser = Chromium.start(path -> path.equals("icons.html") ? html : null)) {
            browser.open("icons.html", 1100, 400, false);
            browser.await("document.readyState === 'complete' && [...document.images].every((image) => image.complete)");
            browser.screenshot(Path.of("target", "view-screenshots", "icons.png"));
            final List<?> differences = (List<?>)browser.evaluate("""
                (() => {
                  const pixels = (image) => {
                    const canvas = Object.assign(document.createElement("canvas"), { width: 16, height: 16 });
                    const context = canvas.getContext("2d");
                    context.fillStyle = "#39b54a";
                    context.fillRect(0, 0, 16, 16);
                    context.drawImage(image, 0, 0, 16, 16);
                    return context.getImageData(0, 0, 16, 16).data;
                  };
                  const svgs = [...document.querySelectorAll("div:first-child .svg")].map(pixels);
                  return [...document.querySelectorAll("div:first-child .png")].map(pixels).map((png) => svgs.map(
                    (svg) => png.reduce((sum, part, index) => sum + Math.abs(part - svg[index]), 0) / png.length));
                })()""");
            for (int i = 0; i < icons().size(); i++) {
                final List<Double> toEach = ((List<?>)differences.get(i)).stream().map(n -> ((Number)n).doubleValue()).toList();
                assertTrue(toEach.get(i) < 15, icons().get(i) + ".png is not " + icons().get(i)
                    + ".svg: of 255 they differ by " + toEach.get(i) + "; make it anew by rsvg-convert");
                assertEquals(Collections.min(toEach), toEach.get(i), icons().get(i));
            }
        }
    }
}
