// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/** The embedding of a network, with the losses of the rows held out. */
final class EmbeddingCourse implements Course {

    private final Embedding.Settings settings;

    private final StackBackpropagation learner;

    private final TrainingLog.LayerRange layers;

    private final BatchSource learned;

    private final BatchSource heldOut;

    private final Runnable checkCancelled;

    private final Losses losses = new Losses();

    /**
     * @param layers the layers that learn, with the map
     * @param learned the rows to learn from
     * @param heldOut the rows to measure
     * @param checkCancelled throws if a measurement is to end
     */
    EmbeddingCourse(final Embedding.Settings settings, final StackBackpropagation learner,
        final TrainingLog.LayerRange layers, final BatchSource learned, final BatchSource heldOut,
        final Runnable checkCancelled) {
        this.settings = settings;
        this.learner = learner;
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
        for (long number = 0; number < heldOut.batches(); number++) {
            checkCancelled.run();
            learner.measure(heldOut.fetch(number), losses);
        }
        return TrainingLog.Entry.of(layers, TrainingLog.EMBEDDING, epoch.number(),
            new TrainingLog.Layers(Double.NaN, epoch.weightNorm()), epoch.speed())
            .withLosses(new TrainingLog.Pair(epoch.error(), losses.mean()));
    }
}
