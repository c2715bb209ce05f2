// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** Logs of trainings that went well, and of trainings that did not. */
class TrainingReviewTest {

    private static final TrainingReview.Guess TWO_CLASSES = new TrainingReview.Guess(Math.log(2), 0.5);

    private static final FineTuning.Settings SETTINGS = Defaults.FINE_TUNING;

    private static TrainingLog.Entry entry(final int layer, final int epoch) {
        return TrainingLog.Entry.of(TrainingLog.LayerRange.only(layer), "phase", epoch, new TrainingLog.Layers(0, 1),
            new TrainingLog.Speed(1, 1));
    }

    private static TrainingLog.Pair pair(final double training, final double validation) {
        return new TrainingLog.Pair(training, validation);
    }

    private static List<TrainingLog.Entry> errors(final int layer, final double... errors) {
        return epochs(errors.length, e -> entry(layer, e + 1).withReconstruction(pair(errors[e], Double.NaN)));
    }

    private static List<TrainingLog.Entry> epochs(final int count, final IntFunction<TrainingLog.Entry> epoch) {
        return IntStream.range(0, count).mapToObj(epoch).toList();
    }

    private static void finds(final String finding, final List<String> found) {
        assertEquals(1, found.size(), found.toString());
        assertTrue(found.get(0).contains(finding), found.toString());
    }

    private static List<String> pretraining(final List<TrainingLog.Entry> entries) {
        return TrainingReview.ofPretraining(new TrainingLog(entries));
    }

    @Test
    void anErrorThatSettlesIsLeftAlone() {
        assertEquals(List.of(), pretraining(errors(1, 1, 0.5, 0.3, 0.29, 0.28, 0.28, 0.281)));
        assertEquals(List.of(), pretraining(errors(1, 1, 1e-7, 5e-5)), "next to nothing may move");
    }

    @Test
    void anErrorThatRisesIsNamedWithItsLayerAndEpoch() {
        final List<TrainingLog.Entry> both = new ArrayList<>(errors(1, 1, 0.5, 0.49));
        both.addAll(errors(2, 0.8, 0.2, 0.41));
        finds("layer 2 was lowest in epoch 2 of 3 (0.2000) and has risen to 0.4100", pretraining(both));
        assertEquals(List.of(), pretraining(errors(1, 0.4, 0.2, 0.26)), "it is not what is minimised");
    }

    @Test
    void anErrorThatStillFallsWantsMoreEpochs() {
        finds("layer 1 still falls after 3 epochs", pretraining(errors(1, 1, 0.8, 0.6)));
    }

    private static TrainingLog wakeSleep(final TrainingLog.Entry before, final TrainingLog.Entry... after) {
        return new TrainingLog(List.of(after), Optional.empty(), Optional.of(before));
    }

    /** Iris at a rate of 0.1: 0.88 before, one class for all rows afterwards. */
    @Test
    void wakeSleepThatForgetsTheClassesSaysSo() {
        final TrainingLog.Entry before =
            entry(0, 0).withReconstruction(pair(0.02, Double.NaN)).withAccuracies(pair(0.88, Double.NaN));
        final TrainingLog.Entry worse =
            entry(0, 1).withReconstruction(pair(0.02, Double.NaN)).withAccuracies(pair(1 / 3., Double.NaN));
        finds("33.3 % of the training rows, after 88.0 % before", TrainingReview.ofWakeSleep(wakeSleep(before, worse)));
        assertEquals(List.of(), TrainingReview.ofWakeSleep(
            wakeSleep(before, worse, worse.withAccuracies(pair(0.84, Double.NaN)))), "the end counts, and chance");
    }

    @Test
    void wakeSleepThatForgetsTheRowsSaysSo() {
        final TrainingLog.Entry before = entry(0, 0).withReconstruction(pair(0.02, Double.NaN));
        finds("0.03100, after 0.02000 before", TrainingReview.ofWakeSleep(
            wakeSleep(before, entry(0, 1).withReconstruction(pair(0.031, Double.NaN)))));
        assertEquals(List.of(), TrainingReview.ofWakeSleep(
            wakeSleep(before, entry(0, 1).withReconstruction(pair(0.029, Double.NaN)))));
        assertEquals(List.of(), TrainingReview.ofWakeSleep(new TrainingLog(List.of(
            entry(0, 1).withReconstruction(pair(0.031, Double.NaN))))), "nothing to compare with");
    }

    private static List<String> fineTuning(final FineTuning.Settings settings, final List<TrainingLog.Entry> entries) {
        return TrainingReview.ofFineTuning(new TrainingLog(entries), TWO_CLASSES, settings);
    }

