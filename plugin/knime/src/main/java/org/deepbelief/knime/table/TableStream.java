// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.deepbelief.engine.data.KeptResults;
import org.deepbelief.engine.data.StorageSettings;
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
public final class TableStream implements SequencedRows, RowConsumer, AutoCloseable {

    /** What the engine does with the rows: it takes each from the source and gives its values to the consumer. */
    @FunctionalInterface
    public interface Engine {

        /**
         * @param source the rows
         * @param stop whether the user wants it to stop; a CancellationException answers
         * @param consumer takes the values of each row, in order
         * @throws IOException if a row does not fit
         */
        void run(SequencedRows source, BooleanSupplier stop, RowConsumer consumer) throws IOException;
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

    private final SequenceMarks marks;

    private final RowReader reader;

    private final RowFiller filler;

    private final ExecutionContext exec;

    private final CloseableRowIterator rows;

    private final OutputTable output;

    private final int[] tableColumns;

    private long taken;

    /** The rows whose values are still with the engine, and the skipped ones between them. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** Each row once, or where rows are sorted, once by the engine and once into the table. */
    private final long toDo;

    private long done;

    private TableStream(final TableRows rowsOfTable, final RowReader reader, final List<OutputColumn> columns,
        final RowFiller filler, final ExecutionContext exec) {
        table = rowsOfTable.table();
        marks = new SequenceMarks(rowsOfTable.sequence());
        toDo = (rowsOfTable.areSorted() ? 2 : 1) * table.size();
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
     * Appends columns to a table. Rows that do not follow each other as they stand are handed out in their order, and
     * what comes out goes back to where they stand.
     *
     * @param rows the table
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
    public static BufferedDataTable append(final TableRows rows, final RowReader reader,
        final List<OutputColumn> columns, final Engine engine, final RowFiller filler, final ExecutionContext exec,
        final Consumer<String> warn) throws IOException, CanceledExecutionException {
        try (TableStream stream = new TableStream(rows, reader, columns, filler, exec)) {
            if (rows.areSorted()) {
                stream.runSorted(rows, engine);
            } else {
                engine.run(stream, stream::isCanceled, stream);
                stream.writeSkipped();
            }
            final List<String> warnings = Stream.of(rows.warnings().stream(), reader.warning().stream(),
                stream.output.warning().stream()).flatMap(texts -> texts).toList();
            if (!warnings.isEmpty()) {
                warn.accept(String.join("\n", warnings));
            }
            return exec.createJoinedTable(rows.table(), stream.output.finish(), exec);
        } catch (CancellationException e) {
            throw new CanceledExecutionException();
        }
    }

    private void runSorted(final TableRows rowsOfTable, final Engine engine) throws IOException {
        final StorageSettings storage = StorageSettings.defaults(Path.of(System.getProperty("java.io.tmpdir")));
        try (SortedRows sorted = SortedRows.read(rowsOfTable, reader, Optional.empty(), storage, this::isCanceled);
                KeptRows kept = new KeptRows(sorted.rows(), storage)) {
            engine.run(sorted, this::isCanceled, kept);
            kept.finish();
            for (long number = 0; rows.hasNext(); number++) {
                checkCanceled();
                final DataRow row = rows.next();
                final int place = sorted.placeOf(number);
                output.add(row.getKey(), cells -> {
                    if (place >= 0) {
                        filler.fill(kept.at(place), new InputRow(row, tableColumns), cells);
                    }
                });
                tell();
            }
        }
    }

    /** What the engine made of rows in their order, kept for when their turn in the table comes. */
    private final class KeptRows implements RowConsumer, AutoCloseable {

        private final long rowsToCome;

        private final StorageSettings storage;

        /** Null until the first row tells how many numbers there are. */
        private KeptResults results;

        private int size;

        KeptRows(final long rowsToCome, final StorageSettings storage) {
            this.rowsToCome = rowsToCome;
            this.storage = storage;
        }

        @Override
        public void accept(final RowResults row) throws IOException {
            checkCanceled();
            if (results == null) {
                size = row.size();
                results = new KeptResults(size, rowsToCome, storage);
            }
            results.append(row.toArray());
            tell();
        }

        void finish() throws IOException {
            if (results != null) {
                results.finish();
            }
        }

        RowResults at(final int place) {
            final double[] numbers = new double[size];
            results.read(place, numbers);
            return RowResults.of(numbers);
        }

        @Override
        public void close() {
            if (results != null) {
                results.close();
            }
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
            taken++;
            if (reader.read(row, units)) {
                waiting.add(new Waiting(row.getKey(), row));
                marks.handOut(taken - 1);
                return true;
            }
            waiting.add(new Waiting(row.getKey(), null));
            writeSkipped();
        }
        return false;
    }

    @Override
    public boolean startsSequence() {
        return marks.starts();
    }

    @Override
    public int sequence() {
        return marks.sequence();
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
        if (done % 256 == 0 || done == toDo) {
            final long row = (done - 1) % table.size() + 1;
            exec.setProgress((double)done / toDo, () -> "Row " + row + " of " + table.size());
        }
    }

    @Override
    public void close() {
        rows.close();
        output.close();
    }
}
