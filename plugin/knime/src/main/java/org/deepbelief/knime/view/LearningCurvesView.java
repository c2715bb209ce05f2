// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import java.io.StringWriter;

import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.knime.table.ImageTable;
import org.deepbelief.knime.table.TrainingLogTable;
import org.knime.core.node.BufferedDataTable;
import org.knime.node.DefaultNode;

/**
 * The trainers' view: learning curves per layer, and the first layer's receptive fields where the input is an image.
 */
public final class LearningCurvesView {

    private static final String DESCRIPTION = """
        How the training went, a tab for each layer: reconstruction error, loss and accuracy over the epochs (training
        solid, validation dashed; the epoch whose weights were kept, or the epochs whose mean was, and the best on rows
        held out are marked), free-energy gap, mean activation and weight norm. A free-energy gap
        that grows says that the layer begins to learn the training rows by heart. Where the input is an image, another
        tab shows what each unit of the first layer responds to.
        """;

    private LearningCurvesView() {
    }

    /**
     * Adds the view to a node that keeps as internal tables its training log and, if its input is an image, an
     * {@link ImageTable} of receptive fields.
     *
     * @param node the node
     * @return the node
     */
    public static DefaultNode addTo(final DefaultNode node) {
        return node.addView(view -> view //
            .withoutParameters() //
            .description(DESCRIPTION) //
            .page(page -> page.fromFile() //
                .bundleClass(LearningCurvesView.class) //
                .basePath("view") //
                .relativeFilePath("learning-curves.js") //
                .addResourceDirectory("modules") //
                .addResourceFile("lib/uPlot.esm.js"))
            .initialData(data -> data.data(input -> initialData(input.getInternalTables()))));
    }

    private static String initialData(final BufferedDataTable[] tables) {
        return initialData(TrainingLogTable.read(tables[0]),
            tables.length == 1 ? new ImageGroups() : ImageGroups.read(tables[1]));
    }

    /** The page's initial data: the log's stages and the images, as JSON. */
    static String initialData(final TrainingLog log, final ImageGroups images) {
        final StringWriter text = new StringWriter();
        JsonText.write(text, json -> {
            json.writeStartObject();
            TrainingStages.write("stages", log, json);
            images.write("images", json);
            json.writeEndObject();
        });
        return text.toString();
    }
}
