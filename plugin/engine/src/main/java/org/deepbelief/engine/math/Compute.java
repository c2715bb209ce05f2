// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.function.DoubleUnaryOperator;
import org.deepbelief.engine.math.cpu.CpuCompute;
import org.deepbelief.engine.math.cpu.RowKernel;

/**
 * The processor that the engine computes on, and the only one who makes its operations: the seam for another processor
 * than the CPU that {@link #open} gives. Trainers and inference are written against this, {@link FloatMatrix} and the
 * prepared operations alone.
 *
 * <p>Operations with fixed operands are prepared once, by the factories: {@link Propagation}, {@link Backpropagation},
 * {@link WeightUpdate}, {@link AdamUpdate}, {@link LazyRows}, {@link SampledReconstruction}, {@link LabelPosterior},
 * {@link PairwiseLoss}, {@link Annealing}.
 * The others are methods of this. Each returns when its result is complete, and none allocates memory in a training
 * step. Most work on the first rows of matrices that may have more, one row per case, one column per unit.
 *
 * <p>Memory has one rule: what only lives for the work at hand is taken from a compute and is released with it, that of
 * the prepared operations too. Who needs it for a shorter while takes it from a {@link #part}. Closing a compute closes
 * its parts, so that nothing is left of a constructor that fails half-way.
 *
 * <p>The bits of a result do not depend on the number of threads. One thread at a time calls an instance or its parts.
 */
public interface Compute extends AutoCloseable {

    /**
     * The CPU; its threads start with the first operation.
     *
     * @param threads how many threads compute, the calling one among them; 0 for one a processor
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if the native libraries cannot be loaded
     */
    static Compute open(final int threads) {
        return open(threads, Precision.FLOAT32);
    }

    /**
     * As above, with a precision for the products of layers: those of {@link Propagation}, {@link Backpropagation},
     * {@link WeightUpdate} and {@link #accumulate(float, FloatMatrix, FloatMatrix, int, float, FloatMatrix)}, but for
     * those of second layers, such as label units, and of sparse rows.
     */
    static Compute open(final int threads, final Precision precision) {
        return CpuCompute.open(threads, precision);
    }

    /**
     * The same processor, with working memory of its own: closing it releases that and leaves the processor to this
     * one, which closes it at the latest.
     */
    Compute part();

    /**
     * Working memory: a matrix of zeros that is released when this is closed, at the latest.
     *
     * @throws IllegalArgumentException if there is no row or no column, or a row is longer than 2^28
     * @throws OutOfMemoryError if the native memory is not there
     */
    FloatMatrix zeros(int rows, int columns);

    /** A matrix of one row in working memory, such as biases are. */
    default FloatMatrix vector(final float[] values) {
        FloatMatrix vector = zeros(1, values.length);
        vector.write(values);
        return vector;
    }

    /** A copy of a matrix in working memory. */
    default FloatMatrix copy(final FloatMatrix source) {
        FloatMatrix copy = zeros(source.rows(), source.columns());
        copyRows(source, source.rows(), copy);
        return copy;
    }

    /** The transpose of a matrix in working memory. */
    FloatMatrix transposed(FloatMatrix source);

    /**
     * Has each operation of this processor and of all its parts, new matrices too, begin with a question, which a long
     * operation asks some times a second as well: what is given runs on the calling thread, and an exception that it
     * throws is thrown instead of the operation, or of the rest of it. So that a step of many operations, or of long
     * ones, can be cancelled.
     *
     * @param check holds until another is given; one that does nothing takes it back
     */
    void beforeEachOperation(Runnable check);

    /** The number of threads that compute. */
    int threads();

    /** The precision that was asked for; {@link Precision#FLOAT32} where the processor or a library lacks it. */
    Precision precision();

    /** The library that does the matrix products and its kernels, for a log. */
    String blasName();

    /** Ends the worker threads, which have ended when it returns, and releases the working memory. */
    @Override
    void close();

