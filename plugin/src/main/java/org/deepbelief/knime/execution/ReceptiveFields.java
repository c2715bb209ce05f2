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
public final class ReceptiveFields {

    private ReceptiveFields() {
    }

    /**
     * The receptive fields of the lowest layer, for a view: its recognition weights, one image a hidden unit.
     *
     * @param network the network
     * @param imageWidth the width of the images in pixels, 0 to guess a square
     * @param exec makes the table
     * @return an {@link ImageTable}; empty where the input is no image
     */
    public static BufferedDataTable firstLayer(final DeepBeliefNetwork network, final int imageWidth,
        final ExecutionContext exec) {
        final FloatMatrix weights = network.layers().get(0).recognitionWeights();
        final OptionalInt width = ImageTable.width(weights.rows(), imageWidth);
        final BufferedDataContainer container = exec.createDataContainer(ImageTable.SPEC);
        if (width.isPresent()) {
            final double[][] fields = columns(weights);
            for (int unit = 0; unit < fields.length; unit++) {
                container.addRowToTable(ImageTable.row("Unit " + (unit + 1), "Receptive fields",
                    ImageTable.Kind.WEIGHTS, "Unit " + (unit + 1), "", width.getAsInt(), fields[unit]));
            }
        }
        container.close();
        return container.getTable();
    }

    /**
     * The fields of a layer's units in the input, from those of the layer below: sums weighted by the units' weights.
     *
     * @param below one field a unit below
     * @param weights the weights from below, one array a unit
     * @param exec asked whether to stop
     * @throws CanceledExecutionException if it was stopped
     */
    public static double[][] through(final double[][] below, final double[][] weights, final ExecutionContext exec)
        throws CanceledExecutionException {
        final double[][] fields = new double[weights.length][below[0].length];
        for (int unit = 0; unit < fields.length; unit++) {
            exec.checkCanceled();
            for (int under = 0; under < below.length; under++) {
                final double weight = weights[unit][under];
                for (int i = 0; i < fields[unit].length; i++) {
                    fields[unit][i] += weight * below[under][i];
                }
            }
        }
        return fields;
    }

    /** The columns of a matrix, which are the weights into each unit. */
    public static double[][] columns(final FloatMatrix matrix) {
        final double[][] columns = new double[matrix.columns()][matrix.rows()];
        final float[] row = new float[matrix.columns()];
        for (int r = 0; r < matrix.rows(); r++) {
            matrix.readRow(r, row);
            for (int c = 0; c < row.length; c++) {
                columns[c][r] = row[c];
            }
        }
        return columns;
    }
}
