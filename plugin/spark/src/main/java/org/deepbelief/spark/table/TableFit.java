// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.ClassFit;
import org.deepbelief.engine.data.ColumnFit;
import org.deepbelief.engine.data.EncodingFit;
import org.deepbelief.engine.data.FittingException;
import org.deepbelief.engine.data.NominalFit;
import org.deepbelief.engine.data.NumberFit;
import org.deepbelief.engine.data.VectorFit;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.spark.table.Columns.Column;

/** The fit of an encoding, and of the classes of a target, to the rows of a part. */
public final class TableFit implements Serializable {

    private static final long serialVersionUID = 1L;

    private final List<ColumnFit> fits = new ArrayList<>();

    private final EncodingFit encoding;

    /** Null where there is no class column. */
    private final ClassFit classes;

    private long rows;

    private TableFit(final Columns columns) {
        final int count = columns.inputs().size();
        for (final Column column : columns.inputs()) {
            fits.add(switch (column.kind()) {
                case NUMBER -> new NumberFit(column.name(), count);
                case NOMINAL -> new NominalFit(column.name(), List.of());
                default -> new VectorFit(column.name(), VectorKind.COLLECTION);
            });
        }
        encoding = new EncodingFit(fits);
        classes = columns.target().map(target -> new ClassFit(target.name(), List.of())).orElse(null);
    }

    /** Fits the rows of a part, in their order. */
    static TableFit of(final Columns columns, final MissingValues missing, final Iterator<TableRow> rows)
        throws TableException {
        final TableFit fit = new TableFit(columns);
        try {
            while (rows.hasNext()) {
                fit.add(columns, missing, rows.next());
            }
        } catch (FittingException e) {
            throw new TableException(e.getMessage());
        }
        return fit;
    }

    private void add(final Columns columns, final MissingValues missing, final TableRow row)
        throws TableException, FittingException {
        rows++;
        boolean complete = true;
        for (final Column column : columns.inputs()) {
            if (isMissing(column, row)) {
                if (missing == MissingValues.FAIL) {
                    throw MissingValues.missing(column.name(), row.name());
                }
                complete = false;
            }
        }
        if (!complete && missing == MissingValues.SKIP) {
            return;
        }
        for (int c = 0; c < fits.size(); c++) {
            addValue(fits.get(c), columns.inputs().get(c).slot(), row);
        }
        final Optional<Column> target = columns.target();
        if (target.isPresent() && row.texts()[target.get().slot()] != null) {
            classes.add(row.texts()[target.get().slot()], row.name());
        }
        encoding.countRow();
    }

    private static void addValue(final ColumnFit fit, final int slot, final TableRow row) throws FittingException {
        if (fit instanceof NumberFit numbers) {
            if (!Double.isNaN(row.numbers()[slot])) {
                numbers.add(row.numbers()[slot], row.name());
            }
        } else if (fit instanceof NominalFit values) {
            if (row.texts()[slot] != null) {
                values.add(row.texts()[slot], row.name());
            }
        } else if (row.vectors()[slot] != null) {
            ((VectorFit)fit).add(row.vectors()[slot], row.name());
        }
    }

    private static boolean isMissing(final Column column, final TableRow row) {
        switch (column.kind()) {
            case NUMBER:
                return Double.isNaN(row.numbers()[column.slot()]);
            case NOMINAL:
                return row.texts()[column.slot()] == null;
            default:
                final double[] vector = row.vectors()[column.slot()];
                boolean missing = vector == null;
                for (int i = 0; !missing && i < vector.length; i++) {
                    missing = Double.isNaN(vector[i]);
                }
                return missing;
        }
    }

    /** Takes what the fit of the part after has met. */
    void merge(final TableFit later) throws TableException {
        try {
            encoding.merge(later.encoding);
            if (classes != null) {
                classes.merge(later.classes);
            }
            rows += later.rows;
        } catch (FittingException e) {
            throw new TableException(e.getMessage());
        }
    }

    /**
     * The fit of the inputs.
     *
     * @throws TableException if all rows were skipped
     */
    public EncodingFit encoding() throws TableException {
        if (encoding.rows() == 0) {
            throw new TableException("Each of the " + rows + " rows has a missing value, so all were skipped. Take the"
                + " mean for missing values (missingValues), or replace them before.");
        }
        return encoding;
    }

    /** The classes of the target, if there is one. */
    public Optional<ClassColumn> classes() throws TableException {
        try {
            return classes == null ? Optional.empty() : Optional.of(classes.column());
        } catch (FittingException e) {
            throw new TableException(e.getMessage());
        }
    }
}
