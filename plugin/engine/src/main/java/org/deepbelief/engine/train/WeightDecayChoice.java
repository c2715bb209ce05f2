// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import org.deepbelief.engine.data.Folds;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;

/**
 * Chooses the weight decay of a fine-tuning by cross-validation: which is best depends on how much noise a table has
 * and how many rows. Each candidate learns from the rows outside of a fold, in as many epochs as the network will, and
 * is measured on those in it: by the rows that it classifies rightly, or else by its loss. The first candidate, which
 * usually does well, is left only for one that is clearly better.
 */
final class WeightDecayChoice {

    private static final int FOLDS = 3;

    /** Where a fold has as many rows, others would tell nothing new. */
    private static final long ENOUGH_MEASURED = 1000;

    /** More than so many of all rows another candidate must classify rightly beyond the first, and than one row. */
    private static final double BETTER_ACCURACY = 0.005;

    /** So much lower another candidate's loss must be. */
    private static final double BETTER_LOSS = 0.1;

    private final Compute compute;

    private final DeepBeliefNetwork network;

    private final SampleMatrix samples;

    private final Split.Part learned;

    private final FineTuning.Settings settings;

    private final Training training;

    /**
     * @param network where to start
     * @param samples the rows that layers above it are given
     * @param learned which of them may be learned from and measured
     * @param settings of the fine-tuning but for the weight decay
     * @param training runs the trials
     */
    WeightDecayChoice(final Compute compute, final DeepBeliefNetwork network, final SampleMatrix samples,
        final Split.Part learned, final FineTuning.Settings settings, final Training training) {
        this.compute = compute;
        this.network = network;
        this.samples = samples;
        this.learned = learned;
        this.settings = settings;
        this.training = training;
    }

    /** The trials' share of the whole training, by their steps. */
    double share(final List<Double> decays) {
        final double trials = trials(decays) * (FOLDS - 1.0) / FOLDS;
        return trials / (1 + trials);
    }

    private int trials(final List<Double> decays) {
        return decays.size() == 1 || learned.size() < FOLDS ? 0 : decays.size() * measuredFolds();
    }

    private int measuredFolds() {
        return (int)Math.min(FOLDS, (ENOUGH_MEASURED * FOLDS + learned.size() - 1) / learned.size());
    }

    /** How many rows are measured, but for one or two. */
    private double measured() {
        return (double)learned.size() * measuredFolds() / FOLDS;
    }

    /**
     * The settings with the best of some weight decays.
     *
     * @param decays the first is the usual one; of a single one, or of fewer rows than folds, it is taken untried
     */
    FineTuning.Settings best(final List<Double> decays) {
        if (trials(decays) == 0) {
            return with(decays.get(0), settings.epochs());
        }
        final Folds folds = new Folds(samples, learned, settings.target().classes(), FOLDS,
            settings.training().seed(), training::checkCancelled);
        final double share = share(decays) / trials(decays);
        double best = decays.get(0);
        Losses usual = null;
        Losses lowest = null;
        for (final double decay : decays) {
            final Losses losses = tried(decay, folds, share);
            if (usual == null) {
                usual = losses;
                lowest = losses;
            } else if (isBetter(losses, lowest, 0) && isBetter(losses, usual, 1)) {
                lowest = losses;
                best = decay;
            }
        }
        return with(best, settings.epochs());
    }

    /** The losses of the rows measured; without end where the numbers exploded. */
    private Losses tried(final double decay, final Folds folds, final double share) {
        final Losses losses = new Losses();
        try {
            for (int n = 0; n < measuredFolds(); n++) {
                learn(decay, folds.outside(n), folds.in(n), share, losses);
            }
            return losses;
        } catch (DivergenceException exploded) {
            final Losses endless = new Losses();
            endless.addMean(Double.POSITIVE_INFINITY, 1);
            return endless;
        }
    }

    /** @param margins how many of them the first is to be ahead */
    boolean isBetter(final Losses one, final Losses other, final int margins) {
        return settings.target().classes() > 0 && !settings.balancedClasses()
            ? one.right() - other.right() > margins * Math.max(1, BETTER_ACCURACY * measured())
            : one.mean() < other.mean() * (1 - margins * BETTER_LOSS);
    }

    private void learn(final double decay, final Split.Part outside, final Split.Part inside, final double share,
        final Losses losses) {
        final int epochs = settings.epochs().count();
        final FineTuning.Settings tried = with(decay, new Epochs(epochs, Defaults.averagedEpochs(epochs), 0));
        final TargetFit fit = new TargetFit(settings.target());
        fit.add(samples, outside, training::checkCancelled);
        final int batchSize =
            (int)Math.min(settings.training().batchSize(), Math.max(outside.size(), inside.size()));
        try (Compute part = compute.part();
            FineTuningWork work = training.make(() -> new FineTuningWork(part, network, tried, fit, batchSize))) {
            final FineTuningCourse course = work.measurable(samples, outside, inside, training);
            training.rehearse(course, share, "weight decay " + (float)decay);
            course.measureHeldOut(losses);
        }
    }

    private FineTuning.Settings with(final double decay, final Epochs epochs) {
        final FineTuning.Descent descent = settings.descent();
        return settings.withTraining(settings.training(), epochs).withDescent(
            new FineTuning.Descent(descent.optimizer(), descent.rate(), descent.momentum(), decay));
    }
}