    /**
     * Prepares units that follow from a layer beside them.
     *
     * @param weights inputs x units, or units x inputs if transposed
     * @param transposed whether the transpose of the weights is meant: the way down through visible x hidden weights
     * @param layout the units
     * @param biases 1 x units; kept, not copied
     * @throws IllegalArgumentException if the sizes do not fit
     */
    Propagation propagation(FloatMatrix weights, boolean transposed, UnitLayout layout, FloatMatrix biases);

    /**
     * Prepares units with a second layer beside their input, such as label units:
     * {@code x = input op(weights) + secondInput secondWeights + biases}.
     *
     * @param secondInput cases x second units; read at each run
     * @param secondWeights second units x units
     */
    Propagation propagation(FloatMatrix weights, boolean transposed, UnitLayout layout, FloatMatrix biases,
        FloatMatrix secondInput, FloatMatrix secondWeights);

    /**
     * Prepares units with something to add to the inputs of each case, such as what its context adds:
     * {@code x = input op(weights) + added + biases}.
     *
     * @param added at least as many cases as a run has x units; read at each run
     */
    Propagation propagation(FloatMatrix weights, boolean transposed, UnitLayout layout, FloatMatrix biases,
        FloatMatrix added);

    /**
     * Prepares units whose inputs are given and not computed from another layer: {@code x = input + biases}. The input
     * of a run may be the matrix that receives the means.
     */
    Propagation propagation(UnitLayout layout, FloatMatrix biases);

    /**
     * Prepares units that follow from a layer beside them, faster on several threads where the weights change between
     * runs. In float32 it takes working memory of some batches of the units.
     *
     * @param weights inputs x units
     * @param batchSize the most rows of a run
     */
    default Propagation propagationThroughChangingWeights(final FloatMatrix weights, final UnitLayout layout,
        final FloatMatrix biases, final int batchSize) {
        return propagationThroughChangingWeights(weights, layout, biases, null, null, batchSize);
    }

    /**
     * As above, with a second layer beside the input.
     *
     * @param secondInput cases x second units; read at each run; null for none
     * @param secondWeights second units x units, or null
     */
    Propagation propagationThroughChangingWeights(FloatMatrix weights, UnitLayout layout, FloatMatrix biases,
        FloatMatrix secondInput, FloatMatrix secondWeights, int batchSize);

    /**
     * Prepares the way of an error back through weights.
     *
     * @param weights the weights through which the error comes back: units of delta x units of out, or transposed
     * @param transposed true for the weights of a forward pass (units of out x units of delta)
     * @param activation of the units of {@code out}
     * @throws IllegalArgumentException for softmax units, whose derivative is not one unit's own
     */
    Backpropagation backpropagation(FloatMatrix weights, boolean transposed, Activation activation);

    /**
     * Prepares a step of gradient ascent.
     *
     * @param weights left units x right units
     * @param increments as large as the weights
     */
    WeightUpdate weightUpdate(FloatMatrix weights, FloatMatrix increments);

    /** As above, with units around a {@link WeightUpdate#centre}. */
    WeightUpdate centredWeightUpdate(FloatMatrix weights, FloatMatrix increments);

    /**
     * Prepares the steps of Adam.
     *
     * @param weights any matrix, biases too; kept, not copied
     */
    AdamUpdate adamUpdate(FloatMatrix weights);

    /**
     * Prepares steps that concern few rows of the weights.
     *
     * @param weights visible x hidden units
     * @param increments as large as the weights
     * @param active which rows are active; read at each call
     */
    LazyRows lazyRows(FloatMatrix weights, FloatMatrix increments, ActiveUnits active);

    /**
     * Prepares the way down to active units.
     *
     * @param weights visible x hidden units, of this compute
     * @param active which visible units take part; read at each run
     * @param biases 1 x visible units; kept, not copied
     * @param batchSize the most rows of a batch
     */
    SampledReconstruction sampledReconstruction(LazyRows weights, ActiveUnits active, FloatMatrix biases,
        int batchSize);

