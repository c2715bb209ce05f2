// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.ArrayList;
import java.util.List;

/**
 * How the units of one layer lie side by side: groups of kinds, of which each softmax group is one variable. Gaussian
 * units have standard deviation 1 here; a trainer that learns another one works on scaled values.
 *
 * <p>A layout is cut into shards for the workers by its sizes alone, never inside a softmax group.
 */
public final class UnitLayout {

    private static final int SHARD_UNITS = 240;

    static final int MAXIMUM_SHARDS = 64;

    private static final int ALIGNMENT = 16;

    private final List<UnitGroup> groups;

    private final int units;

    private final int[] shardStarts;

    private final Segment[][] shardSegments;

    private UnitLayout(final List<UnitGroup> groups) {
        this.groups = List.copyOf(groups);
        this.units = UnitGroup.units(groups);
        this.shardStarts = shards();
        this.shardSegments = new Segment[shardStarts.length - 1][];
        for (int shard = 0; shard < shardSegments.length; shard++) {
            shardSegments[shard] = segments(shardStarts[shard], shardStarts[shard + 1]);
        }
    }

    /**
     * Consecutive units of one kind that a kernel works on at once.
     *
     * @param type their kind
     * @param start the first unit
     * @param length a whole group for {@link UnitType#SOFTMAX}, else at most {@link Scratch#BLOCK}
     */
    record Segment(UnitType type, int start, int length) {
    }

    /** Units of mixed kinds. */
    public static UnitLayout of(final List<UnitGroup> groups) {
        return new UnitLayout(groups);
    }

    /** Units of one kind; for {@link UnitType#SOFTMAX}, one group. */
    public static UnitLayout of(final UnitType type, final int units) {
        return new UnitLayout(List.of(new UnitGroup(type, units)));
    }

    /** The number of units. */
    public int units() {
        return units;
    }

    /** The groups, in order. */
    public List<UnitGroup> groups() {
        return groups;
    }

    int shardCount() {
        return shardSegments.length;
    }

    int shardStart(final int shard) {
        return shardStarts[shard];
    }

    Segment[] segments(final int shard) {
        return shardSegments[shard];
    }

    private int[] shards() {
        int count = shardCount(units);
        List<Integer> starts = new ArrayList<>(List.of(0));
        int groupStart = 0;
        int group = 0;
        for (int i = 1; i < count; i++) {
            int start = shardStart(units, count, i);
            while (groupStart + groups.get(group).size() <= start) {
                groupStart += groups.get(group++).size();
            }
            if (groups.get(group).type() == UnitType.SOFTMAX) {
                start = groupStart;
            }
            if (start > starts.get(starts.size() - 1)) {
                starts.add(start);
            }
        }
        starts.add(units);
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    private Segment[] segments(final int from, final int to) {
        List<Segment> segments = new ArrayList<>();
        int start = 0;
        for (UnitGroup group : groups) {
            int end = Math.min(to, start + group.size());
            for (int at = Math.max(from, start); at < end;) {
                int length = group.type() == UnitType.SOFTMAX ? end - at : Math.min(Scratch.BLOCK, end - at);
                segments.add(new Segment(group.type(), at, length));
                at += length;
            }
            start += group.size();
        }
        return segments.toArray(Segment[]::new);
    }

    /** The number of shards for a number of columns or weight rows: a power of two, by size alone. */
    static int shardCount(final int size) {
        return Math.min(MAXIMUM_SHARDS, Integer.highestOneBit(Math.max(1, size / SHARD_UNITS)));
    }

    /** The first column of a shard: a multiple of 16, so that two workers seldom share a cache line. */
    static int shardStart(final int size, final int count, final int shard) {
        return shard == count ? size : (int)((long)size * shard / count / ALIGNMENT * ALIGNMENT);
    }
}
