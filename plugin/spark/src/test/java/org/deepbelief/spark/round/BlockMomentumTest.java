// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.LayerLearner;
import org.deepbelief.engine.train.OptimizerKind;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.junit.jupiter.api.Test;

/** The filter of the rounds, beside the equations of the paper. */
class BlockMomentumTest {

    private static final long[] ROWS = {3, 4, 3, 6};

    private static final TrainingSettings TRAINING = TrainingSettings.of(100, 1);

    private static final double ETA = 1 - (9 + 16 + 9 + 36) / 256.0;

    private static Round.Result result(final long rows) {
        return new Round.Result(rows, 0, 1, new byte[0], 0);
    }

    @Test
    void whatIsKeptMakesPartsLearnAsOne() {
        assertEquals(0, BlockMomentum.kept(List.of(result(7)), 1), "exactly");
        assertEquals(1 - 1 / 4.0, BlockMomentum.kept(List.of(result(9), result(9), result(9), result(9)), 1), 1e-15);
        assertEquals(1 - 1 / 2.0, BlockMomentum.kept(List.of(result(0), result(9), result(9)), 1), 1e-15);
        assertEquals(ETA, BlockMomentum.kept(List.of(result(3), result(4), result(3), result(6)), 1), 1e-15);
        assertEquals(0, BlockMomentum.kept(List.of(result(0), result(0)), 1), "no steps");
        assertEquals(1 - 1 / 2.0, BlockMomentum.kept(List.of(result(9), result(9), result(9), result(9)), 0.5), 1e-15);
        assertEquals(0, BlockMomentum.kept(List.of(result(9), result(9)), 0.5), "a batch shared out");
        assertEquals(0, BlockMomentum.kept(List.of(result(9), result(9)), 0.3), "too small a batch");
    }

    /** What the parts have learned in round t: any weights, here those of new learners. */
    private static List<Round.Result> results(final Compute compute, final int t, final double[] mean)
        throws IOException {
        final List<Round.Result> results = new ArrayList<>();
        for (int part = 0; part < ROWS.length; part++) {
            final List<byte[]> state = new ArrayList<>();
            final float[] own = StatesTest.weights(compute, false, 10 * t + part, state);
            for (int i = 0; i < own.length; i++) {
                mean[i] += own[i] * ROWS[part] / 16.0;
            }
            results.add(new Round.Result(ROWS[part], 0, 1, state.get(0), 0));
        }
        return results;
    }

    /** Each round, the momentum is given up and goes on from its bytes. */
    @Test
    void itIsThatOfChenAndHuo() throws IOException {
        try (Compute compute = Compute.open(1); LayerLearner learner = StatesTest.learner(compute, false, 1);
            States states = new States(compute, learner.state())) {
            final List<byte[]> start = new ArrayList<>();
            final double[] global = doubles(StatesTest.weights(compute, false, 1, start));
            final double[] start0 = global.clone();
            final double[] delta = new double[global.length];
            final double[] begin = start0;
            byte[] kept = States.bytes(learner.state().parameters());
            for (int t = 1; t <= 6; t++) {
                final double[] mean = new double[global.length];
                final List<Round.Result> results = results(compute, t, mean);
                final byte[][] next;
                try (BlockMomentum momentum = new BlockMomentum(compute, learner.state())) {
                    momentum.read(kept, learner.state());
                    states.average(results);
                    next = momentum.ahead(learner.state(), BlockMomentum.kept(results, 1), () -> states.starts(results));
                    kept = momentum.bytes();
                }
                for (int i = 0; i < global.length; i++) {
                    delta[i] = ETA * delta[i] + mean[i] - begin[i]; // G(t), of the mean and where the parts began
                    global[i] += delta[i];
                    begin[i] = global[i] + ETA * delta[i];
                }
                assertEquals(1, next.length);
                assertArrayEquals(begin, doubles(StatesTest.weights(compute, false, next[0])), 1e-6, "start " + t);
                assertArrayEquals(global, doubles(StatesTest.weights(compute, false, States.bytes(learner.state()))),
                    1e-6, "model " + t);
            }
        }
    }

