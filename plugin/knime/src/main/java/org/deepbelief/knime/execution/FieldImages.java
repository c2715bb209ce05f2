// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.execution;

import java.util.OptionalInt;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.knime.table.ImageTable;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;

/** What the units of a network's layers look for in the input, as images. */
public final class FieldImages {

    private FieldImages() {
    }

    /**
     * The receptive fields of the lowest layer, for a view: its recognition weights, one image a hidden unit.
     *
     * @param network the network
     * @param imageWidth the width of the images in pixels, 0 to guess a square
     * @param exec makes the table, and is asked whether to stop
     * @return an {@link ImageTable}; empty where the input is no image
     * @throws CanceledExecutionException if it was stopped
     */
    public static BufferedDataTable firstLayer(final DeepBeliefNetwork network, final int imageWidth,
        final ExecutionContext exec) throws CanceledExecutionException {
        final FloatMatrix weights = network.layers().get(0).recognitionWeights();
        final OptionalInt width = ImageTable.width(network.encoding(), imageWidth);
        final BufferedDataContainer container = exec.createDataContainer(ImageTable.SPEC);
        try {
            if (width.isPresent()) {
                addFields(weights, width.getAsInt(), container, exec);
            }
        } finally {
            container.close();
        }
        return container.getTable();
    }

    private static void addFields(final FloatMatrix weights, final int width, final BufferedDataContainer container,
        final ExecutionContext exec) throws CanceledExecutionException {
        for (int unit = 0; unit < weights.columns(); unit++) {
            exec.checkCanceled();
            final double[] field = new double[weights.rows()];
            for (int input = 0; input < field.length; input++) {
                field[input] = weights.get(input, unit);
            }
            container.addRowToTable(ImageTable.row("Unit " + (unit + 1), "Receptive fields", ImageTable.Kind.WEIGHTS,
                "Unit " + (unit + 1), "", width, field));
        }
    }
}
