// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.execution;

import java.util.OptionalInt;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Sense;
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
     * The receptive fields of the lowest layer, of several senses that of each, for a view: its recognition weights,
     * one image a hidden unit.
     *
     * @param network the network
     * @param imageWidth the width of the images in pixels, 0 to guess a square
     * @param exec makes the table, and is asked whether to stop
     * @return an {@link ImageTable}; empty where the input is no image
     * @throws CanceledExecutionException if it was stopped
     */
    public static BufferedDataTable firstLayer(final DeepBeliefNetwork network, final int imageWidth,
        final ExecutionContext exec) throws CanceledExecutionException {
        final BufferedDataContainer container = exec.createDataContainer(ImageTable.SPEC);
        try {
            if (network.senses().size() == 1) {
                addFields("", network.layers().get(0), ImageTable.width(network.encoding(), imageWidth), container,
                    exec);
            } else {
                for (final Sense sense : network.senses()) {
                    if (!sense.layers().isEmpty()) {
                        addFields(sense.name() + " ", sense.layers().get(0), ImageTable.width(sense.encoding(), 0),
                            container, exec);
                    }
                }
            }
        } finally {
            container.close();
        }
        return container.getTable();
    }

    private static void addFields(final String sense, final Layer layer, final OptionalInt width,
        final BufferedDataContainer container, final ExecutionContext exec) throws CanceledExecutionException {
        final FloatMatrix weights = layer.recognitionWeights();
        for (int unit = 0; width.isPresent() && unit < weights.columns(); unit++) {
            exec.checkCanceled();
            final double[] field = new double[weights.rows()];
            for (int input = 0; input < field.length; input++) {
                field[input] = weights.get(input, unit);
            }
            final String label = "Unit " + (unit + 1);
            container.addRowToTable(ImageTable.row(sense.isEmpty() ? label : sense + "unit " + (unit + 1),
                sense.isEmpty() ? "Receptive fields" : sense + "receptive fields", ImageTable.Kind.WEIGHTS, label, "",
                width.getAsInt(), field));
        }
    }
}
