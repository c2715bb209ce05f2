// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * What a learner carries from step to step, by name. A state is over the memory of its learner, or a {@link #copy}:
 * what was copied, averaged or read is given to a learner by setting its state to it.
 */
public final class LearnerState implements AutoCloseable {

    /** What a matrix is to the learner. */
    private enum Role {
        /** Part of the model: weights, biases. */
        PARAMETER,
        /** Part of the model that is positive: standard deviations. */
        SCALE,
        /** A mean over steps: increments, moments, mean activations. */
        MEAN,
        /** The state of chains, of which there is no mean. */
        CHAIN
    }

    private record Part(String name, FloatMatrix matrix, Role role) {
    }

    private record Number(String name, LongSupplier get, LongConsumer set) {
    }

    private final List<Part> parts = new ArrayList<>();

    private final List<Number> numbers = new ArrayList<>();

    private boolean owner;

    /** Adds a part of the model. */
    LearnerState parameter(final String name, final FloatMatrix matrix) {
        parts.add(new Part(name, matrix, Role.PARAMETER));
        return this;
    }

    /** Adds a part of the model that is positive: a vector. */
    LearnerState scale(final String name, final FloatMatrix vector) {
        parts.add(new Part(name, vector, Role.SCALE));
        return this;
    }

    /** Adds a mean over steps. */
    LearnerState mean(final String name, final FloatMatrix matrix) {
        parts.add(new Part(name, matrix, Role.MEAN));
        return this;
    }

    /** Adds the state of chains. */
    LearnerState chain(final String name, final FloatMatrix matrix) {
        parts.add(new Part(name, matrix, Role.CHAIN));
        return this;
    }

    /** Adds a number, such as that of the steps so far. */
    LearnerState number(final String name, final LongSupplier get, final LongConsumer set) {
        numbers.add(new Number(name, get, set));
        return this;
    }

    /** The parts of the model alone, over the same memory. */
    public LearnerState parameters() {
        final LearnerState model = new LearnerState();
        parts.stream().filter(part -> part.role == Role.PARAMETER || part.role == Role.SCALE)
            .forEach(model.parts::add);
        return model;
    }

    /** A copy in memory of its own, to be closed. */
    public LearnerState copy(final Compute compute) {
        final LearnerState copy = new LearnerState();
        copy.owner = true;
        try {
            for (final Part part : parts) {
                final Part own =
                    new Part(part.name, FloatMatrix.zeros(part.matrix.rows(), part.matrix.columns()), part.role);
                copy.parts.add(own);
                copy(compute, part, own);
            }
        } catch (RuntimeException | Error failure) {
            copy.close();
            throw failure;
        }
        for (final Number number : numbers) {
            final long[] value = {number.get.getAsLong()};
            copy.number(number.name, () -> value[0], changed -> value[0] = changed);
        }
        return copy;
    }

    /**
     * Becomes equal to another state of a learner of the same settings.
     *
     * @throws IllegalArgumentException if it does not fit
     */
    public void set(final Compute compute, final LearnerState other) {
        requireFit(other);
        for (int i = 0; i < parts.size(); i++) {
            copy(compute, other.parts.get(i), parts.get(i));
        }
        for (int i = 0; i < numbers.size(); i++) {
            numbers.get(i).set.accept(other.numbers.get(i).get.getAsLong());
        }
    }

    private static void copy(final Compute compute, final Part from, final Part to) {
        compute.copyRows(from.matrix, from.matrix.rows(), to.matrix);
    }

    /** Whether chains are part of it, of which there is no mean. */
    public boolean hasChains() {
        return parts.stream().anyMatch(part -> part.role == Role.CHAIN);
    }

