// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.knime.node.parameters.widget.number.NumberInputWidgetValidation.MaxValidation;
import org.knime.node.parameters.widget.number.NumberInputWidgetValidation.MinValidation;

/**
 * The ranges of numeric settings, for the dialog and for {@link SettingsCheck}. KNIME's number field moves what lies
 * outside to the bound, and beyond an exclusive bound to a number that nobody chose. So no bound is exclusive there:
 * one that is itself no value is refused when the node is configured.
 */
public final class Limits {

    private Limits() {
    }

    /** A smallest value that can be asked for. */
    public abstract static class Minimum extends MinValidation {

        /** The smallest value. */
        @Override
        public abstract double getMin();

        /** Whether the bound itself is refused when the node is configured. */
        public boolean isRefused() {
            return false;
        }
    }

    /** A largest value that can be asked for. */
    public abstract static class Maximum extends MaxValidation {

        /** The largest value. */
        @Override
        public abstract double getMax();

        /** Whether the bound itself is refused when the node is configured. */
        public boolean isRefused() {
            return false;
        }
    }

    /** 1 or more. */
    public static final class AtLeastOne extends Minimum {
        @Override
        public double getMin() {
            return 1;
        }
    }

    /** More than 1. */
    public static final class AboveOne extends Minimum {
        @Override
        public double getMin() {
            return 1;
        }

        @Override
        public boolean isRefused() {
            return true;
        }
    }

    /** 2 or more. */
    public static final class AtLeastTwo extends Minimum {
        @Override
        public double getMin() {
            return 2;
        }
    }

    /** 0 or more. */
    public static final class AtLeastZero extends Minimum {
        @Override
        public double getMin() {
            return 0;
        }
    }

    /** More than 0. */
    public static final class Positive extends Minimum {
        @Override
        public double getMin() {
            return 0;
        }

        @Override
        public boolean isRefused() {
            return true;
        }
    }

    /** 1 or less. */
    public static final class AtMostOne extends Maximum {
        @Override
        public double getMax() {
            return 1;
        }
    }

    /** 10 or less. */
    public static final class AtMostTen extends Maximum {
        @Override
        public double getMax() {
            return 10;
        }
    }

    /** Less than 1. */
    public static final class BelowOne extends Maximum {
        @Override
        public double getMax() {
            return 1;
        }

        @Override
        public boolean isRefused() {
            return true;
        }
    }

    /** As many units as a matrix row can have in reason. */
    public static final class MostUnits extends Maximum {
        @Override
        public double getMax() {
            return DbnPortObjectSpec.MOST_LAYER_UNITS;
        }
    }

    /** A learning rate beyond this diverges at once. */
    public static final class MostLearningRate extends Maximum {
        @Override
        public double getMax() {
            return 10;
        }
    }

    /** Rows of a batch. */
    public static final class MostBatchRows extends Maximum {
        @Override
        public double getMax() {
            return 100_000;
        }
    }

    /** Rows of a batch all of whose pairs are looked at. */
    public static final class MostPairedRows extends Maximum {
        @Override
        public double getMax() {
            return 20_000;
        }
    }

    /** Coordinates of a row in a map. */
    public static final class MostDimensions extends Maximum {
        @Override
        public double getMax() {
            return 1000;
        }
    }

    /** How often telling classes counts. */
    public static final class MostDiscriminativeWeight extends Maximum {
        @Override
        public double getMax() {
            return 1000;
        }
    }

    /** Rows before a row that it is learned from. */
    public static final class MostRowsBefore extends Maximum {
        @Override
        public double getMax() {
            return 1000;
        }
    }

    /** Steps of Gibbs sampling. */
    public static final class MostSteps extends Maximum {
        @Override
        public double getMax() {
            return 1_000_000;
        }
    }

    /** Seconds of a training: four months. */
    public static final class MostSeconds extends Maximum {
        @Override
        public double getMax() {
            return 10_000_000;
        }
    }

    /** Worker threads. */
    public static final class MostThreads extends Maximum {
        @Override
        public double getMax() {
            return 1024;
        }
    }

    /** Memory in MiB. */
    public static final class MostMemory extends Maximum {
        @Override
        public double getMax() {
            return 1 << 24;
        }
    }

    /** A document in MB, which an array of bytes holds. */
    public static final class MostDocumentMegabytes extends Maximum {
        @Override
        public double getMax() {
            return 1000;
        }
    }

    /** Draws of what follows, which are all in memory. */
    public static final class MostDraws extends Maximum {
        @Override
        public double getMax() {
            return 10_000;
        }
    }

    /** Generated rows. */
    public static final class MostGeneratedRows extends Maximum {
        @Override
        public double getMax() {
            return 10_000_000;
        }
    }
}
