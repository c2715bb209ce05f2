// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import java.util.Optional;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/** The rows of an embedding, and how batches take them. */
public final class EmbeddingRows {

    private final Embedding.Settings settings;

    private final PartlyLabelledRows learned;

    private final PartlyLabelledRows heldOut;

    private EmbeddingRows(final Embedding.Settings settings, final PartlyLabelledRows learned,
        final PartlyLabelledRows heldOut) {
        this.settings = settings;
        this.learned = learned;
        this.heldOut = heldOut;
    }

    /**
     * Parts the rows of a table.
     *
     * @param checkCancelled throws if a pass over the rows is to end
     * @throws IllegalArgumentException if the rows are too few for the settings; the message says how
     */
    static EmbeddingRows of(final SampleMatrix samples, final Embedding.Settings settings,
        final Runnable checkCancelled) {
        final EmbeddingRows rows = ofPart(samples, settings, checkCancelled);
        if (settings.epochs().patience() > 0 && rows.heldOut.passes().size() == 0) {
            throw new IllegalArgumentException("Early stopping needs rows to measure on, but a validation share of "
                + settings.training().validationShare() + " of " + rows.learned() + " rows holds none out. Choose a"
                + " larger share, or switch early stopping off (0).");
        }
        return rows;
    }

    /**
     * Parts rows that are a part of a table's, which may hold none out although training stops early.
     *
     * @param checkCancelled throws if a pass over the rows is to end
     * @throws IllegalArgumentException if the rows are too few to learn from; the message says how
     */
    public static EmbeddingRows ofPart(final SampleMatrix samples, final Embedding.Settings settings,
        final Runnable checkCancelled) {
        final TrainingSettings run = settings.training();
        final Split split = Split.of(samples, run.validationShare(),
            settings.aim().classes().map(ClassColumn::size).orElse(0), run.seed(), checkCancelled);
        final EmbeddingRows rows = of(samples, split.training(), split.validation(), settings, checkCancelled);
        rows.require(samples, checkCancelled);
        return rows;
    }

    /** Rows as they were parted before. */
    static EmbeddingRows of(final SampleMatrix samples, final Split.Part learned, final Split.Part heldOut,
        final Embedding.Settings settings, final Runnable checkCancelled) {
        return new EmbeddingRows(settings, rows(samples, learned, settings, checkCancelled),
            rows(samples, heldOut, settings, checkCancelled));
    }

    private static PartlyLabelledRows rows(final SampleMatrix samples, final Split.Part part,
        final Embedding.Settings settings, final Runnable checkCancelled) {
        return settings.aim().classes().isEmpty() ? PartlyLabelledRows.whole(part)
            : settings.aim().learnsFromUnlabelled() ? PartlyLabelledRows.of(samples, part, checkCancelled)
                : PartlyLabelledRows.whole(new TargetValues(samples, part, checkCancelled).present());
    }

    private void require(final SampleMatrix samples, final Runnable checkCancelled) {
        final int most = settings.training().batchSize();
        final long smallest = learned.always(most) + learned.passes().size()
            - (learned.batches(most) - 1) * learned.passing(most);
        settings.aim().perplexity().ifPresent(perplexity -> {
            if (!(perplexity < smallest - 1)) {
                throw new IllegalArgumentException("The perplexity is " + perplexity + ", but of the "
                    + learned() + " rows to learn from a batch has " + smallest
                    + ", so that a row has fewer others. Choose a lower perplexity, or a larger batch size.");
            }
        });
        settings.aim().classes().ifPresent(column -> {
            final Split.Part labelled = learned.always().size() > 0 ? learned.always() : learned.passes();
            final long[] counts = new TargetValues(samples, labelled, checkCancelled).counts(column.size());
            if (Arrays.stream(counts).noneMatch(count -> count > 1) || Arrays.stream(counts).filter(n -> n > 0)
                .count() < 2) {
                throw new IllegalArgumentException("The column \"" + column.name() + "\" has "
                    + Arrays.stream(counts).sum() + " rows with a class to learn from. Rows of a class can lie"
                    + " together where there are two classes, one of them with two rows.");
            }
        });
    }

    /** The most rows of a batch. */
    int batchSize() {
        final int most = settings.training().batchSize();
        return Math.max(learned.rows(most), heldOut.rows(most));
    }

    /** How many rows are learned from. */
    long learned() {
        return learned.all().size();
    }

    /** The rows that are learned from. */
    public Split.Part learnedRows() {
        return learned.all();
    }

    /** The rows that are only measured. */
    public Split.Part heldOutRows() {
        return heldOut.all();
    }

    /** How many batches an epoch has. */
    public long batches() {
        return learned.batches(settings.training().batchSize());
    }

    /** The batches to learn from. */
    BatchSource learned(final Compute compute, final SampleMatrix samples, final FloatMatrix deviations) {
        return source(compute, samples, learned, deviations);
    }

    /** The batches that are only measured. */
    BatchSource heldOut(final Compute compute, final SampleMatrix samples, final FloatMatrix deviations) {
        return source(compute, samples, heldOut, deviations);
    }

    private BatchSource source(final Compute compute, final SampleMatrix samples, final PartlyLabelledRows rows,
        final FloatMatrix deviations) {
        final TrainingSettings run = settings.training();
        return rows.source(compute, samples, rows.always(run.batchSize()) == 0
            ? run.withBatchSize(rows.passing(run.batchSize())) : run, deviations);
    }
}
