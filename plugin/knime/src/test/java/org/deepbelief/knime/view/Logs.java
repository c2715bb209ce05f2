// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import java.util.ArrayList;
import java.util.List;

import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingLog.Entry;

/** Training logs for the tests. */
final class Logs {

    private static final double NONE = Double.NaN;

    private static final TrainingLog.Layers LAYERS = new TrainingLog.Layers(NONE, NONE);

    private static final TrainingLog.Speed SPEED = new TrainingLog.Speed(0.25, NONE);

    private Logs() {
    }

    /** Every layer falls towards its floor; validation turns upward again, the kept epoch lies at two thirds. */
    static TrainingLog pretraining(final int layers, final int epochs) {
        final List<Entry> entries = new ArrayList<>();
        for (int layer = 1; layer <= layers; layer++) {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                final double error = 0.02 + 0.1 / layer * Math.exp(-epoch / 5.0);
                final Entry entry = Entry
                    .of(TrainingLog.LayerRange.only(layer), TrainingLog.PRETRAINING, epoch, LAYERS, SPEED)
                    .withReconstruction(new TrainingLog.Pair(error, error * 1.05 + 0.0004 * epoch))
                    .withLikelihood(new TrainingLog.Likelihood(NONE, -0.5 + 0.12 * epoch));
                entries.add(epoch == epochs * 2 / 3 ? entry.asKept() : entry);
            }
        }
        return new TrainingLog(entries);
    }

    /** Loss and accuracy of the whole network; validation was measured at every second epoch only. */
    static TrainingLog fineTuning(final int epochs) {
        final List<Entry> entries = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            final double loss = 0.03 + 2.2 * Math.exp(-epoch / 4.0);
            final boolean measured = epoch % 2 == 0;
            entries.add(Entry.of(new TrainingLog.LayerRange(1, 2), TrainingLog.FINE_TUNING, epoch, LAYERS, SPEED)
                .withLosses(new TrainingLog.Pair(loss, measured ? loss + 0.08 : NONE))
                .withAccuracies(new TrainingLog.Pair(1 - loss / 3, measured ? 0.97 - loss / 3 : NONE)));
        }
        return new TrainingLog(entries);
    }

    /** A log whose last epochs are kept as their mean. */
    static TrainingLog averaged(final TrainingLog log, final int count) {
        final List<Entry> entries = new ArrayList<>(log.entries());
        final List<Entry> last = entries.subList(entries.size() - count, entries.size());
        last.replaceAll(Entry::asKept);
        return new TrainingLog(entries);
    }
}