    private static List<TrainingLog.Entry> losses(final double accuracy, final double... losses) {
        final List<TrainingLog.Entry> entries = new ArrayList<>(DoubleStream.of(losses).mapToObj(loss -> entry(0, 1)
            .withLosses(pair(loss, Double.NaN)).withAccuracies(pair(accuracy, Double.NaN))).toList());
        entries.set(entries.size() - 1, entries.get(entries.size() - 1).asKept());
        return entries;
    }

    @Test
    void aLossThatSettlesBelowThatOfGuessingIsLeftAlone() {
        assertEquals(List.of(), fineTuning(SETTINGS, losses(0.9, 0.6, 0.4, 0.31, 0.3, 0.3, 0.3)));
    }

    @Test
    void aLossThatStillFallsWantsMoreEpochs() {
        finds("The loss still falls after 4 epochs", fineTuning(SETTINGS, losses(0.9, 0.6, 0.5, 0.4, 0.3)));
    }

    @Test
    void aLossOfGuessingHasLearnedNothing() {
        finds("has learned nothing of the target", fineTuning(SETTINGS, losses(0.5, 0.8, 0.7, 0.69)));
    }

    @Test
    void accuracyThatNeverLeavesChanceIsTold() {
        finds("more than 50.0 % of the training rows", fineTuning(SETTINGS, losses(0.5, 0.66, 0.61, 0.6, 0.6, 0.6)));
        assertEquals(List.of(), fineTuning(SETTINGS, losses(0.51, 0.66, 0.61, 0.6, 0.6, 0.6)));
    }

    @Test
    void earlyStoppingThatPassesABetterEpochByIsTold() {
        final FineTuning.Settings stopping = SETTINGS.withTraining(
            SETTINGS.training().withValidationShare(0.2), new Epochs(60, 0, 3));
        final List<TrainingLog.Entry> entries = keptFirst(0.5, 0.52, 0.52);
        finds("Epoch 1 was kept, whose loss on the rows held out is lowest, but epoch 2 told the class of 52.0 % of them"
            + " instead of 50.0 %.", fineTuning(stopping, entries));
        assertEquals(List.of(), fineTuning(SETTINGS, entries), "without early stopping the last is kept on purpose");
        assertEquals(List.of(), fineTuning(stopping, keptFirst(0.5, 0.519, 0.5)));
    }

    /** Epochs by their accuracy on the rows held out. */
    private static List<TrainingLog.Entry> keptFirst(final double... accuracies) {
        final List<TrainingLog.Entry> entries = new ArrayList<>(epochs(accuracies.length, e -> entry(0, e + 1)
            .withLosses(pair(0.5, 0.4 + e / 100.)).withAccuracies(pair(0.9, accuracies[e]))));
        entries.set(0, entries.get(0).asKept());
        return entries;
    }

    @Test
    void aLossOnRowsHeldOutThatRisesIsMemorising() {
        final List<TrainingLog.Entry> entries = new ArrayList<>(epochs(3, e -> entry(0, e + 1)
            .withLosses(pair(0.5, 0.4 + e / 10.)).withAccuracies(pair(0.9, 0.8))));
        entries.set(2, entries.get(2).asKept());
        finds("lowest in epoch 1 of 3 (0.4000) and has risen to 0.6000", fineTuning(SETTINGS, entries));
    }

    /** Ten epochs: the last two take 5.5 % of what is left off, or 4.5 %. */
    @Test
    void stillFallingIsMoreThanATwentiethAnEpochAndATenthOfTheMeanFall() {
        finds("layer 1 still falls after 10 epochs",
            pretraining(errors(1, 5, 4, 3, 2, 2, 2, 2, 1.11, 1.05, 1)));
        assertEquals(List.of(), pretraining(errors(1, 5, 4, 3, 2, 2, 2, 2, 1.09, 1.05, 1)));
        assertEquals(List.of(), pretraining(errors(1, 11, 4, 3, 2, 2, 2, 2, 1.11, 1.05, 1)),
            "the mean fall is 1.11, the last ones 0.055");
        assertEquals(List.of(), pretraining(errors(1, 5)), "one epoch tells nothing");
        finds("layer 1 still falls after 2 epochs", pretraining(errors(1, 5, 4)));
    }

    @Test
    void risenIsMoreThanTwiceTheLowest() {
        assertEquals(List.of(), pretraining(errors(1, 0.4, 0.2, 0.4)));
        finds("has risen to 0.4010", pretraining(errors(1, 0.4, 0.2, 0.401)));
        finds("lowest in epoch 2 of 4", pretraining(errors(1, 0.4, 0.2, 0.2, 0.7)));
    }

