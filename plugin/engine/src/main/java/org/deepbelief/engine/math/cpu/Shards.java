// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.ArrayList;
import java.util.List;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.UnitLayout;

/** The units of a layer, cut into shards for the workers by their sizes alone, never inside a softmax group. */
final class Shards {

    static final int MOST = 64;

    private static final int SHARD_UNITS = 240;

    private static final int ALIGNMENT = 16;

    private final List<UnitLayout.Group> groups;

    private final int units;

    private final int[] starts;

    private final Segment[][] segments;

    Shards(final UnitLayout layout) {
        this.groups = layout.groups();
        this.units = layout.units();
        this.starts = starts();
        this.segments = new Segment[starts.length - 1][];
        for (int shard = 0; shard < segments.length; shard++) {
            segments[shard] = segments(starts[shard], starts[shard + 1]);
        }
    }

    /**
     * Consecutive units that a kernel works on at once.
     *
     * @param activation how they are computed
     * @param start the first unit
     * @param length a whole group for {@link Activation#SOFTMAX}, else at most {@link Scratch#BLOCK}
     */
    record Segment(Activation activation, int start, int length) {
    }

    int count() {
        return segments.length;
    }

    int start(final int shard) {
        return starts[shard];
    }

    Segment[] segments(final int shard) {
        return segments[shard];
    }

    private int[] starts() {
        int count = count(units);
        List<Integer> found = new ArrayList<>(List.of(0));
        int groupStart = 0;
        int group = 0;
        for (int i = 1; i < count; i++) {
            int start = start(units, count, i);
            while (groupStart + groups.get(group).size() <= start) {
                groupStart += groups.get(group++).size();
            }
            if (groups.get(group).activation() == Activation.SOFTMAX) {
                start = groupStart;
            }
            if (start > found.get(found.size() - 1)) {
                found.add(start);
            }
        }
        found.add(units);
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private Segment[] segments(final int from, final int to) {
        List<Segment> found = new ArrayList<>();
        int start = 0;
        for (UnitLayout.Group group : groups) {
            int end = Math.min(to, start + group.size());
            for (int at = Math.max(from, start); at < end;) {
                int length = group.activation() == Activation.SOFTMAX ? end - at : Math.min(Scratch.BLOCK, end - at);
                found.add(new Segment(group.activation(), at, length));
                at += length;
            }
            start += group.size();
        }
        return found.toArray(Segment[]::new);
    }

    /** The number of shards for a number of columns or weight rows: a power of two, by size alone. */
    static int count(final int size) {
        return Math.min(MOST, Integer.highestOneBit(Math.max(1, size / SHARD_UNITS)));
    }

    /** The first column of a shard: a multiple of 16, so that two workers seldom share a cache line. */
    static int start(final int size, final int count, final int shard) {
        return shard == count ? size : (int)((long)size * shard / count / ALIGNMENT * ALIGNMENT);
    }
}
