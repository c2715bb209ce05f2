// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.infer.RowConsumer;
import org.deepbelief.engine.infer.RowResults;
import org.knime.core.data.DataRow;
import org.knime.core.data.RowKey;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.filter.TableFilter;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;

/**
 * Streams a table through a network and appends what comes out as columns. The input table is joined, not copied, and
 * only the rows that the engine holds at a time are in memory. A row that is skipped gets missing cells.
 */
public final class TableStream implements RowSource, RowConsumer, AutoCloseable {

    /** What the engine does with the rows: it takes each from the source and gives its values to the consumer. */
    @FunctionalInterface
    public interface Engine {

        /**
         * @param source the rows
         * @param stop whether the user wants it to stop; a CancellationException answers
         * @param consumer takes the values of each row, in order
         * @throws IOException if a row does not fit
         */
        void run(RowSource source, BooleanSupplier stop, RowConsumer consumer) throws IOException;
    }

    /** Turns the values of a row into its new cells. */
    @FunctionalInterface
    public interface RowFiller {

        /**
         * @param results what the engine made of the row; only valid during the call
         * @param input the row that was read
         * @param output its new cells
         */
        void fill(RowResults results, InputRow input, OutputRow output);
    }

    /** @param row is null where it was skipped: such rows may be many */
    private record Waiting(RowKey key, DataRow row) {
    }

    private final BufferedDataTable table;

    private final RowReader reader;

    private final RowFiller filler;

    private final ExecutionContext exec;

    private final CloseableRowIterator rows;

    private final OutputTable output;

    private final int[] tableColumns;

    /** The rows whose values are still with the engine, and the skipped ones between them. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private long done;

    private TableStream(final BufferedDataTable table, final RowReader reader, final List<OutputColumn> columns,
        final RowFiller filler, final ExecutionContext exec) {
        this.table = table;
        this.reader = reader;
        this.filler = filler;
        this.exec = exec;
        tableColumns = reader.tableColumns();
        output = new OutputTable(
            exec.createDataContainer(OutputColumn.beside(table.getDataTableSpec(), columns)), columns);
        rows = table.filter(TableFilter.materializeCols(
            IntStream.of(tableColumns).filter(column -> column >= 0).toArray())).iterator();
    }

    /**
     * Appends columns to a table.
     *
     * @param table the table
     * @param reader what turns its rows into units
     * @param columns the new columns
     * @param engine what is done with the rows
     * @param filler what turns values into cells
     * @param exec makes the table, is told of the rows and asked whether to stop
     * @param warn takes what the user should know of the rows, if there is something
     * @return the table with the columns appended
     * @throws IOException if a row does not fit
     * @throws CanceledExecutionException if it was stopped
     */
    public static BufferedDataTable append(final BufferedDataTable table, final RowReader reader,
        final List<OutputColumn> columns, final Engine engine, final RowFiller filler, final ExecutionContext exec,
        final Consumer<String> warn) throws IOException, CanceledExecutionException {
        try (TableStream stream = new TableStream(table, reader, columns, filler, exec)) {
            engine.run(stream, stream::isCanceled, stream);
            stream.writeSkipped();
            final List<String> warnings =
                Stream.concat(reader.warning().stream(), stream.output.warning().stream()).toList();
            if (!warnings.isEmpty()) {
                warn.accept(String.join("\n", warnings));
            }
            return exec.createJoinedTable(table, stream.output.finish(), exec);
        } catch (CancellationException e) {
            throw new CanceledExecutionException();
        }
    }

    @Override
    public long rows() {
        return table.size();
    }

    @Override
    public boolean next(final float[] units, final float[] targets) throws UnfitTableException {
        while (rows.hasNext()) {
            checkCanceled();
            final DataRow row = rows.next();
            if (reader.read(row, units)) {
                waiting.add(new Waiting(row.getKey(), row));
                return true;
            }
            waiting.add(new Waiting(row.getKey(), null));
            writeSkipped();
        }
        return false;
    }

    private void checkCanceled() {
        if (isCanceled()) {
            throw new CancellationException();
        }
    }

    private boolean isCanceled() {
        try {
            exec.checkCanceled();
            return false;
        } catch (CanceledExecutionException e) {
            return true;
        }
    }

    @Override
    public void accept(final RowResults results) {
        checkCanceled();
        writeSkipped();
        final Waiting one = waiting.remove();
        output.add(one.key(), cells -> filler.fill(results, new InputRow(one.row(), tableColumns), cells));
        tell();
    }

    private void writeSkipped() {
        while (!waiting.isEmpty() && waiting.element().row() == null) {
            output.add(waiting.remove().key(), cells -> { });
            tell();
        }
    }

    private void tell() {
        done++;
        if (done % 256 == 0 || done == table.size()) {
            final long rowsDone = done;
            exec.setProgress((double)done / table.size(), () -> "Row " + rowsDone + " of " + table.size());
        }
    }

    @Override
    public void close() {
        rows.close();
        output.close();
    }
}
