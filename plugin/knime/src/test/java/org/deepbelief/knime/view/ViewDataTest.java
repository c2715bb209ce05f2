// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.knime.table.ImageTable;
import org.deepbelief.knime.table.ImageTable.Kind;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataRow;

/** What the views make of the nodes' tables. */
@SuppressWarnings("unchecked")
final class ViewDataTest {

    private static List<Map<String, Object>> stages(final TrainingLog log) throws IOException {
        final String json = LearningCurvesView.initialData(log, new ImageGroups());
        return (List<Map<String, Object>>)((Map<String, Object>)Chromium.parse(json)).get("stages");
    }

    private static Map<String, Object> group(final List<DataRow> images) throws IOException {
        final String json = ImageGridView.initialData(images);
        return ((List<Map<String, Object>>)((Map<String, Object>)Chromium.parse(json)).get("groups")).get(0);
    }

    private static int[] bytes(final Map<String, Object> group, final int image) {
        final String pixels = (String)((List<Map<String, Object>>)group.get("images")).get(image).get("pixels");
        final byte[] bytes = Base64.getDecoder().decode(pixels);
        final int[] unsigned = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            unsigned[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return unsigned;
    }

    @Test
    void aStageHoldsItsEpochsAndOnlyTheCurvesThatWereMeasured() throws IOException {
        final List<Map<String, Object>> stages = stages(Logs.fineTuning(4));
        assertEquals(1, stages.size());
        final Map<String, Object> stage = stages.get(0);
        assertEquals("Fine-tuning", stage.get("name"));
        assertEquals(List.of(1.0, 2.0, 3.0, 4.0), stage.get("epochs"));
        assertEquals(1.0, stage.get("seconds"));
        assertNull(stage.get("kept"));
        final List<Map<String, Object>> curves = (List<Map<String, Object>>)stage.get("curves");
        assertEquals(List.of("Loss", "Accuracy"), curves.stream().map(curve -> curve.get("measure")).toList());
        final List<Object> validation = (List<Object>)curves.get(0).get("validation");
        assertNull(validation.get(0), "NaN is not measured");
        assertNull(validation.get(2));
        assertEquals(0.03 + 2.2 * Math.exp(-0.5) + 0.08, (Double)validation.get(1), 1e-12);
    }

    @Test
    void aLongTrainingIsThinnedButKeepsItsEndAndWhatWasKept() throws IOException {
        final Map<String, Object> stage = stages(Logs.pretraining(1, 5_000)).get(0);
        final List<Double> epochs = (List<Double>)stage.get("epochs");
        assertEquals(5_000.0, stage.get("total"));
        assertEquals(1_001, epochs.size());
        assertEquals(5_000.0, epochs.get(1_000));
        assertTrue(epochs.contains(3_333.0), "the kept epoch, which the steps of five leave out");
        assertEquals(Map.of("from", 3_333.0, "to", 3_333.0), stage.get("kept"));
    }

    /** Of 5,001 epochs the steps of six leave out the twentieth, where the validation error turns upward. */
    @Test
    void aThinnedCurveHasItsLowestAndHighestPoint() throws IOException {
        final Map<String, Object> stage = stages(Logs.pretraining(1, 5_001)).get(0);
        final List<Double> epochs = (List<Double>)stage.get("epochs");
        assertEquals(List.of(20.0, 3_334.0), epochs.stream().filter(epoch -> epoch % 6 != 3).toList());
        assertEquals(5_001.0, epochs.get(epochs.size() - 1), "the last is the highest, too");
    }

    @Test
    void ofManyAveragedEpochsTheEndsAreKept() throws IOException {
        final Map<String, Object> stage = stages(Logs.averaged(Logs.fineTuning(5_000), 2_503)).get(0);
        final List<Double> epochs = (List<Double>)stage.get("epochs");
        assertEquals(Map.of("from", 2_498.0, "to", 5_000.0), stage.get("kept"));
        assertEquals(List.of(2.0, 148.0, 164.0, 2_498.0), epochs.stream().filter(epoch -> epoch % 5 != 0).toList(),
            "beside the steps of five: where loss and accuracy held out are worst, accuracy and loss best, and the first"
                + " of the mean");
        assertEquals(1_004, epochs.size());
    }

    @Test
    void phasesAreToldApart() throws IOException {
        final List<TrainingLog.Entry> both = new ArrayList<>(Logs.pretraining(2, 3).entries());
        both.addAll(Logs.fineTuning(3).entries());
        assertEquals(List.of("Pretraining, layer 1", "Pretraining, layer 2", "Fine-tuning"),
            stages(new TrainingLog(both)).stream().map(stage -> stage.get("name")).toList());
    }

    @Test
    void whatIsNotFiniteIsNotMeasured() throws IOException {
        final double none = Double.NaN;
        final Map<String, Object> stage = stages(new TrainingLog(List.of(TrainingLog.Entry.of(
            TrainingLog.LayerRange.only(1), "Pretraining", 1, new TrainingLog.Layers(none, none), new TrainingLog.Speed(none, none))
            .withLikelihood(new TrainingLog.Likelihood(Double.NEGATIVE_INFINITY, none)).asKept()))).get(0);
        assertEquals(List.of(), stage.get("curves"));
        assertNull(stage.get("seconds"));
        assertEquals(Map.of("from", 1.0, "to", 1.0), stage.get("kept"));
    }

    @Test
    void weightsSpanBothSidesOfZeroAndSamplesTheirOwnRange() throws IOException {
        final double[] values = {-1, 0, 0.5, Double.NaN};
        final Map<String, Object> weights = group(List.of(ImageTable.row("Row0", "g", Kind.WEIGHTS, "Unit 1", "", 2, values)));
        assertArrayEquals(new int[]{0, 127, 191, 255}, bytes(weights, 0));
        final Map<String, Object> samples = group(List.of(ImageTable.row("Row0", "g", Kind.SAMPLES, "one", "", 2, values)));
        assertArrayEquals(new int[]{0, 169, 254, 255}, bytes(samples, 0));
    }

    @Test
    void aConstantImageAndOneWithoutAnyValueStand() throws IOException {
        final Map<String, Object> group = group(List.of( //
            ImageTable.row("Row0", "g", Kind.SAMPLES, "a", "", 1, new double[]{3}),
            ImageTable.row("Row1", "g", Kind.SAMPLES, "b", "", 1, new double[]{Double.NaN})));
        assertEquals(3.0, ((List<Map<String, Object>>)group.get("images")).get(0).get("low"));
        assertArrayEquals(new int[]{255}, bytes(group, 1));
    }

    @Test
    void largeImagesAreMeansOfSquares() throws IOException {
        final double[] pixels = new double[66 * 3];
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            pixels[pixel] = pixel % 66 < 2 ? 4 : 0;
        }
        pixels[0] = Double.NaN;
        final Map<String, Object> group = group(List.of(ImageTable.row("Row0", "g", Kind.SAMPLES, "a", "", 66, pixels)));
        assertEquals(List.of(33.0, 2.0, List.of(66.0, 3.0)),
            List.of(group.get("width"), group.get("height"), group.get("scaledFrom")));
        final int[] drawn = bytes(group, 0);
        assertEquals(66, drawn.length);
        assertArrayEquals(new int[]{254, 0}, new int[]{drawn[0], drawn[1]});
        assertEquals(254, drawn[33]);
    }

