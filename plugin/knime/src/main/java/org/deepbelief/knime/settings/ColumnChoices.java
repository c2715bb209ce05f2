// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import org.deepbelief.knime.table.InputColumns;
import org.deepbelief.knime.table.SequenceColumns;
import org.deepbelief.knime.table.TargetColumns;
import org.knime.core.data.DataColumnSpec;
import org.knime.node.parameters.widget.choices.util.FilteredInputTableColumnsProvider;

/** The columns that the dialogs offer. */
public final class ColumnChoices {

    private ColumnChoices() {
    }

    /** The columns of the first input that a network can read. */
    public static final class Inputs implements FilteredInputTableColumnsProvider {
        @Override
        public boolean isIncluded(final DataColumnSpec column) {
            return InputColumns.kindOf(column).isPresent();
        }
    }

    /** The columns of the first input that can hold classes. */
    public static class Classes implements FilteredInputTableColumnsProvider {
        @Override
        public boolean isIncluded(final DataColumnSpec column) {
            return TargetColumns.isClass(column);
        }
    }

    /** The columns of the first input by which rows can be ordered. */
    public static final class Orders implements FilteredInputTableColumnsProvider {
        @Override
        public boolean isIncluded(final DataColumnSpec column) {
            return SequenceColumns.isOrder(column);
        }
    }

    /** The columns of the first input that can tell sequences apart. */
    public static final class Sequences implements FilteredInputTableColumnsProvider {
        @Override
        public boolean isIncluded(final DataColumnSpec column) {
            return SequenceColumns.isSequence(column);
        }
    }

    /** The columns of the table beside a network that can hold classes. */
    public static final class ClassesBesideNetwork extends Classes {
        @Override
        public int getInputTableIndex() {
            return 1;
        }
    }

    /** The columns of the table beside a network that can be a target. */
    public static final class TargetsBesideNetwork implements FilteredInputTableColumnsProvider {
        @Override
        public int getInputTableIndex() {
            return 1;
        }

        @Override
        public boolean isIncluded(final DataColumnSpec column) {
            return TargetColumns.isTarget(column);
        }
    }
}
