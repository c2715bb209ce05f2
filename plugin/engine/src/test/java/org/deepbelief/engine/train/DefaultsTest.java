// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

/** What follows from the data where nothing is set. */
class DefaultsTest {

    private static final FineTuning.Target CLASSES =
        new FineTuning.Target.Classes(new ClassColumn("c", List.of("a", "b")));

    private static final FineTuning.Target INPUTS = new FineTuning.Target.Inputs();

    private static InputEncoding numbers(final int columns, final UnitType type) {
        final List<InputColumn> all = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            all.add(new NumberColumn("x" + i, type, NumberScaling.NONE, 0, 1));
        }
        return new InputEncoding(all, new float[columns]);
    }

    /** 64 columns, so many of which have a range that begins elsewhere than at 0. */
    private static InputEncoding ranges(final int others, final double offset) {
        final List<InputColumn> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            all.add(new NumberColumn("x" + i, UnitType.bernoulli(), NumberScaling.MIN_MAX, i < others ? offset : 0, 9));
        }
        return new InputEncoding(all, new float[64]);
    }

    @Test
    void stepsAreSharedOutOverTheRowsAndEachRowIsSeenOftenEnough() {
        final TrainingLength length = new TrainingLength(2000, 2);
        assertEquals(400, length.epochs(100, 20), "5 steps an epoch");
        assertEquals(58, length.epochs(700, 20), "2000 * 20 / 700 = 57.1");
        assertEquals(2, length.epochs(100_000, 20));
        assertEquals(2, length.epochs(20_000, 20));
        assertEquals(3, length.epochs(19_999, 20));
        assertEquals(2000, length.epochs(7, 20), "an epoch of 7 rows is a step");
        assertEquals(2000, length.epochs(0, 20));
        assertEquals(10, new TrainingLength(3000, 10).epochs(100_000, 32));
        assertEquals(1, new TrainingLength(Integer.MAX_VALUE, 1).epochs(2L * Integer.MAX_VALUE, 2));
    }

    /** Of 30 neighbours among all rows, a batch of a quarter of the rows has some eight. */
    @Test
    void neighboursArePartedAmongBatches() {
        assertEquals(30, Defaults.perplexity(500, 1));
        assertEquals(15, Defaults.perplexity(500, 2));
        assertEquals(7.5, Defaults.perplexity(500, 4));
        assertEquals(5, Defaults.perplexity(500, 7));
        assertEquals(5, Defaults.perplexity(500, 100));
        assertEquals(3, Defaults.perplexity(10, 1));
        assertEquals(3, Defaults.perplexity(10, 2));
        assertEquals(1.5, Defaults.perplexity(3, 1));
    }

    @Test
    void manyBoundedColumnsOrVectorsAreImages() {
        assertEquals(TableKind.ORDINARY, TableKind.of(63, false));
        assertEquals(TableKind.IMAGES, TableKind.of(64, false));
        assertEquals(TableKind.IMAGES, TableKind.of(1, true));
        assertEquals(TableKind.ORDINARY, TableKind.of(numbers(63, UnitType.bernoulli())));
        assertEquals(TableKind.IMAGES, TableKind.of(numbers(64, UnitType.bernoulli())));
        assertEquals(TableKind.ORDINARY, TableKind.of(numbers(64, UnitType.gaussian())));
        assertEquals(TableKind.ORDINARY, TableKind.of(ranges(32, 2)), "half of the columns never 0: no pixels");
        assertEquals(TableKind.IMAGES, TableKind.of(ranges(31, 2)));
        assertEquals(TableKind.ORDINARY, TableKind.of(ranges(1, -2)), "below 0");
        assertEquals(TableKind.IMAGES, TableKind.of(new InputEncoding(List.of(new VectorColumn("v", VectorKind.BIT, 3,
            UnitType.bernoulli(), NumberScaling.NONE, 0, 1)), new float[3])));
        final List<String> values = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            values.add("v" + i);
        }
        assertEquals(TableKind.ORDINARY,
            TableKind.of(new InputEncoding(List.of(new NominalColumn("n", values)), new float[100])),
            "values are no pixels");
    }

    @Test
    void ordinaryTablesAreNarrowAndFineTunedWithDecay() {
        final InputEncoding encoding = numbers(8, UnitType.gaussian());
        final LayerwisePretraining.Settings pretraining = Defaults.pretraining(encoding, 1000);
        assertEquals(1, pretraining.layers().size());
        assertEquals(150, pretraining.layers().get(0).units());
        assertEquals(120, pretraining.layers().get(0).epochs());
        assertEquals(0.01, pretraining.layers().get(0).learning().rate().initial());
        assertEquals(5, pretraining.layers().get(0).learning().momentum().switchEpoch());
        assertEquals(1, Defaults.pretraining(encoding, 40_000).layers().get(0).learning().momentum().switchEpoch());
        final FineTuning.Settings tuning = Defaults.fineTuning(encoding, CLASSES, 1000);
        assertEquals(new Epochs(96, 48, 0), tuning.epochs());
        assertEquals(0.3, tuning.descent().weightDecay());
        assertEquals(new Epochs(10, 5, 0), Defaults.fineTuning(encoding, CLASSES, 100_000).epochs());
        assertEquals(new Dropout(0, 0.4), tuning.dropout());
    }

    /** Of a narrow layer each unit is needed; weights are held down instead, by 0.0005 of themselves in a step. */
    @Test
    void autoencodersLeaveNoUnitOutAndDecay() {
        for (final InputEncoding encoding : List.of(numbers(8, UnitType.gaussian()),
            numbers(64, UnitType.bernoulli()))) {
            final FineTuning.Settings tuning = Defaults.fineTuning(encoding, INPUTS, 1000);
            assertEquals(Dropout.NONE, tuning.dropout());
            assertEquals(0.1, tuning.descent().weightDecay());
        }
        assertEquals(0.0005, 0.02 * Defaults.weightDecays(TableKind.IMAGES, INPUTS, OptimizerKind.ADAM, 0.02).get(0),
            1e-12);
        assertEquals(List.of(0.1), Defaults.weightDecays(TableKind.IMAGES, INPUTS, OptimizerKind.ADAM, 0.001));
        assertEquals(List.of(0.0), Defaults.weightDecays(TableKind.ORDINARY, INPUTS, OptimizerKind.SGD, 0.1));
    }

    @Test
    void imagesKeepTwoWideLayersWithoutDecay() {
        final InputEncoding encoding = numbers(64, UnitType.bernoulli());
        final LayerwisePretraining.Settings pretraining = Defaults.pretraining(encoding, 60_000);
        assertEquals(List.of(500, 500), pretraining.layers().stream().map(LayerSettings::units).toList());
        assertEquals(List.of(30, 30), pretraining.layers().stream().map(LayerSettings::epochs).toList());
        assertEquals(List.of(0.1, 0.1),
            pretraining.layers().stream().map(layer -> layer.learning().rate().initial()).toList());
        final FineTuning.Settings tuning = Defaults.fineTuning(encoding, CLASSES, 60_000);
        assertEquals(new Epochs(60, 30, 0), tuning.epochs());
        assertEquals(0, tuning.descent().weightDecay());
    }

    /** What a weight loses in a step, rate times decay, is the same at any rate from the default on. */
    @Test
    void theDecayOfAStepDoesNotGrowWithTheRate() {
        for (final double rate : new double[]{0.005, 0.05, 10}) {
            final List<Double> decays =
                Defaults.weightDecays(TableKind.ORDINARY, CLASSES, OptimizerKind.ADAM, rate);
            assertEquals(0.0015, rate * decays.get(0), 1e-12);
            assertEquals(0.005, rate * decays.get(1), 1e-12);
        }
        assertEquals(List.of(0.3, 1.0, 0.03),
            Defaults.weightDecays(TableKind.ORDINARY, CLASSES, OptimizerKind.ADAM, 0.001));
        assertEquals(List.of(0.0), Defaults.weightDecays(TableKind.ORDINARY, CLASSES, OptimizerKind.SGD, 0.1));
        assertEquals(List.of(0.0), Defaults.weightDecays(TableKind.IMAGES, CLASSES, OptimizerKind.ADAM, 0.005));
    }

    @Test
    void unboundedUnitsSlowALayerDown() {
        final LayerSettings machine = Defaults.BOLTZMANN_MACHINE;
        final LayerSettings sampled = Defaults.BOLTZMANN_MACHINE.withChain(Chain.SAMPLED);
        final LayerSettings rectified = machine.withHidden(HiddenUnits.of(5, UnitType.rectifiedLinear()));
        final List<UnitGroup> gaussian =
            List.of(new UnitGroup(UnitType.gaussian(), 4), new UnitGroup(UnitType.bernoulli(), 900));
        final List<UnitGroup> bits = List.of(new UnitGroup(UnitType.bernoulli(), 9));
        assertEquals(0.1, Defaults.learningRate(bits, true, machine));
        assertEquals(0.01, Defaults.learningRate(gaussian, true, machine), "Bernoulli units beside do not count");
        assertEquals(0.001, Defaults.learningRate(gaussian, false, machine));
        assertEquals(0.001, Defaults.learningRate(gaussian, true, sampled));
        assertEquals(0.001, Defaults.learningRate(gaussian, true, Defaults.AUTOENCODER));
        assertEquals(0.001, Defaults.learningRate(gaussian, true, rectified));
        assertEquals(0.001, Defaults.learningRate(bits, true, rectified));
        assertEquals(0.005,
            Defaults.learningRate(List.of(new UnitGroup(UnitType.gaussian(), 200)), true, machine));
        assertEquals(0.001,
            Defaults.learningRate(List.of(new UnitGroup(UnitType.gaussian(), 5000)), true, machine));
        assertTrue(Defaults.GAUSSIAN_INPUT_LEARNING_RATE > Defaults.LINEAR_LEARNING_RATE);
    }

    @Test
    void outputsAreSteadyWhereFewerThanHalfOfTheRowsHaveAClass() {
        assertEquals(0.3, Defaults.smoothnessWeight(CLASSES, 49, 100));
        assertEquals(0, Defaults.smoothnessWeight(CLASSES, 50, 100));
        assertEquals(0, Defaults.smoothnessWeight(new FineTuning.Target.Numbers("n"), 1, 100));
        assertEquals(0.1, Defaults.smoothnessRadius(TableKind.ORDINARY));
        assertEquals(0.25, Defaults.smoothnessRadius(TableKind.IMAGES));
    }
}