    @Test
    void atMostAThousandImagesAreTakenAndAllAreCounted() throws IOException {
        final List<DataRow> rows = new ArrayList<>();
        for (int unit = 0; unit < 1_200; unit++) {
            rows.add(ImageTable.row("Row" + unit, "g", Kind.WEIGHTS, "Unit " + unit, "", 2, new double[]{1, 2, 3, 4}));
        }
        final Map<String, Object> group = group(rows);
        assertEquals(1_200.0, group.get("total"));
        assertEquals(1_000, ((List<?>)group.get("images")).size());
    }

    @Test
    void imagesOfOneGroupHaveOneSize() {
        final List<DataRow> rows = List.of(ImageTable.row("Row0", "g", Kind.SAMPLES, "a", "", 2, new double[4]),
            ImageTable.row("Row1", "g", Kind.SAMPLES, "b", "", 2, new double[6]));
        final String message = assertThrows(IllegalArgumentException.class, () -> group(rows)).getMessage();
        assertEquals("Image \"Row1\" has 6 pixels and the width 2, others of \"g\" have 4 and 2.", message);
        assertThrows(IllegalArgumentException.class,
            () -> ImageTable.row("Row0", "g", Kind.SAMPLES, "a", "", 3, new double[4]));
    }

    @Test
    void theWidthIsTheSettingOrTheSideOfASquare() {
        assertEquals(OptionalInt.of(28), ImageTable.width(784, 0));
        assertEquals(OptionalInt.empty(), ImageTable.width(785, 0));
        assertEquals(OptionalInt.of(16), ImageTable.width(64, 16));
        assertEquals(OptionalInt.empty(), ImageTable.width(64, 7));
        assertEquals(OptionalInt.empty(), ImageTable.width(0, 0));
        assertEquals(OptionalInt.empty(), ImageTable.width(0, 3));
    }
}
