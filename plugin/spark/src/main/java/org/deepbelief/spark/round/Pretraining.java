// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.infer.InputResiduals;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.train.LayerInputFit;
import org.deepbelief.engine.train.LayerLearner;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.units.UnitGroup;

/** Layer-wise pretraining in rounds, over rows in parts. */
public final class Pretraining {

    /** The rows as a layer reads them. */
    @FunctionalInterface
    public interface Levels {

        /**
         * The parts of the rows, gone up through layers.
         *
         * @param below the network of these; empty for the rows themselves
         */
        Parts above(Optional<DeepBeliefNetwork> below) throws IOException;
    }

    /**
     * How far a pretraining has come.
     *
     * @param below the network of the layers that have learned; empty before the first has
     * @param layer where the next one stands; empty at its start
     * @param roundSteps the most steps of a round; 0 where they are not chosen yet
     */
    public record Standing(Optional<DeepBeliefNetwork> below, Optional<Progress> layer, int roundSteps) {

        /** At the start of all. */
        public static final Standing START = new Standing(Optional.empty(), Optional.empty(), 0);
    }

    /** Told after each round. */
    @FunctionalInterface
    public interface Monitor {

        /**
         * Told after a round.
         *
         * @param layer that learns, from 0 on
         * @param report its error is the mean squared one of the layer's reconstructions
         * @param now where the training stands
         */
        void done(int layer, RoundReport report, Standing now) throws IOException;
    }

    /**
     * What a part knows before a layer learns.
     *
     * @param fit of its input
     * @param rows that it learns from
     */
    private record Survey(LayerInputFit fit, long rows) implements Serializable {
    }

    private final InputEncoding encoding;

    private final LayerStage.Settings settings;

    private final Levels levels;

    private final Rounds rounds;

    private final Monitor monitor;

    private final Optional<DeepBeliefNetwork> start;

    /**
     * A new network.
     *
     * @param rounds how it runs; the layers share its time by their work
     */
    public Pretraining(final InputEncoding encoding, final LayerStage.Settings settings, final Levels levels,
        final Rounds rounds, final Monitor monitor) {
        this(encoding, Optional.empty(), settings, levels, rounds, monitor);
    }

    /**
     * A network that goes on learning.
     *
     * @param start where it starts
     * @param settings of its layers
     * @throws IllegalArgumentException if it cannot go on with them, see {@link LayerwisePretraining#goOn}
     */
    public Pretraining(final DeepBeliefNetwork start, final LayerStage.Settings settings, final Levels levels,
        final Rounds rounds, final Monitor monitor) {
        this(start.encoding(), Optional.of(start), goingOn(start, settings), levels, rounds, monitor);
    }

    private static LayerStage.Settings goingOn(final DeepBeliefNetwork start, final LayerStage.Settings settings) {
        LayerwisePretraining.checkStart(start, settings.get());
        return start.layers().get(0).standard() ? settings : () -> settings.get().withLearnedVariance();
    }

    private Pretraining(final InputEncoding encoding, final Optional<DeepBeliefNetwork> start,
        final LayerStage.Settings settings, final Levels levels, final Rounds rounds, final Monitor monitor) {
        this.encoding = encoding;
        this.start = start;
        this.settings = settings;
        this.levels = levels;
        this.rounds = rounds;
        this.monitor = monitor;
    }

    /**
     * Pretrains.
     *
     * @param from where the training stands
     */
    public DeepBeliefNetwork run(final Standing from) throws IOException {
        final LayerwisePretraining.Settings stack = settings.get();
        Standing now = from;
        final int first = now.below().map(network -> network.layers().size()).orElse(0);
        final double[] shares = stack.shares(encoding.units());
        final double left = Arrays.stream(shares, first, shares.length).sum();
        for (int i = first; i < stack.layers().size(); i++) {
            rounds.time().begin(shares[i] / left, now.layer().map(Progress::spent));
            now = layer(i, now);
        }
        return measured(now.below().orElseThrow()).after(start.map(DeepBeliefNetwork::provenance));
    }

    private DeepBeliefNetwork measured(final DeepBeliefNetwork network) throws IOException {
        if (!InputResiduals.known(network)) {
            return network;
        }
        final LayerStage.Settings made = settings;
        return Residuals.measured(network, levels.above(Optional.empty()),
            (part, rows) -> learned(made.get(), part, rows), rounds.threads());
    }

    /** Returns where the training stands when the layer has learned. */
    private Standing layer(final int index, final Standing from) throws IOException {
        final LayerwisePretraining.Settings stack = settings.get();
        final boolean top = index == stack.layers().size() - 1;
        final Optional<ClassColumn> classes = top ? stack.labelUnits() : Optional.empty();
        final int labels = classes.map(ClassColumn::size).orElse(0);
        final Parts parts = levels.above(from.below());
        final LayerStage.Settings made = settings;
        final List<Survey> surveys = parts.onEach((part, rows) -> survey(made.get(), part, rows, labels));
        final LayerInputFit fit = surveys.get(0).fit();
        surveys.subList(1, surveys.size()).forEach(survey -> fit.merge(survey.fit()));
        final List<Layer> layers = new ArrayList<>(from.below().map(DeepBeliefNetwork::layers).orElse(List.of()));
        final List<UnitGroup> visible = index == 0 ? encoding.groups()
            : List.of(new UnitGroup(layers.get(index - 1).hiddenType(), layers.get(index - 1).hiddenUnits()));
        final int batchSize = PartBatches.rows(stack.training().batchSize(),
            surveys.stream().map(Survey::rows).toList(), stack.layers().get(index).epochs());
        final LayerStage stage = new LayerStage(settings, index, fit.input(visible), batchSize);
        final long steps =
            surveys.stream().mapToLong(survey -> (survey.rows() + batchSize - 1) / batchSize).max().getAsLong();
        try (Compute compute = stage.compute(rounds.threads()); LayerLearner learner = stage.learner(compute)) {
            if (start.isPresent()) {
                learner.goOnFrom(start.get().layers().get(index),
                    top ? start.get().memory().labels() : Optional.empty());
            }
            final int[] roundSteps = {from.roundSteps()};
            final RoundTraining training = new RoundTraining(compute, stage, learner, parts, rounds,
                (report, progress) -> monitor.done(index, report,
                    new Standing(from.below(), Optional.of(progress), roundSteps[0])));
            if (roundSteps[0] == 0) {
                roundSteps[0] = rounds.length().steps(new RoundLength.Work(steps,
                    stack.layers().stream().mapToInt(LayerSettings::epochs).min().getAsInt(), surveys.size(),
                    training::secondsOfAStep));
            }
            training.run(from.layer().isPresent() ? from.layer().get()
                : training.start(Span.rounds(steps, roundSteps[0])));
            final Optional<LabelUnits> units = classes.flatMap(learner::labelUnits);
            layers.add(learner.layer());
            return new Standing(
                Optional.of(LayerwisePretraining.network(encoding, layers, units, stack, fit.rows())),
                Optional.empty(), roundSteps[0]);
        }
    }

    private static Split.Part learned(final LayerwisePretraining.Settings stack, final int part,
        final SampleMatrix rows) {
        return LayerStage.held(LayerStage.ofPart(stack, part), rows).training();
    }

    private static Survey survey(final LayerwisePretraining.Settings stack, final int part, final SampleMatrix rows,
        final int classes) {
        final Split.Part learned = learned(stack, part, rows);
        final LayerInputFit fit = new LayerInputFit(rows.units(), classes);
        fit.add(rows, learned, () -> { });
        return new Survey(fit, learned.size());
    }
}