    /**
     * Prepares the distribution of labels.
     *
     * @param hidden how the hidden units are computed
     * @param logSum the logarithm of the sum over a hidden unit's states, given its total input
     * @param hiddenBiases 1 x hidden units; they and the rest are read at each run, so that their owner may change them
     * @param labelWeights U, classes x hidden units
     * @param labelBiases l, 1 x classes
     * @param batchSize the most rows of a batch
     */
    LabelPosterior labelPosterior(Activation hidden, DoubleUnaryOperator logSum, FloatMatrix hiddenBiases,
        FloatMatrix labelWeights, FloatMatrix labelBiases, int batchSize);

    /**
     * Prepares parametric t-SNE (van der Maaten 2009): rows that are neighbours by their inputs are to be neighbours in
     * the map. With x the inputs, y the positions, n rows, d dimensions and a = max(1, d - 1) degrees of freedom,
     *
     * <pre>
     * p(j | i) ~ exp(-b_i |x_i - x_j|^2),   p_ij = (p(j | i) + p(i | j)) / 2 n,   b_i of the perplexity
     * q_ij ~ (1 + |y_i - y_j|^2 / a)^(-(a + 1) / 2),   E = sum over pairs of p_ij log(p_ij / q_ij)
     * </pre>
     *
     * What is given to a run are the inputs, cases x inputs.
     *
     * @param perplexity e to the entropy of each p(. | i), in nats; rows that have fewer others take all alike
     * @param inputs the columns of the inputs
     * @param dimensions of the map
     * @param batchSize the most rows of a run
     */
    PairwiseLoss neighbourLoss(double perplexity, int inputs, int dimensions, int batchSize);

    /**
     * Prepares neighbourhood components analysis (Goldberger et al. 2005; Salakhutdinov and Hinton 2007): each row
     * picks another one at random, near ones rather, and is to meet its own class.
     *
     * <pre>
     * p_ij ~ exp(-|y_i - y_j|^2) for j other than i,   E = mean over i of 1 - sum over j of i's class of p_ij
     * </pre>
     *
     * What is given to a run are the classes' indices, in the first column; NaN for a row without one, which neither
     * picks nor is picked.
     *
     * @param dimensions of the map
     * @param batchSize the most rows of a run
     */
    PairwiseLoss classLoss(int dimensions, int batchSize);

    /**
     * Prepares annealed importance sampling of machines that share weights.
     *
     * @param weights W, visible x hidden units; kept, not copied
     * @param machines the most machines of a run
     * @param chains how many each has
     */
    Annealing annealing(FloatMatrix weights, int machines, int chains);

    /**
     * {@code target = alpha left^T right + beta target} over the first {@code rows} rows of both: the sums over a batch
     * of products of two layers' units, which all weight gradients are.
     *
     * @param left rows x m
     * @param right rows x n
     * @param target m x n; with {@code beta} 0 its old content is not read
     */
    void accumulate(float alpha, FloatMatrix left, FloatMatrix right, int rows, float beta, FloatMatrix target);

    /**
     * {@code target += alpha left^T right} over the rows of a sparse left side: costs what is not zero in them.
     *
     * @param left rows x m
     * @param right at least as many rows x n
     * @param target at least m rows x n
     */
    void accumulate(float alpha, SparseMatrix left, FloatMatrix right, FloatMatrix target);

    /**
     * {@code target = alpha input op(weights) + beta target} for the first {@code rows} rows of input and target, where
     * op transposes if asked to.
     */
    void product(float alpha, FloatMatrix input, int rows, FloatMatrix weights, boolean transposed, float beta,
        FloatMatrix target);

    /**
     * {@code target = input weights} for the rows of a sparse input: costs what is not zero in them.
     *
     * @param input rows x inputs
     * @param weights inputs x units, or with more rows than that
     * @param target at least as many rows x units
     */
    void product(SparseMatrix input, FloatMatrix weights, FloatMatrix target);

