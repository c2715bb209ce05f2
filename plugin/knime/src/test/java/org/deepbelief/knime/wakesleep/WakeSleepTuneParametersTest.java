// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.wakesleep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.settings.DialogInput;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.def.StringCell;

/** What the dialog says to the engine. */
class WakeSleepTuneParametersTest {

    private static final List<UnitGroup> BITS = List.of(new UnitGroup(UnitType.bernoulli(), 4));

    private static final List<UnitGroup> NUMBERS =
        List.of(new UnitGroup(UnitType.gaussian(), 1), new UnitGroup(UnitType.bernoulli(), 3));

    @Test
    void untouchedRatesFollowTheInputs() {
        final WakeSleepTuneParameters parameters = new WakeSleepTuneParameters();
        assertEquals(new WakeSleepTuning.LearningRates(0.01, 0.01, 0.01, 0.3),
            parameters.trainingSettings(BITS, Optional.empty()).rates());
        assertEquals(new WakeSleepTuning.LearningRates(0.001, 0.001, 0.001, 0.3),
            parameters.trainingSettings(NUMBERS, Optional.empty()).rates());
        parameters.m_topLearningRate = Optional.of(0.02);
        assertEquals(new WakeSleepTuning.LearningRates(0.001, 0.001, 0.02, 0.3),
            parameters.trainingSettings(NUMBERS, Optional.empty()).rates());
    }

    /** Telling classes is learned at the rate of untouched settings, and not slower than the rest. */
    @Test
    void theDiscriminativeWeightFollowsTheRateOfTheTop() {
        final WakeSleepTuneParameters parameters = new WakeSleepTuneParameters();
        assertEquals(100, weight(parameters, BITS));
        assertEquals(100, weight(parameters, NUMBERS));
        parameters.m_learningRate = Optional.of(0.05);
        assertEquals(20, weight(parameters, BITS), 1e-9);
        assertEquals(2, weight(parameters, NUMBERS), 1e-9);
        parameters.m_topLearningRate = Optional.of(0.001);
        assertEquals(100, weight(parameters, BITS));
        parameters.m_topLearningRate = Optional.of(2.0);
        assertEquals(1, weight(parameters, BITS));
        parameters.m_discriminativeWeight = Optional.of(7.0);
        assertEquals(7, weight(parameters, BITS));
    }

    private static double weight(final WakeSleepTuneParameters parameters, final List<UnitGroup> visible) {
        return parameters.trainingSettings(visible, Optional.empty()).discriminativeWeight();
    }

    @Test
    void asleepTheRateOfBeingAwakeIsTakenUnlessThereIsOne() {
        final WakeSleepTuneParameters parameters = new WakeSleepTuneParameters();
        parameters.m_learningRate = Optional.of(0.02);
        parameters.m_topLearningRate = Optional.of(0.04);
        parameters.m_learningRateDecay = 0.5;
        assertEquals(new WakeSleepTuning.LearningRates(0.02, 0.02, 0.04, 0.5),
            parameters.trainingSettings(BITS, Optional.empty()).rates());
        parameters.m_sleepLearningRate = Optional.of(0.03);
        assertEquals(new WakeSleepTuning.LearningRates(0.02, 0.03, 0.04, 0.5),
            parameters.trainingSettings(BITS, Optional.empty()).rates());
    }

    @Test
    void theClassColumnIsThatOfTheLabelUnits() {
        final DbnPortObjectSpec labelled = DialogInput.network(Optional.of(DialogInput.digit()), Optional.empty());
        final DbnPortObjectSpec without = DialogInput.network(Optional.empty(), Optional.empty());
        final DataTableSpec table = DialogInput.table(StringCell.TYPE, "digit", "last");
        assertEquals(Optional.of("digit"), new WakeSleepTuneParameters(DialogInput.of(labelled, table)).m_classColumn);
        assertEquals(Optional.empty(), new WakeSleepTuneParameters(DialogInput.of(without, table)).m_classColumn);
        assertEquals(Optional.empty(), new WakeSleepTuneParameters(DialogInput.of(null, table)).m_classColumn);

        final WakeSleepTuneParameters.SuggestedClassColumn suggested =
            new WakeSleepTuneParameters.SuggestedClassColumn();
        assertEquals("digit", suggested.computeState(DialogInput.of(labelled, table)));
        assertEquals("last", suggested.computeState(DialogInput.of(without, table)), "the last nominal column");
        assertEquals("", suggested.computeState(DialogInput.of(without, null)));
    }

    /** The schedule of Hinton, Osindero and Teh (2006). */
    @Test
    void theThirdsOfTheEpochsTakeThreeSixAndTenGibbsSteps() {
        final WakeSleepTuneParameters parameters = new WakeSleepTuneParameters();
        assertEquals(List.of(3, 6, 10), parameters.trainingSettings(BITS, Optional.empty()).gibbsSteps());
        parameters.m_gibbsStepsFirst = 1;
        parameters.m_gibbsStepsSecond = 2;
        parameters.m_gibbsStepsLast = 4;
        assertEquals(List.of(1, 2, 4), parameters.trainingSettings(BITS, Optional.empty()).gibbsSteps());
    }
}
