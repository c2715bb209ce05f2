// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/** The rows of an embedding, and how batches take them. */
public final class EmbeddingRows {

    private final Embedding.Settings settings;

    private final Rows learned;

    private final Rows heldOut;

    /**
     * Rows that batches take.
     *
     * @param all of them
     * @param passes those of the batches' passes
     * @param always rows with a class that each batch has beside, instead of in the passes; empty for none
     */
    private record Rows(Split.Part all, Split.Part passes, Split.Part always) {
    }

    private EmbeddingRows(final Embedding.Settings settings, final Rows learned, final Rows heldOut) {
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
        if (settings.epochs().patience() > 0 && rows.heldOut.passes.size() == 0) {
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

    private static Rows rows(final SampleMatrix samples, final Split.Part part, final Embedding.Settings settings,
        final Runnable checkCancelled) {
        final Split.Part none = Split.Part.of(new BitSet());
        if (settings.aim().classes().isEmpty()) {
            return new Rows(part, part, none);
        }
        final BitSet labelled = new BitSet();
        final BitSet others = new BitSet();
        new TargetValues(samples, part, checkCancelled)
            .forEach((row, value) -> (Float.isNaN(value) ? others : labelled).set((int)row));
        if (!settings.aim().learnsFromUnlabelled()) {
            final Split.Part all = Split.Part.of(labelled);
            return new Rows(all, all, none);
        }
        return labelled.cardinality() < others.cardinality()
            ? new Rows(part, Split.Part.of(others), Split.Part.of(labelled)) : new Rows(part, part, none);
    }

    private void require(final SampleMatrix samples, final Runnable checkCancelled) {
        final long smallest = always(learned) + learned.passes.size() - (batches(learned) - 1) * batchSize(learned);
        settings.aim().perplexity().ifPresent(perplexity -> {
            if (!(perplexity < smallest - 1)) {
                throw new IllegalArgumentException("The perplexity is " + perplexity + ", but of the "
                    + learned() + " rows to learn from a batch has " + smallest
                    + ", so that a row has fewer others. Choose a lower perplexity, or a larger batch size.");
            }
        });
        settings.aim().classes().ifPresent(column -> {
            final Split.Part labelled = learned.always.size() > 0 ? learned.always : learned.passes;
            final long[] counts = new TargetValues(samples, labelled, checkCancelled).counts(column.size());
            if (Arrays.stream(counts).noneMatch(count -> count > 1) || Arrays.stream(counts).filter(n -> n > 0)
                .count() < 2) {
                throw new IllegalArgumentException("The column \"" + column.name() + "\" has "
                    + Arrays.stream(counts).sum() + " rows with a class to learn from. Rows of a class can lie"
                    + " together where there are two classes, one of them with two rows.");
            }
        });
    }

    /** How many rows of {@link Rows#always} a batch has: half of it, as far as there are so many. */
    private int always(final Rows rows) {
        return (int)Math.min(settings.training().batchSize() / 2, rows.always.size());
    }

    private long batches(final Rows rows) {
        final int most = settings.training().batchSize() - always(rows);
        return Math.max(1, (rows.passes.size() + most - 1) / most);
    }

    /** How many rows of the passes a batch has, all the same but for the last, which may have some fewer. */
    private int batchSize(final Rows rows) {
        return (int)Math.max(1, (rows.passes.size() + batches(rows) - 1) / batches(rows));
    }

    /** The most rows of a batch. */
    int batchSize() {
        return Math.max(batchSize(learned) + always(learned), batchSize(heldOut) + always(heldOut));
    }

    /** How many rows are learned from. */
    long learned() {
        return learned.all.size();
    }

    /** The rows that are learned from. */
    public Split.Part learnedRows() {
        return learned.all;
    }

    /** The rows that are only measured. */
    public Split.Part heldOutRows() {
        return heldOut.all;
    }

    /** How many batches an epoch has. */
    public long batches() {
        return batches(learned);
    }

    /** The batches to learn from. */
    BatchSource learned(final Compute compute, final SampleMatrix samples, final FloatMatrix deviations) {
        return source(compute, samples, learned, deviations);
    }

    /** The batches that are only measured. */
    BatchSource heldOut(final Compute compute, final SampleMatrix samples, final FloatMatrix deviations) {
        return source(compute, samples, heldOut, deviations);
    }

    private BatchSource source(final Compute compute, final SampleMatrix samples, final Rows rows,
        final FloatMatrix deviations) {
        final TrainingSettings run = settings.training();
        return rows.always.size() == 0
            ? BatchSource.whole(compute, samples, rows.passes, run.withBatchSize(batchSize(rows)), deviations)
            : BatchSource.beside(compute, samples, new BatchSource.Rows(rows.passes, batchSize(rows), run.seed()),
                new BatchSource.Rows(rows.always, always(rows), RandomStream.LABELLED_ROWS.key(run.seed(), 0)),
                deviations);
    }
}
