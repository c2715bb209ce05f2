// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The ranges of settings: what lies on a bound, what lies beyond, and the sentence that says so. */
class SettingsTest {

    private static final HiddenUnits HIDDEN = HiddenUnits.of(5, UnitType.bernoulli());

    private static final BoltzmannMachineSettings MACHINE =
        BoltzmannMachineSettings.plain(HIDDEN, Learning.plain(1, 0.1));

    private static void assertRefused(final String sentence, final Executable settings) {
        assertEquals(sentence, assertThrows(IllegalArgumentException.class, settings).getMessage());
    }

    @Test
    void ratesAreAboveZeroAndDecaysFromZero() {
        assertRefused("The learning rate is 0.0; choose above 0.", () -> new Schedule(0, 0));
        assertRefused("The learning rate is Infinity; choose above 0.",
            () -> new Schedule(Double.POSITIVE_INFINITY, 0));
        assertRefused("The learning rate is NaN; choose above 0.", () -> new Schedule(Double.NaN, 0));
        assertRefused("The learning-rate decay is -0.1; choose at least 0.", () -> new Schedule(1, -0.1));
        assertRefused("The learning-rate decay is Infinity; choose at least 0.",
            () -> new Schedule(1, Double.POSITIVE_INFINITY));
        assertRefused("The weight decay is -0.1; choose at least 0.", () -> Penalty.l2(-0.1));
        assertRefused("The L1 penalty is -0.1; choose at least 0.", () -> new Penalty(0, -0.1));
        assertEquals(0.3 / (1 + 2 * 0.5), new Schedule(0.3, 0.5).rate(2), 1e-12);
        assertEquals(0.3, Schedule.constant(0.3).rate(100));
    }

    @Test
    void momentumIsBelowOneAndChangesAtItsEpoch() {
        assertRefused("The momentum is 1.0; choose from 0 to below 1.", () -> new Momentum(0.5, 1, 0));
        assertRefused("The initial momentum is -0.1; choose from 0 to below 1.", () -> new Momentum(-0.1, 0, 0));
        assertRefused("The momentum switch epoch is -1; choose at least 0.", () -> new Momentum(0, 0, -1));
        assertEquals(0.5, new Momentum(0.5, 0.9, 5).at(4));
        assertEquals(0.9, new Momentum(0.5, 0.9, 5).at(5));
        assertEquals(0.7, Momentum.constant(0.7).at(0));
        assertEquals(new Rates(5, 0.05f, 0.9f), new Learning(9, new Schedule(0.3, 1), new Momentum(0.5, 0.9, 5),
            Penalty.NONE).rates(5));
    }

    @Test
    void sharesAreBelowOne() {
        assertRefused("The masking noise is 1.0; choose from 0 to below 1.", () -> new Noise(1, 0));
        assertRefused("The Gaussian noise is -1.0; choose at least 0.", () -> new Noise(0, -1));
        assertRefused("The input dropout is 1.0; choose from 0 to below 1.", () -> new Dropout(1, 0));
        assertRefused("The hidden dropout is 1.0; choose from 0 to below 1.", () -> new Dropout(0, 1));
        assertRefused("The hidden dropout is 1.0; choose from 0 to below 1.", () -> HIDDEN.withDropout(1));
        assertRefused("The validation share is 1.0; choose from 0 to below 1.",
            () -> TrainingSettings.of(1, 1).withValidationShare(1));
        assertTrue(new Noise(0.1, 0).any() && new Noise(0, 0.1).any());
        assertFalse(Noise.NONE.any());
    }

    @Test
    void hiddenUnitsCanBeSparseBelowOneWhereTheyAreBounded() {
        assertRefused("The number of hidden units is 0; choose at least 1.",
            () -> HiddenUnits.of(0, UnitType.bernoulli()));
        assertRefused("The kind of hidden units is softmax; choose Bernoulli, rectified linear or Gaussian.",
            () -> HiddenUnits.of(1, UnitType.softmax()));
        assertRefused("The sparsity cost is -0.1; choose at least 0.", () -> new Sparsity(0.1, -0.1));
        assertRefused("The sparsity target is 0.0; choose above 0.", () -> new Sparsity(0, 0.1));
        assertRefused("The sparsity target is 1.0; choose above 0, and below 1 for Bernoulli units.",
            () -> HIDDEN.withSparsity(new Sparsity(1, 0.1)));
        assertEquals(2, HiddenUnits.of(1, UnitType.rectifiedLinear()).withSparsity(new Sparsity(2, 0.1)).sparsity()
            .target());
        assertEquals(1, HIDDEN.withSparsity(new Sparsity(1, 0)).sparsity().target(), "not wanted");
        assertFalse(new Sparsity(0, 0).wanted());
        assertTrue(new Sparsity(0.1, 1e-9).wanted());
    }

