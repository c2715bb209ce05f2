// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingLog.Entry;

import com.fasterxml.jackson.core.JsonGenerator;

/**
 * A training log as the stages that the page shows: one per phase and layer, each with its epochs and a curve per
 * measure.
 */
final class TrainingStages {

    /**
     * A curve has at most so many points, and a few more: of a longer training every second, third.. epoch is drawn,
     * the first and the last of those whose weights were kept, and those with the lowest and the highest value of each
     * measure on rows held out, of which the page names the best.
     */
    static final int MAXIMUM_POINTS = 1_000;

    /** In the order of the page's charts. */
    private static final List<Measure> MEASURES = List.of( //
        new Measure("Reconstruction error", Entry::reconstructionError, Entry::validationReconstructionError), //
        new Measure("Loss", Entry::loss, Entry::validationLoss), //
        new Measure("Accuracy", Entry::accuracy, Entry::validationAccuracy), //
        new Measure("Free energy gap", Entry::freeEnergyGap, entry -> Double.NaN), //
        new Measure("Pseudo-likelihood", Entry::pseudoLikelihood, entry -> Double.NaN), //
        new Measure("Mean activation", Entry::meanActivation, entry -> Double.NaN), //
        new Measure("Weight norm", Entry::weightNorm, entry -> Double.NaN));

    private record Measure(String name, ToDoubleFunction<Entry> training, ToDoubleFunction<Entry> validation) {
    }

    private record Stage(String phase, TrainingLog.LayerRange layers) {

        String name(final boolean onePhase) {
            if (!phase.equals(TrainingLog.PRETRAINING)) {
                return phase;
            }
            return onePhase ? "Layer " + layers.first() : phase + ", layer " + layers.first();
        }
    }

    private TrainingStages() {
    }

    static void write(final String field, final TrainingLog log, final JsonGenerator json) throws IOException {
        final Map<Stage, List<Entry>> stages = new LinkedHashMap<>();
        for (final Entry entry : log.entries()) {
            stages.computeIfAbsent(new Stage(entry.phase(), entry.learned()), stage -> new ArrayList<>()).add(entry);
        }
        final boolean onePhase = stages.keySet().stream().map(Stage::phase).distinct().count() <= 1;
        json.writeArrayFieldStart(field);
        for (final Map.Entry<Stage, List<Entry>> stage : stages.entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", stage.getKey().name(onePhase));
            json.writeStringField("phase", stage.getKey().phase());
            writeEpochs(json, stage.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeEpochs(final JsonGenerator json, final List<Entry> all) throws IOException {
        final List<Entry> kept = all.stream().filter(Entry::kept).toList();
        final List<Entry> drawn = thinned(all, kept);
        json.writeNumberField("total", all.size());
        json.writeFieldName("seconds");
        JsonText.writeNumber(json, all.stream().mapToDouble(Entry::seconds).sum());
        writeKept(json, kept);
        json.writeArrayFieldStart("epochs");
        for (final Entry epoch : drawn) {
            json.writeNumber(epoch.epoch());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("curves");
        for (final Measure measure : MEASURES) {
            final double[] training = drawn.stream().mapToDouble(measure.training()).toArray();
            final double[] validation = drawn.stream().mapToDouble(measure.validation()).toArray();
            if (isMeasured(training) || isMeasured(validation)) {
                json.writeStartObject();
                json.writeStringField("measure", measure.name());
                writeCurve(json, "training", training);
                writeCurve(json, "validation", validation);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    /** The epoch whose weights were kept, or the first and the last of those whose mean was. */
    private static void writeKept(final JsonGenerator json, final List<Entry> kept) throws IOException {
        if (kept.isEmpty()) {
            json.writeNullField("kept");
            return;
        }
        json.writeObjectFieldStart("kept");
        json.writeNumberField("from", kept.get(0).epoch());
        json.writeNumberField("to", kept.get(kept.size() - 1).epoch());
        json.writeEndObject();
    }

    /** Counted from the last epoch backwards: how a training ended matters more than how it began. */
    private static List<Entry> thinned(final List<Entry> all, final List<Entry> kept) {
        final int step = (all.size() + MAXIMUM_POINTS - 1) / MAXIMUM_POINTS;
        final Set<Integer> marked = new HashSet<>();
        if (!kept.isEmpty()) {
            marked.addAll(List.of(kept.get(0).epoch(), kept.get(kept.size() - 1).epoch()));
        }
        for (final Measure measure : MEASURES) {
            final Comparator<Entry> byValue = Comparator.comparingDouble(measure.validation());
            final List<Entry> measured =
                all.stream().filter(entry -> Double.isFinite(measure.validation().applyAsDouble(entry))).toList();
            if (!measured.isEmpty()) {
                // The first of equal ones, as the page takes it.
                marked.add(Collections.min(measured, byValue).epoch());
                marked.add(Collections.min(measured, byValue.reversed()).epoch());
            }
        }
        return IntStream.range(0, all.size())
            .filter(i -> (all.size() - 1 - i) % step == 0 || marked.contains(all.get(i).epoch())).mapToObj(all::get)
            .toList();
    }

    private static boolean isMeasured(final double[] values) {
        for (final double value : values) {
            if (Double.isFinite(value)) {
                return true;
            }
        }
        return false;
    }

    private static void writeCurve(final JsonGenerator json, final String name, final double[] values)
        throws IOException {
        if (!isMeasured(values)) {
            json.writeNullField(name);
            return;
        }
        json.writeArrayFieldStart(name);
        for (final double value : values) {
            JsonText.writeNumber(json, value);
        }
        json.writeEndArray();
    }
}
