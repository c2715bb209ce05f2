// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import org.deepbelief.engine.data.Folds;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.MatrixMemory;
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
        final double trials = count(decays) * (FOLDS - 1.0) / FOLDS;
        return trials / (1 + trials);
    }

    private int count(final List<Double> decays) {
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
        if (count(decays) == 0) {
            return with(decays.get(0), settings.epochs());
        }
        final List<Losses> found =
            training.tryOut("Choosing the weight decay", trials(decays), atOnce(count(decays)), share(decays));
        final List<Losses> ofDecays = new ArrayList<>();
        for (int d = 0; d < decays.size(); d++) {
            final Losses all = new Losses();
            found.subList(d * measuredFolds(), (d + 1) * measuredFolds()).forEach(all::add);
            ofDecays.add(all);
        }
        int best = 0;
        for (int d = 1; d < decays.size(); d++) {
            if (isBetter(ofDecays.get(d), ofDecays.get(best), 0) && isBetter(ofDecays.get(d), ofDecays.get(0), 1)) {
                best = d;
            }
        }
        return with(decays.get(best), settings.epochs());
    }

    /** Of each decay one on each fold that is measured. */
    private List<Trials.Trial<Losses>> trials(final List<Double> decays) {
        final Folds folds = new Folds(samples, learned, settings.target().classes(), FOLDS,
            settings.training().seed(), training::checkCancelled);
        final List<Trials.Trial<Losses>> trials = new ArrayList<>();
        for (final double decay : decays) {
            final FineTuning.Settings tried = with(decay, tried(settings.epochs()));
            for (int n = 0; n < measuredFolds(); n++) {
                final Split.Part outside = folds.outside(n);
                final Split.Part inside = folds.in(n);
                trials.add((own, monitor) -> losses(own, tried, outside, inside, monitor));
            }
        }
        return trials;
    }

    private static Epochs tried(final Epochs epochs) {
        return new Epochs(epochs.count(), Defaults.averagedEpochs(epochs.count()), 0);
    }

    /** As many as there are threads, and memory. */
    private int atOnce(final int trials) {
        final double bytes = TrainingMemory.ofFineTuning(TrainingMemory.sizes(network),
            settings.rowsAtOnce(settings.training().batchSize()), true, settings.frozenLayers(), settings.descent().optimizer()).bytes();
        final double room = MatrixMemory.available((long)(trials * bytes)) / bytes;
        return (int)Math.max(1, Math.min(room, Math.min(trials, compute.threads())));
    }

    /** @param margins how many of them the first is to be ahead */
    boolean isBetter(final Losses one, final Losses other, final int margins) {
        return settings.target().classes() > 0 && !settings.balancedClasses()
            ? one.right() - other.right() > margins * Math.max(1, BETTER_ACCURACY * measured())
            : one.mean() < other.mean() * (1 - margins * BETTER_LOSS);
    }

    /** The losses of the rows in a fold after those outside were learned; without end where the numbers exploded. */
    private Losses losses(final Compute own, final FineTuning.Settings tried, final Split.Part outside,
        final Split.Part inside, final TrainingMonitor monitor) {
        final Training trial = new Training(own, TrainingLog.FINE_TUNING, network.layers().size(),
            tried.training(), monitor);
        final TargetFit fit = new TargetFit(tried.target(), tried.smoothness());
        fit.add(samples, outside, trial::checkCancelled);
        final int batchSize = (int)Math.min(tried.training().batchSize(), Math.max(outside.size(), inside.size()));
        final Losses losses = new Losses();
        try (FineTuningWork work = trial.make(() -> new FineTuningWork(own, network, tried, fit, batchSize))) {
            final FineTuningCourse course = work.measurable(samples, outside, inside, trial);
            trial.rehearse(course);
            course.measureHeldOut(losses);
        } catch (DivergenceException exploded) {
            losses.clear();
            losses.addMean(Double.POSITIVE_INFINITY, 1);
        }
        return losses;
    }

    private FineTuning.Settings with(final double decay, final Epochs epochs) {
        final FineTuning.Descent descent = settings.descent();
        return settings.withTraining(settings.training(), epochs).withDescent(
            new FineTuning.Descent(descent.optimizer(), descent.rate(), descent.momentum(), decay));
    }
}