    @Test
    void onlyTheFirstLayerThatNeedsSomethingIsNamed() {
        final List<TrainingLog.Entry> both = new ArrayList<>(errors(1, 1, 0.8, 0.6));
        both.addAll(errors(2, 0.8, 0.2, 0.5));
        finds("layer 1 still falls", pretraining(both));
    }

    @Test
    void wakeSleepMayLoseATwentiethOfTheAccuracy() {
        final TrainingLog.Entry before = entry(0, 0).withAccuracies(pair(0.88, Double.NaN));
        assertEquals(List.of(), TrainingReview.ofWakeSleep(
            wakeSleep(before, entry(0, 1).withAccuracies(pair(0.835, Double.NaN)))));
        finds("82.5 % of the training rows, after 88.0 %", TrainingReview.ofWakeSleep(
            wakeSleep(before, entry(0, 1).withAccuracies(pair(0.825, Double.NaN)))));
        assertEquals(List.of(), TrainingReview.ofWakeSleep(wakeSleep(before)), "no epoch");
    }

    @Test
    void aLossWithinAHundredthOfGuessingHasLearnedNothing() {
        finds("has learned nothing", fineTuning(SETTINGS, losses(0.9, 0.7, 0.6869, 0.6869)));
        assertEquals(List.of(), fineTuning(SETTINGS, losses(0.9, 0.7, 0.6855, 0.6855)));
    }

    @Test
    void aReconstructionErrorThatHasNotFallenIsTold() {
        final TrainingReview.Guess none = new TrainingReview.Guess(Double.NaN, Double.NaN);
        finds("has not fallen: 0.5000 in the first epoch, 0.5000 in the end",
            TrainingReview.ofFineTuning(new TrainingLog(losses(Double.NaN, 0.5, 0.5)), none, SETTINGS));
        assertEquals(List.of(),
            TrainingReview.ofFineTuning(new TrainingLog(losses(Double.NaN, 0.5, 0.499)), none, SETTINGS));
        assertEquals(List.of(),
            TrainingReview.ofFineTuning(new TrainingLog(losses(Double.NaN, 0.5)), none, SETTINGS), "one epoch");
    }

    /** Its loss is kept where early stopping has chosen it, not that of the last. */
    @Test
    void theLossOfTheEpochThatIsKeptCounts() {
        final List<TrainingLog.Entry> entries = new ArrayList<>(epochs(4, e -> entry(0, e + 1)
            .withLosses(pair(e == 1 ? 0.3 : 0.69, 0.5)).withAccuracies(pair(0.9, 0.8))));
        entries.set(1, entries.get(1).asKept());
        assertEquals(List.of(), fineTuning(SETTINGS, entries));
    }

    /** Of those whose weights are averaged, the last was measured with the mean. */
    @Test
    void theLossOfTheMeanOfSeveralEpochsIsThatOfTheLastOfThem() {
        final List<TrainingLog.Entry> entries = new ArrayList<>(epochs(4, e -> entry(0, e + 1)
            .withLosses(pair(e == 3 ? 0.66 : 0.69, 0.5)).withAccuracies(pair(0.9, 0.8)).asKept()));
        assertEquals(List.of(), fineTuning(SETTINGS, entries));
    }

    @Test
    void overfittingIsATenthMoreThanTheLowestInAnEpochThatIsKept() {
        for (final double end : new double[] {0.43, 0.45}) {
            final List<TrainingLog.Entry> entries = new ArrayList<>(epochs(3, e -> entry(0, e + 1)
                .withLosses(pair(0.5, e == 2 ? end : 0.4)).withAccuracies(pair(0.9, 0.8))));
            assertEquals(List.of(), fineTuning(SETTINGS, entries), "not kept");
            entries.set(2, entries.get(2).asKept());
            assertEquals(end > 0.44 ? 1 : 0, fineTuning(SETTINGS, entries).size(), "ends at " + end);
        }
    }

    @Test
    void aBetterEpochIsOneWithTwoMoreOfAHundredLaterThanTheOneThatIsKept() {
        final FineTuning.Settings stopping = SETTINGS.withTraining(
            SETTINGS.training().withValidationShare(0.2), new Epochs(60, 0, 3));
        for (final double better : new double[] {0.765, 0.775}) {
            for (final int kept : new int[] {0, 3}) {
                final List<TrainingLog.Entry> entries = new ArrayList<>(epochs(4, e -> entry(0, e + 1)
                    .withLosses(pair(0.5, 0.4)).withAccuracies(pair(0.9, e == 2 ? better : 0.75))));
                entries.set(kept, entries.get(kept).asKept());
                assertEquals(kept == 0 && better > 0.77 ? 1 : 0, fineTuning(stopping, entries).size(),
                    better + ", kept " + kept);
            }
        }
    }
}
