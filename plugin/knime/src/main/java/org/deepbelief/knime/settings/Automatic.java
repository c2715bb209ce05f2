// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.table.ImageTable;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.widget.OptionalWidget.DefaultValueProvider;

/** What a setting begins with that is automatic until it is switched on. */
public final class Automatic {

    private Automatic() {
    }

    /** As many threads as there are processors. */
    public static final class Threads implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    /** A quarter of the heap, in MiB. */
    public static final class Memory implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return (int)Math.max(1, Runtime.getRuntime().maxMemory() / 4 >> 20);
        }
    }

    /** Ten minutes, in seconds. */
    public static final class TimeBudget implements DefaultValueProvider<Integer> {
        @Override
        public Integer computeState(final NodeParametersInput input) {
            return 600;
        }
    }

    /** The side of the square that the network's input fills, or 28, that of a common picture. */
    public static final class ImageWidth implements DefaultValueProvider<Integer> {

        private static final int COMMON = 28;

        @Override
        public Integer computeState(final NodeParametersInput input) {
            return input.getInPortSpec(0).orElse(null) instanceof DbnPortObjectSpec network
                ? ImageTable.width(network.visibleUnits(), 0).orElse(COMMON) : COMMON;
        }
    }
}
