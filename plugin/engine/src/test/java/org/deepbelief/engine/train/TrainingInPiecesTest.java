// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

/** A stack that is pretrained some steps at a time, by another learner each time, is the stack of one training. */
class TrainingInPiecesTest {

    private static final int ROWS = 70;

    private static final int UNITS = 20;

    private static final int STEPS_AT_A_TIME = 3;

    private static final long SEED = 11;

    private static final ClassColumn CLASSES = new ClassColumn("half", List.of("a", "b", "c"));

    private static final LayerwisePretraining.Settings SETTINGS = new LayerwisePretraining.Settings(List.of(
        Defaults.BOLTZMANN_MACHINE.withHidden(HiddenUnits.of(12, UnitType.bernoulli()))
            .withLearning(Defaults.LEARNING.withEpochs(3)),
        Defaults.BOLTZMANN_MACHINE.withHidden(HiddenUnits.of(9, UnitType.bernoulli()))
            .withChain(new Chain(2, true, true)).withLearning(Defaults.LEARNING.withEpochs(2))),
        TrainingSettings.of(8, SEED).withThreads(1), Optional.of(CLASSES));

    private static final InputEncoding ENCODING = new InputEncoding(List.of(new VectorColumn("v", VectorKind.DOUBLE,
        UNITS, UnitType.bernoulli(), NumberScaling.NONE, 0, 1)), new float[UNITS]);

    @Test
    void theBitsAreThoseOfOneTraining() throws IOException {
        System.out.println("TrainingInPiecesTest: seed " + SEED);
        try (SampleMatrix samples = samples()) {
            final TrainingResult whole =
                LayerwisePretraining.train(samples, ENCODING, SETTINGS, TrainingMonitor.NONE);
            final List<Layer> layers = new ArrayList<>();
            final var network = LayerwisePretraining.network(ENCODING, layers, pieces(samples, layers), SETTINGS, ROWS);
            assertEquals(whole.network().provenance(), network.provenance());
            for (int i = 0; i < layers.size(); i++) {
                assertArrayEquals(whole.network().layers().get(i).recognitionWeights().toArray(),
                    layers.get(i).recognitionWeights().toArray(), "weights of layer " + i);
            }
            assertArrayEquals(whole.network().memory().labels().orElseThrow().weights().toArray(),
                network.memory().labels().orElseThrow().weights().toArray());
        }
    }

    private static Optional<LabelUnits> pieces(final SampleMatrix samples,
        final List<Layer> layers) throws IOException {
        SampleMatrix rows = samples;
        List<UnitGroup> visible = ENCODING.groups();
        Optional<LabelUnits> labels = Optional.empty();
        for (int i = 0; i < SETTINGS.layers().size(); i++) {
            final Split split = Split.none(rows);
            final LayerInput input = fit(rows, split, i == 1 ? CLASSES.size() : 0).input(visible);
            byte[] state = null;
            for (int epoch = 0; epoch < SETTINGS.layers().get(i).epochs(); epoch++) {
                for (int first = 0; first < 9; first += STEPS_AT_A_TIME) {
                    try (Compute compute = Compute.open(1);
                        LayerCourse course = new LayerCourse(compute, i, SETTINGS, input, rows, split)) {
                        assertEquals(9, course.batches().batches());
                        if (state != null) {
                            course.learner().state().read(new DataInputStream(new ByteArrayInputStream(state)));
                        }
                        final var steps = new Training(compute, TrainingLog.PRETRAINING, 2, SETTINGS.training(),
                            TrainingMonitor.NONE).steps(course, epoch, first, first + STEPS_AT_A_TIME);
                        assertEquals(first == 6 ? 22 : 24, steps.rows());
                        final ByteArrayOutputStream out = new ByteArrayOutputStream();
                        course.learner().state().write(new DataOutputStream(out));
                        state = out.toByteArray();
                        if (epoch == SETTINGS.layers().get(i).epochs() - 1 && first == 6) {
                            layers.add(course.learner().layer());
                            labels = course.learner().labelUnits(CLASSES);
                        }
                    }
                }
            }
            visible = List.of(new UnitGroup(layers.get(i).hiddenType(), layers.get(i).hiddenUnits()));
            try (Compute compute = Compute.open(1)) {
                rows = LayerOutput.read(compute, layers.get(i), rows, () -> false);
            }
        }
        return labels;
    }

    /** In two parts of the rows, one of which has travelled. */
    private static LayerInputFit fit(final SampleMatrix rows, final Split split, final int classes)
        throws IOException {
        final LayerInputFit whole = new LayerInputFit(rows.units(), classes);
        whole.add(rows, split.training(), () -> { });
        final LayerInputFit none = travelled(new LayerInputFit(rows.units(), classes));
        none.merge(travelled(whole));
        assertEquals(ROWS, none.rows());
        return none;
    }

    private static LayerInputFit travelled(final LayerInputFit fit) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(fit);
        }
        try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            return (LayerInputFit)objects.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aMeanOfStatesLeavesTheChainsAlone() {
        try (Compute compute = Compute.open(1)) {
            final var mine = compute.vector(new float[] {1, 2});
            final var chains = compute.vector(new float[] {3, 4});
            final LearnerState state = new LearnerState().mean("m", mine).chain("c", chains);
            final LearnerState mean = new LearnerState().mean("m", compute.vector(new float[] {5, 6}))
                .chain("c", compute.vector(new float[] {7, 8}));
            assertEquals(true, state.hasChains());
            assertEquals(false, new LearnerState().mean("m", mine).hasChains());
            state.setMeans(compute, mean);
            assertArrayEquals(new float[] {5, 6}, mine.toArray());
            assertArrayEquals(new float[] {3, 4}, chains.toArray());
        }
    }

    private static SampleMatrix samples() {
        final Random random = new Random(SEED);
        final float[][] units = new float[ROWS][UNITS];
        final float[] targets = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            targets[i] = i % 4 == 3 ? Float.NaN : i % 3;
            for (int j = 0; j < UNITS; j++) {
                units[i][j] = random.nextDouble() < (j % 3 == i % 3 ? 0.8 : 0.1) ? 1 : 0;
            }
        }
        return TestRows.of(units, targets);
    }
}