    @Test
    void countsHaveTheirLeast() {
        assertRefused("The number of epochs is -1; choose at least 0.", () -> Epochs.of(-1));
        assertRefused("The number of epochs is -1; choose at least 0.", () -> Learning.plain(-1, 0.1));
        assertRefused("The number of averaged epochs is -1; choose at least 0.", () -> new Epochs(1, -1, 0));
        assertRefused("The patience of early stopping is -1; choose at least 0.", () -> new Epochs(1, 0, -1));
        assertRefused("The weights of 3 epochs cannot be averaged in 2 epochs of training. Average fewer.",
            () -> new Epochs(2, 3, 0));
        assertRefused("Early stopping keeps the weights of one epoch: switch it off (0) or do not average epochs.",
            () -> new Epochs(2, 1, 1));
        assertEquals(new Epochs(2, 2, 0), new Epochs(4, 3, 0).withCount(2));
        assertEquals(new Epochs(9, 3, 0), new Epochs(4, 3, 0).withCount(9));
        assertRefused("The batch size is 0; choose at least 1.", () -> TrainingSettings.of(0, 1));
        assertRefused("The number of threads is -1; choose at least 0.", () -> TrainingSettings.of(1, 1)
            .withThreads(-1));
        assertRefused("The time budget is Optional[PT0S]; choose more than no time.",
            () -> TrainingSettings.of(1, 1).withTimeBudget(Duration.ZERO));
        assertThrows(IllegalArgumentException.class,
            () -> TrainingSettings.of(1, 1).withTimeBudget(Duration.ofNanos(-1)));
        assertRefused("The number of Gibbs steps is 0; choose at least 1.", () -> new Chain(0, false, true));
        assertRefused("The number of steps is 0; choose at least 1.", () -> new TrainingLength(0, 1));
        assertRefused("The least number of epochs is 0; choose at least 1.", () -> new TrainingLength(1, 0));
    }

    @Test
    void aPersistentChainIsOfSamplesAndZerosAreSampledInOnePlainStep() {
        assertRefused("The reconstruction in a persistent chain is a mean; choose a sample.",
            () -> new Chain(1, true, false));
        assertRefused("The number of sampled zeros is -1.0; choose at least 0.", () -> MACHINE.withSampledZeros(-1));
        final BoltzmannMachineSettings sampled = MACHINE.withSampledZeros(2);
        assertRefused("The number of Gibbs steps is 2; choose 1 without persistence, or no sampled zeros.",
            () -> sampled.withChain(new Chain(2, false, true)));
        assertRefused("The number of Gibbs steps is 1 in a persistent chain; choose 1 without persistence, or no"
            + " sampled zeros.", () -> sampled.withChain(new Chain(1, true, true)));
        assertRefused("The L1 penalty is 0.1; choose 0, or no sampled zeros.",
            () -> sampled.withLearning(sampled.learning().withPenalty(new Penalty(0, 0.1))));
        assertRefused("The gradient is of mean reconstructions; choose sampled reconstructions and a gradient that is"
            + " not centred, or no sampled zeros.", () -> sampled.withChain(Chain.OF_MEANS));
        assertRefused("The gradient is centred; choose sampled reconstructions and a gradient that is not centred, or"
            + " no sampled zeros.", () -> sampled.withCentredGradient(true));
        assertRefused("The kind of hidden units is Gaussian; choose Bernoulli or rectified linear for an"
            + " autoencoder.", () -> Defaults.AUTOENCODER.withHidden(HiddenUnits.of(3, UnitType.gaussian())));
    }

    private record Group(double rate, UnitType kind) {
    }

    private record Empty() {
    }

    private record All(Group group, Optional<Duration> time, Optional<Group> none, List<Group> layers, Empty choice,
        ClassColumn column, long seed, int threads, List<String> names) {
    }

    /** Each by its path, but for what does not change the model's kind: its seed and the threads. */
    @Test
    void settingsAreRecordedByTheirPaths() {
        assertEquals(Map.of("group/rate", "0.5", "group/kind", "gaussian", "time", "PT1S", "none", "",
            "layers/0/rate", "1.0", "layers/0/kind", "bernoulli", "choice", "Empty", "column", "c", "names", "[a, b]"),
            RecordedSettings.of(new All(new Group(0.5, UnitType.gaussian()), Optional.of(Duration.ofSeconds(1)),
                Optional.empty(), List.of(new Group(1, UnitType.bernoulli())), new Empty(),
                new ClassColumn("c", List.of("x", "y")), 7, 3, List.of("a", "b"))));
        assertEquals(Map.of("momentum/initial", "0.5", "momentum/last", "0.5", "momentum/switchEpoch", "0",
            "epochs", "3", "rate/initial", "0.1", "rate/decay", "0.0", "penalty/l2", "0.0", "penalty/l1", "0.0"),
            RecordedSettings.of(Learning.plain(3, 0.1).withMomentum(Momentum.constant(0.5))));
    }

    @Test
    void anEntryOfTheLogTellsWhatItWasGiven() {
        final TrainingLog.Entry bare = TrainingLog.Entry.of(new TrainingLog.LayerRange(2, 3), "phase", 7,
            new TrainingLog.Layers(0.1, 0.2), new TrainingLog.Speed(3, 4));
        assertTrue(Double.isNaN(bare.loss()) && Double.isNaN(bare.validationLoss()) && Double.isNaN(bare.accuracy())
            && Double.isNaN(bare.reconstructionError()) && Double.isNaN(bare.pseudoLikelihood()));
        final TrainingLog.Entry entry = bare.withLosses(new TrainingLog.Pair(5, 6))
            .withAccuracies(new TrainingLog.Pair(7, 8)).withReconstruction(new TrainingLog.Pair(9, 10))
            .withLikelihood(new TrainingLog.Likelihood(11, 12)).asKept();
        assertEquals(List.of(0.1, 0.2, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0),
            List.of(entry.meanActivation(), entry.weightNorm(), entry.seconds(), entry.rowsPerSecond(), entry.loss(),
                entry.validationLoss(), entry.accuracy(), entry.validationAccuracy(), entry.reconstructionError(),
                entry.validationReconstructionError(), entry.pseudoLikelihood(), entry.freeEnergyGap()));
        assertTrue(entry.kept() && !bare.kept());
        assertEquals(new TrainingLog.LayerRange(2, 3), entry.learned());
        assertEquals(7, entry.epoch());
        assertEquals("phase", entry.phase());
    }
}
