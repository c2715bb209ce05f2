// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.deepbelief.engine.infer.FeatureExtraction;
import org.deepbelief.engine.infer.FeatureKind;
import org.deepbelief.engine.model.DeepBeliefNetwork;

/** How well a map of images keeps together what belongs together. */
final class MapScores {

    private static final int ALL_THREADS = 0;

    private MapScores() {
    }

    /** The places of images in the map that the last layer is; one array an image. */
    static float[][] places(final DeepBeliefNetwork network, final LabelledImages images) throws IOException {
        final List<float[]> places = new ArrayList<>();
        try (FeatureExtraction extraction = new FeatureExtraction(network, List.of(network.layers().size()),
            FeatureKind.PROBABILITIES, 1, ALL_THREADS)) {
            extraction.run(images.source(), row -> {
                final float[] place = new float[row.size()];
                for (int i = 0; i < row.size(); i++) {
                    place[i] = (float)row.at(i);
                }
                places.add(place);
            });
        }
        return places.toArray(float[][]::new);
    }

    /**
     * The share of images that most of their nearest images do not have the class of, in per cent. Of classes with the
     * same number of images the one whose image is nearest counts.
     */
    static double errorPercent(final float[][] learned, final byte[] learnedLabels, final float[][] asked,
        final byte[] labels, final int neighbours) {
        final long wrong = IntStream.range(0, asked.length).parallel()
            .filter(i -> vote(nearest(learned, asked[i], neighbours, -1), learnedLabels) != labels[i]).count();
        return 100.0 * wrong / asked.length;
    }

    private static int vote(final int[] nearest, final byte[] labels) {
        final int[] votes = new int[LabelledImages.CLASSES.size()];
        for (final int image : nearest) {
            votes[labels[image]]++;
        }
        int best = labels[nearest[0]];
        for (final int image : nearest) {
            best = votes[labels[image]] > votes[best] ? labels[image] : best;
        }
        return best;
    }

    /**
     * The nearest rows, the nearest first.
     *
     * @param except a row that is none of them; -1 for none
     */
    private static int[] nearest(final float[][] rows, final float[] place, final int count, final int except) {
        final int[] nearest = new int[count];
        final float[] distances = new float[count];
        int found = 0;
        for (int i = 0; i < rows.length; i++) {
            final float distance = distance(rows[i], place);
            if (i == except || found == count && !(distance < distances[count - 1])) {
                continue;
            }
            int at = found < count ? found++ : count - 1;
            for (; at > 0 && distances[at - 1] > distance; at--) {
                distances[at] = distances[at - 1];
                nearest[at] = nearest[at - 1];
            }
            distances[at] = distance;
            nearest[at] = i;
        }
        return nearest;
    }

    private static float distance(final float[] a, final float[] b) {
        float sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return sum;
    }

    /**
     * The trustworthiness of a map (Venna and Kaski 2001): 1 less a penalty for each of the nearest rows in the map
     * that is not near by its inputs, by the rank that it has there.
     */
    static double trustworthiness(final float[][] inputs, final float[][] places, final int neighbours) {
        final int n = inputs.length;
        final long penalty = IntStream.range(0, n).parallel().mapToLong(i -> {
            final float[] distances = new float[n];
            for (int j = 0; j < n; j++) {
                distances[j] = distance(inputs[i], inputs[j]);
            }
            long sum = 0;
            for (final int near : nearest(places, places[i], neighbours, i)) {
                int rank = 1;
                for (int j = 0; j < n; j++) {
                    rank += j != i && distances[j] < distances[near] ? 1 : 0;
                }
                sum += Math.max(0, rank - neighbours);
            }
            return sum;
        }).sum();
        return 1 - 2.0 * penalty / ((double)n * neighbours * (2.0 * n - 3 * neighbours - 1));
    }
}