    /** Becomes equal to the mean of states of which this was one; its chains, which have none, stay as they are. */
    public void setMeans(final Compute compute, final LearnerState mean) {
        requireFit(mean);
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).role != Role.CHAIN) {
                copy(compute, mean.parts.get(i), parts.get(i));
            }
        }
    }

    /**
     * Becomes the weighted mean with another state: {@code (weight this + otherWeight other) / (weight + otherWeight)}.
     * Chains and numbers, which have no mean, stay as they are.
     *
     * @param weight of this, at least 0
     * @param otherWeight of the other, at least 0; not both are 0
     */
    public void average(final Compute compute, final LearnerState other, final double weight,
        final double otherWeight) {
        requireFit(other);
        final double sum = weight + otherWeight;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).role != Role.CHAIN) {
                compute.addScaled((float)(otherWeight / sum), other.parts.get(i).matrix, (float)(weight / sum),
                    parts.get(i).matrix);
            }
        }
    }

    /**
     * Takes another state into the mean of those before: {@code this += (other - this) / count}. Chains and numbers,
     * which have no mean, stay as they are.
     *
     * @param count the states so far, the other too; with 1 this becomes equal to it
     */
    public void approach(final Compute compute, final LearnerState other, final int count) {
        requireFit(other);
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).role != Role.CHAIN) {
                compute.approach(parts.get(i).matrix, other.parts.get(i).matrix, count);
            }
        }
    }

    /**
     * Goes on from an earlier model to this one and beyond: {@code this += reach (this - earlier)}, and by the ratio
     * where it is to stay positive: {@code this *= (this / earlier)^reach}.
     *
     * @param earlier of the same {@link #parameters}, as this is
     * @param reach in [0, 1); with 0 nothing changes
     */
    public void goBeyond(final Compute compute, final LearnerState earlier, final double reach) {
        requireFit(earlier);
        for (int i = 0; reach > 0 && i < parts.size(); i++) {
            final FloatMatrix now = parts.get(i).matrix;
            final FloatMatrix before = earlier.parts.get(i).matrix;
            if (parts.get(i).role == Role.SCALE) {
                final float[] values = now.toArray();
                final float[] others = before.toArray();
                for (int j = 0; j < values.length; j++) {
                    values[j] *= (float)StrictMath.pow(values[j] / others[j], reach);
                }
                now.write(values);
            } else {
                compute.addScaled((float)-reach, before, (float)(1 + reach), now);
            }
        }
    }

    /** Writes names, shapes and values. */
    public void write(final DataOutput out) throws IOException {
        out.writeInt(parts.size());
        for (final Part part : parts) {
            out.writeUTF(part.name);
            out.writeInt(part.matrix.rows());
            out.writeInt(part.matrix.columns());
            MatrixBytes.write(part.matrix, part.matrix.rows(), out);
        }
        out.writeInt(numbers.size());
        for (final Number number : numbers) {
            out.writeUTF(number.name);
            out.writeLong(number.get.getAsLong());
        }
    }

    /**
     * Reads what {@link #write} has written of a learner of the same settings into this.
     *
     * @throws IOException if it does not fit: the message says what
     */
    public void read(final DataInput in) throws IOException {
        requireEqual("number of matrices", parts.size(), in.readInt());
        for (final Part part : parts) {
            requireEqual("name of a matrix", part.name, in.readUTF());
            requireEqual("shape of \"" + part.name + "\"", part.matrix.rows() + " x " + part.matrix.columns(),
                in.readInt() + " x " + in.readInt());
            MatrixBytes.read(in, part.matrix, part.matrix.rows());
        }
        requireEqual("number of numbers", numbers.size(), in.readInt());
        for (final Number number : numbers) {
            requireEqual("name of a number", number.name, in.readUTF());
            number.set.accept(in.readLong());
        }
    }

    private static void requireEqual(final String what, final Object expected, final Object found)
        throws IOException {
        if (!expected.equals(found)) {
            throw new IOException("The state does not fit: the " + what + " is " + found + " where it should be "
                + expected + ".");
        }
    }

    private void requireFit(final LearnerState other) {
        boolean fits = parts.size() == other.parts.size() && numbers.size() == other.numbers.size();
        for (int i = 0; fits && i < parts.size(); i++) {
            fits = parts.get(i).name.equals(other.parts.get(i).name);
        }
        if (!fits) {
            throw new IllegalArgumentException("A state of " + other + " does not fit one of " + this + ".");
        }
    }

    @Override
    public String toString() {
        return parts.stream().map(Part::name).toList() + " and " + numbers.stream().map(Number::name).toList();
    }

    /** Frees the memory of a copy; that of a learner stays. */
    @Override
    public void close() {
        if (owner) {
            parts.forEach(part -> part.matrix.close());
        }
    }
}