    /**
     * {@code sums = scale (sums over the first rows of matrix) + beta sums}.
     *
     * @param sums 1 x columns of the matrix; with {@code beta} 0 its old content is not read
     */
    void columnSums(FloatMatrix matrix, int rows, float scale, float beta, FloatMatrix sums);

    /**
     * {@code weights += increments - l2 weights}, then every weight moves by {@code l1} towards zero, not past it.
     *
     * @param increments as large as the weights
     */
    void step(FloatMatrix weights, FloatMatrix increments, float l2, float l1);

    /**
     * {@code increments = momentum increments + scale sums; biases += increments}, all of the same shape.
     *
     * @param scale the learning rate divided by the rows of the batch
     */
    void moveBiases(FloatMatrix biases, FloatMatrix increments, FloatMatrix sums, float momentum, float scale);

    /**
     * {@code target = alpha source + beta target}, both of the same shape.
     *
     * @param target with {@code beta} 0 its old content is not read
     */
    void addScaled(float alpha, FloatMatrix source, float beta, FloatMatrix target);

    /**
     * Sets each element of the first {@code rows} rows to zero with probability {@code 1 - keep} and multiplies it by
     * {@code scale} otherwise. The same key drops the same elements, so that it can be repeated on another matrix of
     * the same shape.
     *
     * @param keep in (0, 1]
     */
    void mask(FloatMatrix matrix, int rows, float keep, float scale, RandomRows random);

    /**
     * Adds values of active units to those of all units.
     *
     * @param values by places, 1 x at least as many as are active
     * @param all 1 x units
     */
    void addToUnits(FloatMatrix values, ActiveUnits active, FloatMatrix all);

    /** {@code target = source} for the first {@code rows} rows. */
    void copyRows(FloatMatrix source, int rows, FloatMatrix target);

    /**
     * Copies neighbouring columns of the first {@code rows} rows.
     *
     * @param first the first column of the source
     * @param targetFirst where it goes
     * @param count how many columns
     */
    void copyColumns(FloatMatrix source, int rows, int first, FloatMatrix target, int targetFirst, int count);

    /**
     * Leaves blocks of columns out of each of the first {@code rows} rows: they become NaN, each with a probability,
     * but for one of each row, which stays.
     *
     * @param starts the first column of each block, rising from 0; the last block ends with the columns
     * @param share the probability, in [0, 1)
     */
    void omit(FloatMatrix matrix, int rows, int[] starts, float share, RandomRows random);

    /** Multiplies the first {@code rows} rows by a number. */
    void scale(FloatMatrix matrix, int rows, float factor);

    /**
     * {@code matrix = scale matrix + row} for the first {@code rows} rows, such as the pull of a sparsity target on the
     * units.
     *
     * @param row 1 x columns of the matrix
     */
    void addRow(float scale, FloatMatrix matrix, int rows, FloatMatrix row);

    /**
     * Multiplies each row by a number of its own, such as weights by their visible units' standard deviations.
     *
     * @param factors 1 x rows of the matrix
     */
    void multiplyRows(FloatMatrix matrix, FloatMatrix factors);

    /**
     * Multiplies each column of the first {@code rows} rows by a number of its own: units in their standard deviations
     * become units in their own measure.
     *
     * @param factors 1 x columns of the matrix
     */
    void multiplyColumns(FloatMatrix matrix, int rows, FloatMatrix factors);

    /**
     * Divides each column of the first {@code rows} rows by a number of its own: units become units in their standard
     * deviations.
     *
     * @param divisors 1 x columns of the matrix
     */
    void divideColumns(FloatMatrix matrix, int rows, FloatMatrix divisors);

    /**
     * {@code target = source + deviation n}, n standard normal, for the first {@code rows} rows.
     *
     * @param deviation at least 0
     */
    void addNoise(FloatMatrix source, int rows, float deviation, RandomRows random, FloatMatrix target);

