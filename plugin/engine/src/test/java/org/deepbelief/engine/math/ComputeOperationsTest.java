// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import static org.deepbelief.engine.math.ComputeTest.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done row by row, on rows longer than a buffer and matrices with more rows than are worked on. */
class ComputeOperationsTest {

    private static final int ROWS = 37;

    private static final int COLUMNS = 1500;

    private final Compute compute = Compute.open(2);

    private final FloatMatrix matrix = random(ROWS + 1, COLUMNS, 1);

    private final FloatMatrix before = matrix.copy();

    private final FloatMatrix row = random(1, COLUMNS, 2);

    @AfterEach
    void close() {
        matrix.close();
        before.close();
        row.close();
        compute.close();
    }

    /** The value that an element should have, of the one that it had. */
    private interface Expected {

        double of(int row, int column, float before);
    }

    private void check(final FloatMatrix actual, final Expected expected) {
        for (int i = 0; i <= ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                double value = i < ROWS ? expected.of(i, j, before.get(i, j)) : before.get(i, j);
                assertEquals(value, actual.get(i, j), 1e-5 * Math.max(1, Math.abs(value)), i + ", " + j);
            }
        }
    }

    @Test
    void aRowIsAddedToEachRow() {
        compute.addRow(0.75f, matrix, ROWS, row);
        check(matrix, (i, j, old) -> 0.75 * old + row.get(0, j));
    }

    @Test
    void rowsAreMultipliedByANumber() {
        compute.scale(matrix, ROWS, -2.5f);
        check(matrix, (i, j, old) -> -2.5 * old);
    }

    @Test
    void columnsAreDividedAndMultipliedByNumbersOfTheirOwn() {
        compute.divideColumns(matrix, ROWS, row);
        check(matrix, (i, j, old) -> (double)old / row.get(0, j));
        matrix.copyFrom(before);
        compute.multiplyColumns(matrix, ROWS, row);
        check(matrix, (i, j, old) -> (double)old * row.get(0, j));
    }

    @Test
    void rowsAreMultipliedByNumbersOfTheirOwn() {
        FloatMatrix factors = random(1, ROWS + 1, 3);
        factors.set(0, ROWS, 1f);
        compute.multiplyRows(matrix, factors);
        check(matrix, (i, j, old) -> (double)old * factors.get(0, i));
    }

    @Test
    void rowsAreCopied() {
        FloatMatrix source = random(ROWS, COLUMNS, 3);
        compute.copyRows(source, ROWS, matrix);
        check(matrix, (i, j, old) -> source.get(i, j));
    }

    @Test
    void scaledMatricesAddUp() {
        FloatMatrix source = random(ROWS + 1, COLUMNS, 3);
        for (int j = 0; j < COLUMNS; j++) {
            source.set(ROWS, j, before.get(ROWS, j));
        }
        compute.addScaled(3f, source, -2f, matrix);
        check(matrix, (i, j, old) -> 3.0 * source.get(i, j) - 2.0 * old);
        matrix.fill(Float.NaN);
        compute.addScaled(1f, before, 0f, matrix);
        assertArrayEquals(before.toArray(), matrix.toArray());
    }

    @Test
    void biasesMoveByMomentumAndTheSumsOfAGradient() {
        FloatMatrix increments = random(1, COLUMNS, 3);
        FloatMatrix sums = random(1, COLUMNS, 4);
        float[] oldIncrements = increments.toArray();
        float[] oldBiases = row.toArray();
        compute.moveBiases(row, increments, sums, 0.9f, 0.1f);
        for (int j = 0; j < COLUMNS; j++) {
            double increment = 0.9 * oldIncrements[j] + 0.1 * sums.get(0, j);
            assertEquals(increment, increments.get(0, j), 1e-6);
            assertEquals(oldBiases[j] + increment, row.get(0, j), 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noiseIsNormalAndThatOfTheRowsNumber(final boolean numbered) {
        long[] numbers = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            numbers[i] = 1000 - 3L * i;
        }
        RandomRows random = (numbered ? RandomRows.numbered(numbers) : RandomRows.byPlace()).key(77);
        compute.addNoise(before, ROWS, 0.5f, random, matrix);
        check(matrix, (i, j, old) -> old + 0.5 * CounterRandom.gaussian(77, numbered ? numbers[i] : i, j));
        double squares = 0;
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                double noise = matrix.get(i, j) - before.get(i, j);
                squares += noise * noise;
            }
        }
        assertEquals(0.25, squares / ROWS / COLUMNS, 0.25 * 5 * Math.sqrt(2.0 / ROWS / COLUMNS));
        compute.fillGaussian(matrix, 0.5f, RandomRows.byPlace().key(78));
        for (int i = 0; i <= ROWS; i++) {
            assertEquals(0.5 * CounterRandom.gaussian(78, i, 1400), matrix.get(i, 1400), 1e-6);
        }
    }

    /** Each row by its own distance; one without a direction, and those beyond, stay. */
    @Test
    void rowsMoveByADistanceInTheirDirections() {
        FloatMatrix directions = random(ROWS, COLUMNS, 5);
        directions.writeRow(1, new float[COLUMNS]);
        compute.moveRows(before, ROWS - 1, directions, -0.5f, matrix);
        for (int i = 0; i < ROWS - 1; i++) {
            double squares = 0;
            for (int j = 0; j < COLUMNS; j++) {
                squares += (double)directions.get(i, j) * directions.get(i, j);
            }
            for (int j = 0; j < COLUMNS; j++) {
                double moved = i == 1 ? 0 : -0.5 * directions.get(i, j) / Math.sqrt(squares);
                assertEquals(before.get(i, j) + moved, matrix.get(i, j), 1e-6, i + ", " + j);
            }
        }
        assertEquals(0, directions.get(1, 7));
        float[] last = before.rows(ROWS - 1, ROWS).toArray();
        assertArrayEquals(last, matrix.rows(ROWS - 1, ROWS).toArray());
    }

    @Test
    void theMeanOfThreeValuesIsTheirMean() {
        try (FloatMatrix mean = FloatMatrix.zeros(ROWS + 1, COLUMNS)) {
            mean.fill(Float.NaN);
            for (int count = 1; count <= 3; count++) {
                try (FloatMatrix value = random(ROWS + 1, COLUMNS, 10 + count)) {
                    compute.approach(mean, value, count);
                }
            }
            for (int j = 0; j < COLUMNS; j++) {
                double sum = 0;
                for (int key = 11; key <= 13; key++) {
                    sum += CounterRandom.uniform(key, 5, j) - 0.5;
                }
                assertEquals(sum / 3, mean.get(5, j), 1e-6);
            }
        }
    }

    @Test
    void missingValuesAreReplacedByARowOfTheirOwnOrOneForAll() {
        FloatMatrix values = before.copy();
        for (int i = 0; i <= ROWS; i++) {
            for (int j = i % 3; j < COLUMNS; j += 3) {
                values.set(i, j, Float.NaN);
            }
        }
        try (values; FloatMatrix other = random(ROWS, COLUMNS, 3)) {
            compute.replaceMissing(values, ROWS, other, matrix);
            check(matrix, (i, j, old) -> j % 3 == i % 3 ? other.get(i, j) : old);
            compute.replaceMissing(values, ROWS, row, matrix);
            check(matrix, (i, j, old) -> j % 3 == i % 3 ? row.get(0, j) : old);
        }
    }

    @Test
    void classesAreOneHotAndARowWithoutOneHasNoUnitSet() {
        FloatMatrix classes = compute.zeros(ROWS, 2);
        for (int i = 0; i < ROWS; i++) {
            classes.set(i, 0, i % 4 == 3 ? Float.NaN : 40 * i);
            classes.set(i, 1, 7f);
        }
        compute.oneHot(classes, ROWS, matrix);
        check(matrix, (i, j, old) -> i % 4 != 3 && j == 40 * i ? 1 : 0);
        matrix.copyFrom(before);
        try (FloatMatrix labels = FloatMatrix.zeros(ROWS, 5)) {
            labels.set(3, 4, 1f);
            labels.set(8, 0, 1f);
            compute.clearUnlabelled(labels, ROWS, matrix);
        }
        check(matrix, (i, j, old) -> i == 3 || i == 8 ? old : 0);
    }

    @Test
    void theRowOfItsClassIsAddedToEachRow() {
        FloatMatrix classes = compute.zeros(ROWS, 1);
        for (int i = 0; i < ROWS; i++) {
            classes.set(i, 0, i * 7 % 5);
        }
        try (FloatMatrix table = random(5, COLUMNS, 3)) {
            compute.addRowsOfClasses(before, ROWS, classes, table, matrix);
            check(matrix, (i, j, old) -> (double)old + table.get(i * 7 % 5, j));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void residualsAreWeighedAndThoseOfMissingValuesAreZero(final boolean weighed) {
        FloatMatrix weights = weighed ? random(ROWS, 1, 3) : null;
        try (FloatMatrix wanted = random(ROWS, COLUMNS, 4)) {
            for (int i = 0; i < ROWS; i++) {
                wanted.set(i, 40 * i, Float.NaN);
            }
            compute.weighResiduals(matrix, ROWS, wanted, weights);
            check(matrix, (i, j, old) -> j == 40 * i ? 0 : (weighed ? weights.get(i, 0) : 1.0) * old);
        }
    }

    @Test
    void squaresAndDistancesAreSums() {
        double squares = 0;
        double distance = 0;
        double scaled = 0;
        try (FloatMatrix other = random(ROWS, COLUMNS, 3)) {
            for (int i = 0; i <= ROWS; i++) {
                for (int j = 0; j < COLUMNS; j++) {
                    squares += (double)matrix.get(i, j) * matrix.get(i, j);
                    if (i < ROWS) {
                        double difference = (double)matrix.get(i, j) - other.get(i, j);
                        distance += difference * difference;
                        scaled += Math.pow(difference * row.get(0, j), 2);
                    }
                }
            }
            assertEquals(squares, compute.sumOfSquares(matrix), 1e-9 * squares);
            assertEquals(distance, compute.squaredDistance(matrix, other, ROWS, null), 1e-6 * distance);
            assertEquals(scaled, compute.squaredDistance(matrix, other, ROWS, row), 1e-6 * scaled);
        }
    }

    @Test
    void momentsAreSumsOfValueTimesItsDistanceFromTheMean() {
        try (FloatMatrix means = random(ROWS, COLUMNS, 3)) {
            compute.moments(matrix, means, ROWS, row);
            for (int j = 0; j < COLUMNS; j++) {
                double sum = 0;
                for (int i = 0; i < ROWS; i++) {
                    sum += (double)matrix.get(i, j) * ((double)matrix.get(i, j) - means.get(i, j));
                }
                assertEquals(sum, row.get(0, j), 1e-4);
            }
        }
    }

    @Test
    void rowsComeFromTheHostAndGoThere() {
        compute.fill(matrix, ROWS, (i, column, target, length) -> {
            for (int k = 0; k < length; k++) {
                target[k] = 10_000 * i + column + k;
            }
        });
        check(matrix, (i, j, old) -> 10_000 * i + j);
        float[][] results = new float[ROWS][COLUMNS];
        compute.read(matrix, ROWS, (i, column, values, length) ->
            System.arraycopy(values, 0, results[i], column, length));
        for (int i = 0; i < ROWS; i++) {
            assertEquals(10_000 * i + 1499, results[i][1499]);
            assertEquals(10_000 * i, results[i][0]);
        }
    }

    @Test
    void rowsComeFromArraysAndGoThere() {
        float[][] source = new float[ROWS + 1][COLUMNS + 2];
        for (int i = 0; i < source.length; i++) {
            for (int j = 0; j < source[i].length; j++) {
                source[i][j] = 10_000 * i + j;
            }
        }
        compute.fill(matrix, ROWS - 1, source);
        check(matrix, (i, j, old) -> i < ROWS - 1 ? 10_000 * i + j : old);
        float[][] results = new float[ROWS][COLUMNS + 3];
        compute.read(matrix, ROWS - 1, results, 2);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS + 3; j++) {
                boolean there = i < ROWS - 1 && j >= 2 && j < COLUMNS + 2;
                assertEquals(there ? 10_000 * i + j - 2 : 0, results[i][j], "row " + i + ", " + j);
            }
        }
    }

    @Test
    void adamMovesByItsMoments() {
        double first = 0;
        double second = 0;
        double weight = row.get(0, 1400);
        AdamUpdate adam = compute.adamUpdate(row);
        for (int step = 1; step <= 5; step++) {
            try (FloatMatrix gradient = random(1, COLUMNS, 20 + step)) {
                adam.run(gradient, 0.01f, 0.9f, 0.001f);
                double slope = gradient.get(0, 1400);
                first = 0.9 * first + 0.1 * slope;
                second = 0.999 * second + 0.001 * slope * slope;
                double unbiasedFirst = first / (1 - Math.pow(0.9, step));
                double unbiasedSecond = second / (1 - Math.pow(0.999, step));
                weight += 0.01 * unbiasedFirst / Math.sqrt(unbiasedSecond) - 0.001 * weight;
                assertEquals(weight, row.get(0, 1400), 1e-5, "step " + step);
            }
        }
        assertEquals(first, adam.firstMoment().get(0, 1400), 1e-6);
        assertEquals(second, adam.secondMoment().get(0, 1400), 1e-6);
    }

    @Test
    void productsOfASparseSideAreAddedUp() {
        SparseMatrix left = new SparseMatrix();
        float[][] dense = new float[ROWS][5];
        left.clear(5);
        for (int i = 0; i < ROWS; i++) {
            for (int k = i % 3; k < 5; k += 2) {
                dense[i][k] = i - 2f * k;
                left.add(k, dense[i][k]);
            }
            left.endRow();
        }
        try (FloatMatrix target = random(6, COLUMNS, 3); FloatMatrix old = target.copy()) {
            compute.accumulate(-0.5f, left, matrix, target);
            for (int k = 0; k < 6; k++) {
                for (int j = 0; j < COLUMNS; j += 7) {
                    double sum = 0;
                    for (int i = 0; i < ROWS && k < 5; i++) {
                        sum += dense[i][k] * matrix.get(i, j);
                    }
                    assertEquals(old.get(k, j) - 0.5 * sum, target.get(k, j), 1e-3);
                }
            }
        }
    }

    @Test
    void valuesOfActiveUnitsGoToTheirUnits() {
        ActiveUnits active = new ActiveUnits(COLUMNS);
        SparseMatrix batch = new SparseMatrix();
        batch.clear(COLUMNS);
        batch.add(700, 1f);
        batch.endRow();
        active.choose(batch, 1, 5);
        float[] expected = row.toArray();
        compute.addToUnits(matrix.rows(0, 1), active, row);
        for (int place = 0; place < active.count(); place++) {
            expected[active.unit(place)] += matrix.get(0, place);
        }
        assertArrayEquals(expected, row.toArray());
    }

    /** Whatever gave the sums: a weight update by them is the one by the products that they are. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUpdateByGivenSumsIsTheOneByItsTerms(final boolean centred) {
        int left = 300;
        FloatMatrix v = random(ROWS, left, 3);
        FloatMatrix[] weights = {random(left, COLUMNS, 4), random(left, COLUMNS, 4)};
        FloatMatrix[] increments = {random(left, COLUMNS, 5), random(left, COLUMNS, 5)};
        FloatMatrix l = compute.zeros(1, left);
        l.fill(0.1f);
        FloatMatrix leftSums = compute.zeros(1, left);
        FloatMatrix rightSums = compute.zeros(1, COLUMNS);
        compute.columnSums(v, ROWS, 1f, 0f, leftSums);
        compute.columnSums(before, ROWS, 1f, 0f, rightSums);
        FloatMatrix sums = compute.zeros(left, COLUMNS);
        compute.accumulate(1f, v, before, ROWS, 0f, sums);
        for (int way = 0; way < 2; way++) {
            WeightUpdate update = centred ? compute.centredWeightUpdate(weights[way], increments[way])
                : compute.weightUpdate(weights[way], increments[way]);
            if (centred) {
                update.centre().set(l, leftSums, row, rightSums);
            }
            (way == 0 ? update.add(v, before) : update.sums(sums)).run(ROWS, 0.1f, 0.5f, 0.01f, 0.001f);
        }
        assertArrayEquals(increments[0].toArray(), increments[1].toArray(), 1e-5f);
        assertArrayEquals(weights[0].toArray(), weights[1].toArray(), 1e-5f);
    }

    @Test
    void labelsAreDrawnAsProbablyAsTheyAre() {
        int hidden = 6;
        int cases = 20_000;
        FloatMatrix inputs = compute.zeros(cases, hidden);
        FloatMatrix biases = random(1, hidden, 3);
        FloatMatrix weights = random(3, hidden, 4);
        FloatMatrix labelBiases = random(1, 3, 5);
        compute.scale(weights, 3, 4f);
        for (int i = 0; i < cases; i++) {
            for (int j = 0; j < hidden; j++) {
                inputs.set(i, j, 0.5f * j - 1);
            }
        }
        double[] probabilities = new double[3];
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            probabilities[c] = Math.exp(labelBiases.get(0, c));
            for (int j = 0; j < hidden; j++) {
                probabilities[c] *= 1 + Math.exp(inputs.get(0, j) + biases.get(0, j) + weights.get(c, j));
            }
            sum += probabilities[c];
        }
        FloatMatrix classes = compute.zeros(cases, 1);
        compute.labelPosterior(Activation.LOGISTIC, x -> Math.log1p(Math.exp(x)), biases, weights, labelBiases, cases)
            .draw(inputs, cases, classes, RandomRows.byPlace().key(9));
        int[] counts = new int[3];
        for (int i = 0; i < cases; i++) {
            counts[(int)classes.get(i, 0)]++;
        }
        for (int c = 0; c < 3; c++) {
            double p = probabilities[c] / sum;
            assertEquals(p, counts[c] / (double)cases, 5 * Math.sqrt(p * (1 - p) / cases), "class " + c);
        }
    }

    @Test
    void samplesAreThoseOfTheRowsNumbersWhateverTheirPlaces() {
        UnitLayout layout = UnitLayout.of(List.of(new UnitLayout.Group(Activation.LOGISTIC, 1200),
            new UnitLayout.Group(Activation.SOFTMAX, 100), new UnitLayout.Group(Activation.IDENTITY, 200)));
        Propagation units = compute.propagation(layout, row);
        FloatMatrix inPlace = compute.zeros(ROWS, COLUMNS);
        units.sample(before.rows(0, ROWS), ROWS, inPlace, inPlace, RandomRows.byPlace().key(5));
        long[] numbers = new long[ROWS];
        FloatMatrix shuffled = compute.zeros(ROWS, COLUMNS);
        for (int i = 0; i < ROWS; i++) {
            numbers[i] = (i * 10 + 4) % ROWS;
            shuffled.rows(i, i + 1).copyFrom(before.rows((int)numbers[i], (int)numbers[i] + 1));
        }
        FloatMatrix samples = compute.zeros(ROWS, COLUMNS);
        units.sample(shuffled, ROWS, samples, samples, RandomRows.numbered(numbers).key(5));
        for (int i = 0; i < ROWS; i++) {
            int from = (int)numbers[i];
            assertArrayEquals(inPlace.rows(from, from + 1).toArray(), samples.rows(i, i + 1).toArray(), "row " + i);
        }
    }

    @Test
    void aComputeTellsItsThreadsAndEndsThem() {
        try (Compute three = Compute.open(3)) {
            assertEquals(3, three.threads());
            assertEquals(Runtime.getRuntime().availableProcessors(), Compute.open(0).threads());
            List<Thread> before = workers();
            three.overRows(1000, (from, to, scratch) -> { });
            List<Thread> own = workers().stream().filter(thread -> !before.contains(thread)).toList();
            assertEquals(2, own.size());
            three.close();
            assertEquals(List.of(), own.stream().filter(Thread::isAlive).toList());
        }
    }

    private static List<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("deepbelief-worker-")).toList();
    }

    @Test
    void aTransposeIsOfTheCompute() {
        FloatMatrix transposed = compute.transposed(random(2, 3, 1));
        assertEquals("3 x 2", transposed.shape());
        assertEquals(random(2, 3, 1).get(1, 2), transposed.get(2, 1));
        compute.close();
        assertThrows(IllegalStateException.class, () -> transposed.get(0, 0));
    }

    @Test
    void closingClosesThePartsAndTheirMemory() {
        Compute whole = Compute.open(1);
        Compute part = whole.part();
        FloatMatrix ofPart = part.zeros(2, 2);
        FloatMatrix ofSecond = whole.part().part().zeros(2, 2);
        part.close();
        assertThrows(IllegalStateException.class, () -> ofPart.get(0, 0));
        assertEquals(0f, ofSecond.get(0, 0));
        whole.close();
        assertThrows(IllegalStateException.class, () -> ofSecond.get(0, 0));
    }

    private FloatMatrix m(final int rows, final int columns) {
        return compute.zeros(rows, columns);
    }

    /** Nothing but zeros. */
    private static SparseMatrix sparse(final int rows, final int columns) {
        SparseMatrix sparse = new SparseMatrix();
        sparse.clear(columns);
        for (int i = 0; i < rows; i++) {
            sparse.endRow();
        }
        return sparse;
    }

    /** So few units that all are sampled. */
    private static ActiveUnits all(final int units) {
        ActiveUnits active = new ActiveUnits(units);
        active.choose(sparse(1, units), 1, 1);
        return active;
    }

    private static void assertRefused(final Executable... calls) {
        for (int i = 0; i < calls.length; i++) {
            assertThrows(IllegalArgumentException.class, calls[i], "call " + i);
        }
    }

    @Test
    void productsTakeAllRowsOfMatricesThatFitAndNoOthers() {
        compute.accumulate(1f, m(4, 2), m(4, 3), 4, 0f, m(2, 3));
        compute.product(1f, m(4, 2), 4, m(2, 3), false, 0f, m(4, 3));
        compute.product(1f, m(4, 2), 4, m(3, 2), true, 0f, m(4, 3));
        compute.product(sparse(4, 2), m(2, 3), m(4, 3));
        compute.accumulate(1f, sparse(4, 2), m(4, 3), m(2, 3));
        assertRefused(() -> compute.accumulate(1f, m(4, 2), m(4, 3), 4, 0f, m(3, 3)),
            () -> compute.accumulate(1f, m(4, 2), m(4, 3), 4, 0f, m(2, 2)),
            () -> compute.accumulate(1f, m(4, 2), m(5, 3), 5, 0f, m(2, 3)),
            () -> compute.accumulate(1f, m(5, 2), m(4, 3), 5, 0f, m(2, 3)),
            () -> compute.product(1f, m(4, 3), 4, m(2, 3), false, 0f, m(4, 3)),
            () -> compute.product(1f, m(4, 2), 4, m(2, 3), false, 0f, m(4, 2)),
            () -> compute.product(1f, m(4, 2), 5, m(2, 3), false, 0f, m(5, 3)),
            () -> compute.product(1f, m(5, 2), 5, m(2, 3), false, 0f, m(4, 3)),
            () -> compute.product(1f, m(4, 2), 4, m(2, 3), true, 0f, m(4, 3)),
            () -> compute.product(sparse(4, 3), m(2, 3), m(4, 3)),
            () -> compute.product(sparse(4, 2), m(2, 3), m(4, 2)),
            () -> compute.product(sparse(5, 2), m(2, 3), m(4, 3)),
            () -> compute.accumulate(1f, sparse(4, 3), m(4, 3), m(2, 3)),
            () -> compute.accumulate(1f, sparse(4, 2), m(4, 3), m(2, 2)),
            () -> compute.accumulate(1f, sparse(5, 2), m(4, 3), m(2, 3)));
    }

    @Test
    void operationsTakeAllRowsOfMatricesThatFitAndNoOthers() {
        RandomRows random = RandomRows.byPlace().key(1);
        compute.columnSums(m(4, 3), 4, 1f, 0f, m(1, 3));
        compute.mask(m(4, 3), 4, 0.5f, 1f, random);
        compute.scale(m(4, 3), 4, 1f);
        compute.copyRows(m(4, 3), 4, m(4, 3));
        compute.addRow(1f, m(4, 3), 4, m(1, 3));
        compute.addNoise(m(4, 3), 4, 1f, random, m(4, 3));
        compute.replaceMissing(m(4, 3), 4, m(4, 3), m(4, 3));
        compute.oneHot(m(4, 1), 4, m(4, 3));
        compute.clearUnlabelled(m(4, 2), 4, m(4, 3));
        compute.addRowsOfClasses(m(4, 3), 4, m(4, 1), m(2, 3), m(4, 3));
        compute.weighResiduals(m(4, 3), 4, m(4, 3), m(4, 1));
        compute.fill(m(4, 3), 4, (i, column, target, length) -> { });
        compute.read(m(4, 3), 4, (i, column, values, length) -> { });
        compute.fill(m(4, 3), 4, new float[4][3]);
        compute.read(m(4, 3), 4, new float[4][3], 0);
        assertRefused(() -> compute.columnSums(m(4, 3), 5, 1f, 0f, m(1, 3)),
            () -> compute.columnSums(m(4, 3), 4, 1f, 0f, m(2, 3)),
            () -> compute.columnSums(m(4, 3), 4, 1f, 0f, m(1, 2)),
            () -> compute.step(m(4, 3), m(3, 3), 0f, 0f),
            () -> compute.moveBiases(m(1, 3), m(1, 2), m(1, 3), 0f, 1f),
            () -> compute.moveBiases(m(1, 3), m(1, 3), m(1, 2), 0f, 1f),
            () -> compute.addScaled(1f, m(4, 3), 1f, m(4, 2)),
            () -> compute.mask(m(4, 3), 5, 0.5f, 1f, random),
            () -> compute.copyRows(m(5, 3), 5, m(4, 3)),
            () -> compute.copyRows(m(4, 3), 5, m(5, 3)),
            () -> compute.copyRows(m(4, 3), 4, m(4, 2)),
            () -> compute.scale(m(4, 3), 5, 1f),
            () -> compute.addRow(1f, m(4, 3), 5, m(1, 3)),
            () -> compute.addRow(1f, m(4, 3), 4, m(2, 3)),
            () -> compute.addRow(1f, m(4, 3), 4, m(1, 2)),
            () -> compute.multiplyRows(m(4, 3), m(2, 4)),
            () -> compute.multiplyRows(m(4, 3), m(1, 3)),
            () -> compute.multiplyColumns(m(4, 3), 4, m(1, 2)),
            () -> compute.divideColumns(m(4, 3), 4, m(1, 2)),
            () -> compute.addNoise(m(4, 3), 4, 1f, random, m(3, 3)),
            () -> compute.moveRows(m(4, 3), 4, m(3, 3), 1f, m(4, 3)),
            () -> compute.moveRows(m(4, 3), 4, m(4, 2), 1f, m(4, 3)),
            () -> compute.moveRows(m(4, 3), 4, m(4, 3), 1f, m(3, 3)),
            () -> compute.approach(m(4, 3), m(4, 2), 1),
            () -> compute.replaceMissing(m(4, 3), 4, m(1, 3), m(3, 3)),
            () -> compute.replaceMissing(m(4, 3), 4, m(1, 2), m(4, 3)),
            () -> compute.replaceMissing(m(4, 3), 4, m(3, 3), m(4, 3)),
            () -> compute.oneHot(m(4, 1), 5, m(5, 3)),
            () -> compute.oneHot(m(5, 1), 5, m(4, 3)),
            () -> compute.addRowsOfClasses(m(4, 3), 4, m(4, 1), m(2, 3), m(4, 2)),
            () -> compute.addRowsOfClasses(m(4, 3), 4, m(3, 1), m(2, 3), m(4, 3)),
            () -> compute.addRowsOfClasses(m(4, 3), 4, m(4, 1), m(2, 2), m(4, 3)),
            () -> compute.clearUnlabelled(m(3, 2), 4, m(4, 3)),
            () -> compute.clearUnlabelled(m(4, 2), 4, m(3, 3)),
            () -> compute.weighResiduals(m(4, 3), 4, m(4, 2), null),
            () -> compute.weighResiduals(m(4, 3), 4, m(4, 3), m(3, 1)),
            () -> compute.squaredDistance(m(4, 3), m(4, 2), 4, null),
            () -> compute.squaredDistance(m(4, 3), m(4, 3), 4, m(2, 3)),
            () -> compute.squaredDistance(m(4, 3), m(4, 3), 4, m(1, 2)),
            () -> compute.moments(m(4, 3), m(4, 2), 4, m(1, 3)),
            () -> compute.moments(m(4, 3), m(4, 3), 4, m(1, 2)),
            () -> compute.fill(m(4, 3), 5, (i, column, target, length) -> { }),
            () -> compute.read(m(4, 3), 5, (i, column, values, length) -> { }),
            () -> compute.fill(m(4, 3), 5, new float[5][3]),
            () -> compute.read(m(4, 3), 5, new float[5][3], 0),
            () -> compute.addToUnits(m(1, 4), all(3), m(1, 4)),
            () -> compute.addToUnits(m(1, 2), all(3), m(1, 3)));
        compute.addToUnits(m(1, 3), all(3), m(1, 3));
        String message = assertThrows(IllegalArgumentException.class,
            () -> compute.copyRows(m(4, 3), 4, m(4, 2))).getMessage();
        assertTrue(message.contains("4 x 3") && message.contains("4 x 2"), message);
    }

    @Test
    void adamTakesGradientsOfItsShape() {
        FloatMatrix narrow = m(ROWS, 3);
        assertThrows(IllegalArgumentException.class, () -> compute.adamUpdate(row).run(narrow, 0.1f, 0.9f, 0f));
    }
}
