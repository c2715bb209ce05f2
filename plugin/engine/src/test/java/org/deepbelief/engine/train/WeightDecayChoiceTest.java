// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.model.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fine-tuning that finds out which weight decay is best: the network is then that of a training with this one. */
class WeightDecayChoiceTest {

    private static final FineTuning.Target CLASSES =
        new FineTuning.Target.Classes(new ClassColumn("side", List.of("0", "1")));

    private static final FineTuning.Target NUMBERS = new FineTuning.Target.Numbers("sum");

    /** So much in a step of rate 0.01 that no weight stays. */
    private static final double TOO_MUCH = 90;

    private static final float[][] ROWS = rows();

    private static float[][] rows() {
        final Random random = new Random(4);
        final float[][] rows = new float[150][5];
        for (final float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextFloat();
            }
        }
        return rows;
    }

    /** Classes or numbers that follow from the first two units. */
    private static float[] clear(final boolean classes) {
        final float[] targets = new float[ROWS.length];
        for (int r = 0; r < targets.length; r++) {
            final float sum = ROWS[r][0] + ROWS[r][1];
            targets[r] = classes ? sum > 1 ? 1 : 0 : sum;
        }
        return targets;
    }

    /** Seven of ten rows are of class 0, whatever their units: nothing is learned best. */
    private static float[] noise() {
        final Random random = new Random(5);
        final float[] targets = new float[ROWS.length];
        for (int r = 0; r < targets.length; r++) {
            targets[r] = random.nextInt(10) < 7 ? 0 : 1;
        }
        return targets;
    }

    private static FineTuning.Settings settings(final FineTuning.Target target, final double decay) {
        return new FineTuning.Settings(target, TrainingSettings.of(20, 3).withThreads(1), new Epochs(60, 30, 0),
            new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.01), 0.9, decay), Dropout.NONE, 0, false);
    }

    private static final DeepBeliefNetwork START = Networks.random(1, 0.5, 5, 12);

    private static TrainingResult chosen(final float[] targets, final FineTuning.Settings settings,
        final List<Double> decays, final TrainingMonitor monitor) {
        try (SampleMatrix samples = TestRows.of(ROWS, targets)) {
            return FineTuning.train(START, samples, settings, decays, monitor);
        }
    }

    private static byte[] bytes(final TrainingResult result) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ModelArchive.write(result.network(), out);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        return out.toByteArray();
    }

    /** The network of a training with one decay. */
    private static byte[] with(final float[] targets, final FineTuning.Settings settings, final double decay) {
        final FineTuning.Descent descent = settings.descent();
        final FineTuning.Settings plain = settings.withDescent(
            new FineTuning.Descent(descent.optimizer(), descent.rate(), descent.momentum(), decay));
        try (SampleMatrix samples = TestRows.of(ROWS, targets)) {
            return bytes(FineTuning.train(START, samples, plain, TrainingMonitor.NONE));
        }
    }

    @Test
    void whatLearnsMoreIsChosenWhereThereIsSomethingToLearn() {
        final FineTuning.Settings settings = settings(CLASSES, 7);
        final byte[] wanted = with(clear(true), settings, 0);
        assertArrayEquals(wanted, bytes(chosen(clear(true), settings, List.of(TOO_MUCH, 0.0), TrainingMonitor.NONE)));
        assertArrayEquals(wanted, bytes(chosen(clear(true), settings, List.of(0.0, TOO_MUCH), TrainingMonitor.NONE)));
        assertArrayEquals(wanted,
            bytes(chosen(clear(true), settings, List.of(TOO_MUCH, 80.0, 0.0, 70.0), TrainingMonitor.NONE)));
    }

    @Test
    void numbersAreJudgedByTheirLoss() {
        final FineTuning.Settings settings = settings(NUMBERS, 7);
        final byte[] wanted = with(clear(false), settings, 0);
        assertArrayEquals(wanted, bytes(chosen(clear(false), settings, List.of(TOO_MUCH, 0.0), TrainingMonitor.NONE)));
        assertArrayEquals(wanted, bytes(chosen(clear(false), settings, List.of(0.0, TOO_MUCH), TrainingMonitor.NONE)));
    }

    @Test
    void muchDecayIsChosenWhereThereIsNothingToLearn() {
        final FineTuning.Settings settings = settings(CLASSES, 7)
            .withTraining(settings(CLASSES, 7).training(), new Epochs(300, 150, 0))
            .withDescent(new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.05), 0.9, 7));
        assertArrayEquals(with(noise(), settings, 5),
            bytes(chosen(noise(), settings, List.of(0.0, 5.0), TrainingMonitor.NONE)));
    }

    private static Losses losses(final int right, final double mean) {
        final Losses losses = new Losses();
        for (int row = 0; row < ROWS.length; row++) {
            losses.addClassified(row < right);
        }
        losses.addMean(mean, ROWS.length);
        return losses;
    }

    /** So many more rightly told, and no more; of 3,000 rows one fold is measured. */
    @ParameterizedTest
    @CsvSource({"150, 1", "200, 1", "600, 3", "3000, 5"})
    void aRowOrOneOfTwoHundredIsNotClearlyBetter(final int rows, final int more) {
        final BitSet all = new BitSet();
        all.set(0, rows);
        final WeightDecayChoice choice =
            new WeightDecayChoice(null, START, null, Split.Part.of(all), settings(CLASSES, 7), null);
        assertFalse(choice.isBetter(losses(100, 1), losses(100, 9), 0), "the loss does not matter");
        assertTrue(choice.isBetter(losses(101, 9), losses(100, 1), 0));
        assertTrue(choice.isBetter(losses(21 + more, 9), losses(20, 1), 1));
        assertFalse(choice.isBetter(losses(20 + more, 9), losses(20, 1), 1));
    }

    /** Of a class that few rows have, a network that tells it well is wrong in more rows than one that never does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void numbersAndBalancedClassesAreJudgedByTheirLoss(final boolean classes) {
        final BitSet all = new BitSet();
        all.set(0, ROWS.length);
        final WeightDecayChoice choice = new WeightDecayChoice(null, START, null, Split.Part.of(all),
            settings(classes ? CLASSES : NUMBERS, 7).withBalancedClasses(classes), null);
        assertTrue(choice.isBetter(losses(20, 0.899), losses(100, 1), 1));
        assertFalse(choice.isBetter(losses(100, 0.901), losses(20, 1), 1));
        assertTrue(choice.isBetter(losses(20, 0.999), losses(100, 1), 0));
        assertFalse(choice.isBetter(losses(100, 1), losses(20, 1), 0));
    }

    /** A millionth of decay makes hardly a difference. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theUsualOneIsKeptWhereNoneIsClearlyBetter(final boolean classes) {
        final FineTuning.Settings settings = settings(classes ? CLASSES : NUMBERS, 7);
        final float[] targets = clear(classes);
        assertArrayEquals(with(targets, settings, 1e-6),
            bytes(chosen(targets, settings, List.of(1e-6, 0.0), TrainingMonitor.NONE)));
        assertArrayEquals(with(targets, settings, 0),
            bytes(chosen(targets, settings, List.of(0.0, 1e-6), TrainingMonitor.NONE)));
    }

    @Test
    void aDecayWithWhichTheNumbersExplodeIsNotChosen() {
        final FineTuning.Settings settings = settings(CLASSES, 7);
        assertThrows(DivergenceException.class, () -> with(clear(true), settings, 1e30));
        assertArrayEquals(with(clear(true), settings, 0),
            bytes(chosen(clear(true), settings, List.of(0.0, 1e30), TrainingMonitor.NONE)));
        assertArrayEquals(with(clear(true), settings, 0),
            bytes(chosen(clear(true), settings, List.of(1e30, 0.0), TrainingMonitor.NONE)));
        assertArrayEquals(with(clear(false), settings(NUMBERS, 7), 0),
            bytes(chosen(clear(false), settings(NUMBERS, 7), List.of(1e30, 0.0), TrainingMonitor.NONE)));
    }

    @ParameterizedTest
    @CsvSource({"2", "4"})
    void theThreadsDoNotMatter(final int threads) {
        final FineTuning.Settings settings = settings(CLASSES, 7);
        assertArrayEquals(bytes(chosen(noise(), settings, List.of(0.0, 1.0, TOO_MUCH), TrainingMonitor.NONE)),
            bytes(chosen(noise(), settings.withTraining(settings.training().withThreads(threads), settings.epochs()),
                List.of(0.0, 1.0, TOO_MUCH), TrainingMonitor.NONE)));
    }

    /** Trials see none of the rows that the user holds out: what their targets are does not matter. */
    @Test
    void rowsHeldOutTellNothing() {
        final FineTuning.Settings plain = settings(NUMBERS, 7);
        final FineTuning.Settings settings =
            plain.withTraining(plain.training().withValidationShare(0.5), plain.epochs());
        final float[] targets = clear(false);
        final float[] other = targets.clone();
        try (SampleMatrix samples = TestRows.of(ROWS, targets)) {
            final Split.Part heldOut = FineTuningRows.of(samples, NUMBERS, false, settings.training(), () -> { }).heldOut();
            for (long i = 0; i < heldOut.size(); i++) {
                other[(int)heldOut.row(i)] = -100 * i;
            }
        }
        final List<Double> decays = List.of(3.0, TOO_MUCH, 0.0);
        assertArrayEquals(bytes(chosen(targets, settings, decays, TrainingMonitor.NONE)),
            bytes(chosen(other, settings, decays, TrainingMonitor.NONE)));
    }

    @Test
    void withATimeBudgetOrTooFewRowsTheUsualOneIsTaken() {
        final FineTuning.Settings settings = settings(CLASSES, 7);
        final FineTuning.Settings hurried = settings
            .withTraining(settings.training().withTimeBudget(Duration.ofHours(1)), settings.epochs());
        assertEquals("0.5", decay(chosen(clear(true), hurried, List.of(0.5, 0.0), TrainingMonitor.NONE)));
        final float[] two = new float[ROWS.length];
        Arrays.fill(two, Float.NaN);
        two[3] = 0;
        two[4] = 1;
        assertEquals("0.5", decay(chosen(two, settings, List.of(0.5, 0.0), TrainingMonitor.NONE)));
    }

    private static String decay(final TrainingResult result) {
        final var steps = result.network().provenance().steps();
        return steps.get(steps.size() - 1).settings().get("descent/weightDecay");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void progressTellsTheTrialsAndTheLogLeavesThemOut(final int threads) {
        final List<String> told = new ArrayList<>();
        final List<Double> fractions = new ArrayList<>();
        final FineTuning.Settings settings = settings(CLASSES, 7);
        final TrainingResult result = chosen(clear(true),
            settings.withTraining(settings.training().withThreads(threads), settings.epochs()),
            List.of(TOO_MUCH, 0.0), new TrainingMonitor() {

                @Override
                public boolean cancelled() {
                    return false;
                }

                @Override
                public void progress(final TrainingProgress progress) {
                    told.add(progress.message());
                    fractions.add(progress.fraction());
                }
            });
        assertEquals("0.0", decay(result));
        assertEquals(60, result.log().entries().size());
        assertTrue(result.log().entries().get(59).kept());
        // two thirds of 150 rows are 5 steps an epoch, all of them 8: three trials of each decay, then the training
        final int trials = 2 * 3 * 60 * 5;
        assertEquals(trials + 60 * 8, told.size());
        assertEquals("Choosing the weight decay, trial 1 of 6", told.get(0));
        assertEquals("Choosing the weight decay, trial 6 of 6", told.get(trials - 1));
        assertTrue(told.get(trials).startsWith("Epoch 1 of 60, loss "), told.get(trials));
        if (threads == 1) {
            assertEquals("Choosing the weight decay, trial 3 of 6", told.get(trials / 2 - 1));
            assertEquals("Choosing the weight decay, trial 4 of 6", told.get(trials / 2));
        }
        for (int i = 1; i < fractions.size(); i++) {
            assertTrue(fractions.get(i) >= fractions.get(i - 1));
        }
        assertEquals(4 / 5.0, fractions.get(trials - 1), 1e-9, "6 trials of two thirds beside 1");
        assertEquals(1, fractions.get(fractions.size() - 1), 1e-9);
    }

    /** Those who cancel, and those who fail, end all trials and their threads. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCancelEndsTheTrials(final boolean fails) {
        final FineTuning.Settings settings = settings(CLASSES, 7);
        final FineTuning.Settings twice =
            settings.withTraining(settings.training().withThreads(2), Epochs.of(1_000_000));
        final Class<? extends RuntimeException> wanted =
            fails ? IllegalStateException.class : CancellationException.class;
        assertThrows(wanted, () -> chosen(clear(true), twice, List.of(0.0, 1.0), new TrainingMonitor() {

            private int steps;

            @Override
            public boolean cancelled() {
                return !fails && steps > 20;
            }

            @Override
            public void progress(final TrainingProgress progress) {
                if (++steps == 30 && fails) {
                    throw new IllegalStateException("A monitor fails.");
                }
            }
        }));
        assertTrue(Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("deepbelief-trial")));
    }

    @Test
    void anInterruptEndsTheTrials() {
        final FineTuning.Settings settings = settings(CLASSES, 7);
        final Thread asker = Thread.currentThread();
        try {
            assertThrows(CancellationException.class, () -> chosen(clear(true),
                settings.withTraining(settings.training(), Epochs.of(1_000_000)), List.of(0.0, 1.0),
                new TrainingMonitor() {

                    @Override
                    public boolean cancelled() {
                        return false;
                    }

                    @Override
                    public void progress(final TrainingProgress progress) {
                        asker.interrupt();
                    }
                }));
        } finally {
            assertTrue(Thread.interrupted(), "who is interrupted still knows");
        }
    }
}
