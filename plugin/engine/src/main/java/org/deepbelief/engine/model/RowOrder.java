// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the rows of a table follow each other: the columns that tell it. A network whose layers read the rows before
 * takes them to whoever applies it, in the provenance of its pretraining.
 *
 * @param order the column by which rows are sorted; empty where they follow each other as in the table
 * @param sequence the column whose values tell sequences apart; empty where all rows are one sequence
 */
public record RowOrder(Optional<String> order, Optional<String> sequence) {

    /** Rows that follow each other as in the table, in one sequence. */
    public static final RowOrder AS_IN_TABLE = new RowOrder(Optional.empty(), Optional.empty());

    private static final String ORDER = "rows/order";

    private static final String SEQUENCE = "rows/sequence";

    public RowOrder {
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(sequence, "sequence");
    }

    /** What the last training of a network recorded that knew how its rows follow each other; empty if none did. */
    public static Optional<RowOrder> of(final Provenance provenance) {
        return provenance.steps().stream().map(TrainingStep::settings).filter(settings -> settings.containsKey(ORDER))
            .reduce((earlier, later) -> later).map(settings -> new RowOrder(
                column(settings.get(ORDER)), column(settings.getOrDefault(SEQUENCE, ""))));
    }

    private static Optional<String> column(final String name) {
        return Optional.of(name).filter(text -> !text.isEmpty());
    }

    /** A network whose last training records this. */
    public DeepBeliefNetwork recordedIn(final DeepBeliefNetwork network) {
        final List<TrainingStep> steps = new ArrayList<>(network.provenance().steps());
        final TrainingStep last = steps.remove(steps.size() - 1);
        final Map<String, String> settings = new HashMap<>(last.settings());
        settings.put(ORDER, order.orElse(""));
        settings.put(SEQUENCE, sequence.orElse(""));
        steps.add(new TrainingStep(last.name(), settings, last.rows(), last.seed()));
        return network.withProvenance(new Provenance(steps));
    }
}
