// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Networks;
import org.junit.jupiter.api.Test;

/** What trainings measure, beside sums over the rows in double precision. */
class EvaluationTest {

    /** More than a batch of inference. */
    private static final int ROWS = 700;

    private static final int UNITS = 6;

    private static final BooleanSupplier NEVER = () -> false;

    private final Random random = new Random(31);

    private final float[][] rows = rows();

    private float[][] rows() {
        final float[][] drawn = new float[ROWS][UNITS];
        for (final float[] row : drawn) {
            for (int i = 0; i < UNITS; i++) {
                row[i] = random.nextFloat();
            }
        }
        return drawn;
    }

    private static double[] through(final DenseLayer layer, final double[] from, final boolean down) {
        final float[] biases = down ? layer.visibleBiases() : layer.hiddenBiases();
        final double[] to = new double[biases.length];
        for (int j = 0; j < to.length; j++) {
            double input = biases[j];
            for (int i = 0; i < from.length; i++) {
                input += from[i]
                    * (down ? layer.generativeWeights().get(j, i) : layer.recognitionWeights().get(i, j));
            }
            to[j] = 1 / (1 + Math.exp(-input));
        }
        return to;
    }

    private static double[] doubles(final float[] values) {
        final double[] copy = new double[values.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }

    @Test
    void theReconstructionErrorIsTheMeanOverRowsAndUnits() {
        final DeepBeliefNetwork network = Networks.random(1, 1, UNITS, 5, 4);
        final DenseLayer first = network.layers().get(0).dense();
        final DenseLayer second = network.layers().get(1).dense();
        final BitSet chosen = new BitSet();
        chosen.set(100, ROWS);
        double sum = 0;
        for (int r = 100; r < ROWS; r++) {
            final double[] hidden = through(second, through(first, doubles(rows[r]), false), false);
            final double[] back = through(first, through(second, hidden, true), true);
            for (int i = 0; i < UNITS; i++) {
                sum += Math.pow(rows[r][i] - back[i], 2);
            }
        }
        final int[] asked = new int[1];
        try (Compute compute = Compute.open(1); SampleMatrix samples = TestRows.of(rows, null)) {
            assertEquals(sum / (ROWS - 100) / UNITS, Evaluation.reconstructionError(compute, network, samples,
                Split.Part.of(chosen), Long.MAX_VALUE, () -> ++asked[0] < 0), 1e-6);
            assertEquals(2, asked[0], "batches");
            Evaluation.reconstructionError(compute, network, samples, Split.Part.of(chosen), 512,
                () -> ++asked[0] < 0);
            assertEquals(3, asked[0], "batches until 512 rows are tried");
            assertTrue(Double.isNaN(Evaluation.reconstructionError(compute, network, samples,
                Split.Part.of(new BitSet()), Long.MAX_VALUE, NEVER)));
            assertThrows(CancellationException.class, () -> Evaluation.reconstructionError(compute, network, samples,
                Split.Part.of(chosen), Long.MAX_VALUE, () -> true));
        }
    }

    /** log of the sum over the hidden states of e to minus the energy, of each class, but for what all have. */
    private static double[] evidence(final DeepBeliefNetwork network, final float[] row) {
        final DenseLayer layer = network.lastLayer().dense();
        final double[] evidence = new double[3];
        for (int c = 0; c < 3; c++) {
            evidence[c] = network.memory().labels().orElseThrow().biases()[c];
            for (int j = 0; j < layer.hiddenUnits(); j++) {
                double input = layer.hiddenBiases()[j] + network.memory().labels().orElseThrow().weights().get(c, j);
                for (int i = 0; i < UNITS; i++) {
                    input += row[i] * layer.recognitionWeights().get(i, j);
                }
                evidence[c] += Math.log1p(Math.exp(input));
            }
        }
        return evidence;
    }

    @Test
    void theAccuracyIsTheShareOfTheLabelledRowsWhoseClassIsTheMostProbable() {
        final DeepBeliefNetwork network = Networks.withLabels(Networks.random(2, 2, UNITS, 5), 7, 2,
            new ClassColumn("class", List.of("a", "b", "c")));
        final float[] targets = new float[ROWS];
        final int[] found = new int[3];
        int right = 0;
        int labelled = 0;
        for (int r = 0; r < ROWS; r++) {
            final double[] evidence = evidence(network, rows[r]);
            int likely = 0;
            for (int c = 1; c < 3; c++) {
                likely = evidence[c] > evidence[likely] ? c : likely;
            }
            found[likely]++;
            targets[r] = r % 7 == 3 ? Float.NaN : r % 3;
            labelled += r % 7 == 3 ? 0 : 1;
            right += r % 7 != 3 && r % 3 == likely ? 1 : 0;
        }
        assertTrue(Arrays.stream(found).filter(count -> count > 50).count() > 1, Arrays.toString(found));
        final int[] asked = new int[1];
        try (Compute compute = Compute.open(1); SampleMatrix samples = TestRows.of(rows, targets);
            SampleMatrix unlabelled = TestRows.of(new float[][] {rows[0]}, new float[] {Float.NaN})) {
            final Split.Part all = Split.none(samples).training();
            assertEquals((double)right / labelled, Evaluation.accuracy(compute, network,
                Prediction.Source.LABEL_UNITS, samples, all, Long.MAX_VALUE, () -> ++asked[0] < 0), 1e-12);
            assertEquals(2, asked[0], "batches");
            Evaluation.accuracy(compute, network, Prediction.Source.LABEL_UNITS, samples, all, 512,
                () -> ++asked[0] < 0);
            assertEquals(3, asked[0], "batches until 512 rows are tried");
            assertTrue(Double.isNaN(Evaluation.accuracy(compute, network, Prediction.Source.LABEL_UNITS, unlabelled,
                Split.none(unlabelled).training(), Long.MAX_VALUE, NEVER)));
            assertThrows(CancellationException.class, () -> Evaluation.accuracy(compute, network,
                Prediction.Source.LABEL_UNITS, samples, all, Long.MAX_VALUE, () -> true));
        }
    }

    @Test
    void ofEquallyProbableClassesTheFirstIsTaken() {
        assertEquals(1, Evaluation.mostProbable(new StoredRow().of(new float[] {0.2f, 0.5f, 0.3f})));
        assertEquals(2, Evaluation.mostProbable(new StoredRow().of(new float[] {0.2f, 0.1f, 0.7f})));
        assertEquals(0, Evaluation.mostProbable(new StoredRow().of(new float[] {0.4f, 0.2f, 0.4f})));
    }
}
