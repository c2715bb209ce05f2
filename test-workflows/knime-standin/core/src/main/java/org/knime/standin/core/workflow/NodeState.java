// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

/** How far a node has come, named as in its settings file. */
public enum NodeState {
    /** It cannot be executed: it lacks an input, or its settings do not fit. */
    IDLE,
    /** It can be executed. */
    CONFIGURED,
    /** It was executed. */
    EXECUTED
}
