// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/** The fine-tuning of a network, with the losses of the rows held out and the accuracies of a classifier. */
final class FineTuningCourse implements Course {

    /** Enough rows to see the accuracy on the training rows in an epoch's log. */
    private static final int MEASURED_ROWS = 1024;

    private final FineTuning.Settings settings;

    private final StackBackpropagation learner;

    private final Objective objective;

    private final TrainingLog.LayerRange layers;

    private final BatchSource learned;

    private final BatchSource heldOut;

    private final Runnable checkCancelled;

    private final Losses losses = new Losses();

    private final Losses learnedLosses = new Losses();

    /**
     * @param layers the layers that learn
     * @param learned the rows to learn from
     * @param heldOut the rows to measure
     * @param checkCancelled throws if a measurement is to end
     */
    FineTuningCourse(final FineTuning.Settings settings, final StackBackpropagation learner,
        final Objective objective, final TrainingLog.LayerRange layers, final BatchSource learned,
        final BatchSource heldOut, final Runnable checkCancelled) {
        this.settings = settings;
        this.learner = learner;
        this.objective = objective;
        this.layers = layers;
        this.learned = learned;
        this.heldOut = heldOut;
        this.checkCancelled = checkCancelled;
    }

    @Override
    public Learner learner() {
        return learner;
    }

    @Override
    public BatchSource batches() {
        return learned;
    }

    @Override
    public Epochs epochs() {
        return settings.epochs();
    }

    @Override
    public Rates rates(final int epoch) {
        return settings.descent().rates(epoch);
    }

    @Override
    public String errorName() {
        return "loss";
    }

    @Override
    public String steepness(final int epoch) {
        return "the learning rate (" + settings.descent().rate().rate(epoch) + ")";
    }

    @Override
    public TrainingLog.Entry measure(final Epoch epoch) {
        losses.clear();
        measureHeldOut(losses);
        return objective.logged(TrainingLog.Entry.of(layers, TrainingLog.FINE_TUNING, epoch.number(),
            new TrainingLog.Layers(Double.NaN, epoch.weightNorm()), epoch.speed()),
            new TrainingLog.Pair(epoch.error(), losses.mean()))
            .withAccuracies(new TrainingLog.Pair(learnedAccuracy(), losses.accuracy()));
    }

    /** Adds the losses of the rows held out. */
    void measureHeldOut(final Losses measured) {
        for (long number = 0; number < heldOut.batches(); number++) {
            checkCancelled.run();
            learner.measure(heldOut.fetch(number), measured);
        }
    }

    /** Of the same rows after each epoch, with all units. */
    private double learnedAccuracy() {
        if (settings.target().classes() == 0) {
            return Double.NaN;
        }
        learnedLosses.clear();
        learned.startEpoch(0);
        long measured = 0;
        for (long number = 0; number < learned.batches() && measured < MEASURED_ROWS; number++) {
            checkCancelled.run();
            final Batch batch = learned.fetch(number);
            learner.measure(batch, learnedLosses);
            measured += batch.count();
        }
        return learnedLosses.accuracy();
    }
}