    private static double[] doubles(final float[] values) {
        final double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** 1000 rows in 2 to 8 parts, at batches of 20. */
    @Test
    void shortTrainingsHaveSmallBatches() {
        assertEquals(20, PartBatches.rows(20, List.of(1000L), 3));
        assertEquals(10, PartBatches.rows(20, List.of(500L, 500L), 3), "a batch shared out");
        assertEquals(3, PartBatches.rows(20, Collections.nCopies(8, 125L), 3));
        assertEquals(17, PartBatches.rows(20, List.of(500L, 500L), 100), "100 * 500 rows in 3000 steps");
        assertEquals(20, PartBatches.rows(20, List.of(500L, 500L), 200), "as asked for");
        assertEquals(7, PartBatches.rows(20, List.of(7L, 993L, 0L), 200), "as many rows as there are");
        assertEquals(1, PartBatches.rows(20, List.of(0L, 0L), 200));
    }

    /** 8 parts with batches of 53 take a step with the rows of 4.24 batches of 100. */
    @Test
    void adamStepsFartherWithTheRowsOfAllParts() {
        final List<Long> rows = Collections.nCopies(8, 6250L);
        final TuningKind.Fine adam = fine(OptimizerKind.ADAM);
        assertEquals(53, adam.batchSize(rows));
        final TuningKind.Fine inParts = (TuningKind.Fine)adam.inParts(rows);
        assertEquals(Math.sqrt(4.24), inParts.rateFactor(), 1e-12);
        assertEquals(53, inParts.batchSize(rows));
        assertEquals(1, adam.rateFactor());
        // what is left for the momentum: sqrt(N) of N sqrt(share)
        final double kept = BlockMomentum.kept(Collections.nCopies(8, result(6250)), inParts.stepShare(0.53));
        assertEquals(Math.sqrt(8), 1 / (1 - kept), 1e-9);
        assertEquals(1, ((TuningKind.Fine)adam.inParts(List.of(50_000L, 0L))).rateFactor(), "one part has all rows");
        assertEquals(4, ((TuningKind.Fine)adam.inParts(Collections.nCopies(50, 100_000L))).rateFactor());
        assertEquals(1, ((TuningKind.Fine)fine(OptimizerKind.SGD).inParts(rows)).rateFactor());
        final TuningKind wakeSleep = new TuningKind.WakeSleep(() -> new WakeSleepTuning.Settings(TRAINING,
            Epochs.of(25), WakeSleepTuning.LearningRates.constant(0.01), 0.5, 0, List.of(1), 1, Optional.empty()));
        assertSame(wakeSleep, wakeSleep.inParts(rows));
    }

    private static TuningKind.Fine fine(final OptimizerKind optimizer) {
        return new TuningKind.Fine(() -> Defaults.FINE_TUNING.withTraining(TRAINING, Epochs.of(25)).withDescent(
            new FineTuning.Descent(optimizer, Schedule.constant(0.01), 0.9, 0)));
    }

    /** 90 steps a pass: sixteen rounds a part in all. */
    @Test
    void shortTrainingsHaveShortRounds() throws IOException {
        final RoundLength.Pace pace = () -> 0.5;
        assertEquals(22, new RoundLength.Work(90, 20, 4, pace).most(), "4 a pass");
        assertEquals(20, new RoundLength.Work(90, 2, 4, pace).most(), "longer than the momentum of a step");
        assertEquals(11, new RoundLength.Work(11, 1, 8, pace).most(), "no more than there are steps");
        assertEquals(90, new RoundLength.Work(90, 20, 1, pace).most(), "one part has nothing to average");
        assertEquals(20, RoundLength.ofSeconds(10).steps(new RoundLength.Work(90, 20, 4, pace)));
        assertEquals(22, RoundLength.ofSeconds(100).steps(new RoundLength.Work(90, 20, 4, pace)));
        assertEquals(1, RoundLength.ofSeconds(0.1).steps(new RoundLength.Work(90, 20, 4, pace)));
    }
}
