// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.Serializable;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.deepbelief.engine.train.TrainingLog;

/**
 * What was measured on rows that were held out; NaN where it was not.
 *
 * @param rows how many there are
 * @param reconstructionError of a pretrained layer, or through all layers of a network tuned by wake-sleep
 * @param freeEnergyGap of a pretrained layer, see {@link TrainingLog.Likelihood}
 * @param loss of a network that is fine-tuned
 * @param accuracy the share of rows whose class is told right
 */
public record HeldOut(long rows, double reconstructionError, double freeEnergyGap, double loss, double accuracy)
    implements Serializable {

    static final HeldOut NONE = new HeldOut(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    static HeldOut of(final long rows, final TrainingLog.Entry entry) {
        return new HeldOut(rows, entry.validationReconstructionError(), entry.freeEnergyGap(), entry.validationLoss(),
            entry.validationAccuracy());
    }

    /** The means over parts, in their order, each weighted by its rows; of those that have measured something. */
    static HeldOut mean(final List<HeldOut> parts) {
        return new HeldOut(parts.stream().mapToLong(HeldOut::rows).sum(), mean(parts, HeldOut::reconstructionError),
            mean(parts, HeldOut::freeEnergyGap), mean(parts, HeldOut::loss), mean(parts, HeldOut::accuracy));
    }

    private static double mean(final List<HeldOut> parts, final ToDoubleFunction<HeldOut> value) {
        final List<HeldOut> measured =
            parts.stream().filter(part -> !Double.isNaN(value.applyAsDouble(part))).toList();
        final double rows = measured.stream().mapToLong(HeldOut::rows).sum();
        double mean = measured.isEmpty() ? Double.NaN : 0;
        for (final HeldOut part : measured) {
            // the share first: so that the mean of one part is what it measured, to the last bit
            mean += part.rows() / rows * value.applyAsDouble(part);
        }
        return mean;
    }
}
