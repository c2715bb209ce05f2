// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/** What a {@link Training} runs through: a learner, its batches, how far and how long it goes, and what is measured. */
public interface Course {

    /** What learns. */
    Learner learner();

    /** What it learns from. */
    BatchSource batches();

    /** How long. */
    Epochs epochs();

    /** How far the steps of an epoch, from 0 on, go. */
    Rates rates(int epoch);

    /** The setting to lower if the numbers explode, with its value in an epoch: "the learning rate (0.5)". */
    String steepness(int epoch);

    /** What {@link Learner#error} is, as the log calls it. */
    default String errorName() {
        return "reconstruction error";
    }

    /** The layer that learns, from 1 on; 0 for the whole network. */
    default int layer() {
        return 0;
    }

    /** Told before the first step of each epoch. */
    default void started(final int epoch) {
        // Most courses need not know.
    }

    /** Told after each step. */
    default void learned(final Batch batch) {
        // Most courses need not know.
    }

    /** Measures what an epoch has made of the learner. */
    TrainingLog.Entry measure(Epoch epoch);

    /**
     * What the training itself has seen of an epoch.
     *
     * @param number from 1 on
     * @param rows that were learned from
     * @param error the mean of the learner's {@link Learner#error}
     * @param weightNorm root mean square of the weights
     * @param seconds that it took
     */
    record Epoch(int number, long rows, double error, double weightNorm, double seconds) {

        /** What the log says of the speed. */
        public TrainingLog.Speed speed() {
            return new TrainingLog.Speed(seconds, rows / seconds);
        }
    }
}
