// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import java.io.StringWriter;

import org.deepbelief.knime.table.ImageTable;
import org.knime.core.data.DataRow;
import org.knime.node.DefaultNode;

/** The view of receptive fields or of generated samples: a grid of images, a tab per group. */
public final class ImageGridView {

    private static final String DESCRIPTION = """
        Receptive fields or generated samples as a grid of images, where the input is an image. Weights are coloured
        around zero (blue negative, red positive), samples are grey. Point at an image to see its unit or class and the
        value of a pixel.
        """;

    private ImageGridView() {
    }

    /**
     * Adds the view to a node that keeps an {@link ImageTable} as its internal table.
     *
     * @param node the node
     * @return the node
     */
    public static DefaultNode addTo(final DefaultNode node) {
        return node.addView(view -> view //
            .withoutParameters() //
            .description(DESCRIPTION) //
            .page(page -> page.fromFile() //
                .bundleClass(ImageGridView.class) //
                .basePath("view") //
                .relativeFilePath("image-grid.js") //
                .addResourceDirectory("modules"))
            .initialData(data -> data.data(input -> initialData(input.getInternalTables()[0]))));
    }

    /** The page's initial data: the images of an {@link ImageTable}, as JSON. */
    static String initialData(final Iterable<DataRow> images) {
        final StringWriter text = new StringWriter();
        JsonText.write(text, json -> {
            json.writeStartObject();
            ImageGroups.read(images).write("groups", json);
            json.writeEndObject();
        });
        return text.toString();
    }
}