    /**
     * Moves each of the first {@code rows} rows by a distance in a direction d of its own:
     * {@code target = source + distance d / |d|}. A row whose direction is 0 stays where it is.
     *
     * @param directions as the source
     * @param distance of any sign
     * @param target as the source; may be it
     */
    void moveRows(FloatMatrix source, int rows, FloatMatrix directions, float distance, FloatMatrix target);

    /** Sets every element to a normal number of mean 0 and a standard deviation, such as weights at the start. */
    void fillGaussian(FloatMatrix matrix, float deviation, RandomRows random);

    /**
     * Takes a value into the mean of those before: {@code mean += (value - mean) / count}.
     *
     * @param count the values so far, this one too; with 1 the old content of the mean is not read
     */
    void approach(FloatMatrix mean, FloatMatrix value, int count);

    /**
     * {@code target = values}, with the replacement where a value is missing (NaN), for the first {@code rows} rows.
     *
     * @param replacement as many columns; a row for each, or one row for all
     */
    void replaceMissing(FloatMatrix values, int rows, FloatMatrix replacement, FloatMatrix target);

    /**
     * Sets in each of the first {@code rows} rows the unit of its class to 1 and the others to 0.
     *
     * @param classes the class index of each row in the first column; NaN for a row without one, which has no unit set
     * @param target cases x classes
     */
    void oneHot(FloatMatrix classes, int rows, FloatMatrix target);

    /**
     * Adds to each of the first {@code rows} rows the row of its class: what label units add to the inputs of others.
     *
     * @param classes the class index of each row in the first column; none is missing
     * @param table classes x columns of the source
     * @param target as the source; may be it
     */
    void addRowsOfClasses(FloatMatrix source, int rows, FloatMatrix classes, FloatMatrix table, FloatMatrix target);

    /**
     * Sets to 0 those of the first {@code rows} rows whose row of labels sums to 0: a row without a label has no label
     * units.
     *
     * @param labels cases x classes
     */
    void clearUnlabelled(FloatMatrix labels, int rows, FloatMatrix target);

    /**
     * Multiplies the first {@code rows} rows of wanted values minus means by their weights, and sets to 0 what has no
     * wanted value.
     *
     * @param wanted as the residuals; NaN where it is missing
     * @param weights the weight of each row in the first column; null for 1
     */
    void weighResiduals(FloatMatrix residuals, int rows, FloatMatrix wanted, FloatMatrix weights);

    /** The sum over all elements of their squares. */
    double sumOfSquares(FloatMatrix matrix);

    /**
     * The sum over the first {@code rows} rows of {@code (a - b)^2 factors^2}.
     *
     * @param factors 1 x columns; null for 1
     */
    double squaredDistance(FloatMatrix a, FloatMatrix b, int rows, FloatMatrix factors);

    /**
     * The sums over the first {@code rows} rows of v (v - mean), which tell a variance.
     *
     * @param values v, cases x units
     * @param means cases x units
     * @param sums receives them, 1 x units
     */
    void moments(FloatMatrix values, FloatMatrix means, int rows, FloatMatrix sums);

    /** Fills the first {@code rows} rows from the host's memory, such as those of a mini-batch. */
    void fill(FloatMatrix target, int rows, RowReader reader);

    /** As {@link #fill(FloatMatrix, int, RowReader)}, from arrays that are at least as long as the target's rows. */
    void fill(FloatMatrix target, int rows, float[][] source);

    /** Hands the first {@code rows} rows out to the host's memory, such as results. */
    void read(FloatMatrix source, int rows, RowWriter writer);

    /**
     * As {@link #read(FloatMatrix, int, RowWriter)}, to arrays.
     *
     * @param offset where the first column goes
     */
    void read(FloatMatrix source, int rows, float[][] target, int offset);

    /** Runs a kernel of the caller's over ranges of rows that together are 0 to {@code rows}. */
    void overRows(int rows, RowKernel kernel);
}
