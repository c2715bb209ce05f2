// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.workflow;

import java.io.Serializable;
import java.util.Objects;

/** The id of a node: its workflow's id and a number, "0:3". */
public class NodeID implements Serializable, Comparable<NodeID> {

    private static final long serialVersionUID = 1L;

    /** The id above all workflows. */
    public static final NodeID ROOTID = new NodeID(null, 0);

    private final NodeID prefix;

    private final int index;

    /**
     * @param prefix the id of what holds the node
     * @param ix its number there
     */
    public NodeID(final NodeID prefix, final int ix) {
        this.prefix = prefix;
        this.index = ix;
    }

    /** @param ix the number of a workflow */
    public NodeID(final int ix) {
        this(ROOTID, ix);
    }

    /** @return the id of what holds the node, null for the root */
    public NodeID getPrefix() {
        return prefix;
    }

    /** @return the number */
    public int getIndex() {
        return index;
    }

    /** @return whether this is the root */
    public final boolean isRoot() {
        return prefix == null;
    }

    /**
     * @param ix a number
     * @return the id of this number in here
     */
    public NodeID createChild(final int ix) {
        return new NodeID(this, ix);
    }

    @Override
    public int compareTo(final NodeID o) {
        return toString().equals(o.toString()) ? 0
            : Objects.equals(prefix, o.prefix) ? Integer.compare(index, o.index) : toString().compareTo(o.toString());
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof NodeID id && index == id.index && Objects.equals(prefix, id.prefix);
    }

    @Override
    public int hashCode() {
        return Objects.hash(prefix, index);
    }

    @Override
    public String toString() {
        if (isRoot()) {
            return "ROOT";
        }
        return prefix.isRoot() ? Integer.toString(index) : prefix + ":" + index;
    }
}
