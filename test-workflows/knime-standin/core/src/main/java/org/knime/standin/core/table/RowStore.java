// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.table;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.RowKey;
import org.knime.core.data.UnmaterializedCell;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.DataContainerException;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.util.FileUtil;

/** The rows of one table: the first in memory while tables may take more of it, the others in a temporary file. */
public final class RowStore {

    private static final Cleaner CLEANER = Cleaner.create();

    private static final int SHARE_STEP = 1 << 20;

    private final int columns;

    private final long maxCells;

    private final Held held = new Held();

    private final List<DataRow> memory = new ArrayList<>();

    private DataOutputStream out;

    private long size;

    private long bytes;

    /** What must be given back when nobody reads the rows any longer. */
    private static final class Held implements Runnable {

        private long share;

        private File file;

        @Override
        public void run() {
            MemoryShare.giveBack(share);
            share = 0;
            if (file != null) {
                file.delete();
            }
        }
    }

    /**
     * @param columns the number of columns
     * @param maxCellsInMemory from how many cells on rows go to a file, -1 to let memory decide
     */
    public RowStore(final int columns, final int maxCellsInMemory) {
        this.columns = columns;
        this.maxCells = maxCellsInMemory < 0 ? Long.MAX_VALUE : maxCellsInMemory;
        CLEANER.register(this, held);
    }

    /** @return the number of rows */
    public long size() {
        return size;
    }

    /** @param row the next row */
    public void add(final DataRow row) {
        try {
            if (out == null) {
                final DataRow kept = row.getClass() == DefaultRow.class ? row : new DefaultRow(row.getKey(), row);
                final long more = CellCodec.sizeInMemory(kept);
                if ((size + 1) * columns <= maxCells && shareFor(bytes + more)) {
                    bytes += more;
                    memory.add(kept);
                } else {
                    openFile();
                }
            }
            if (out != null) {
                CellCodec.writeRow(row, out);
            }
        } catch (IOException e) {
            throw new DataContainerException("Rows cannot be written to a temporary file: " + e.getMessage(), e);
        }
        size++;
    }

    private boolean shareFor(final long wanted) {
        if (wanted > held.share) {
            final long more = Math.max(SHARE_STEP, wanted - held.share);
            if (!MemoryShare.take(more)) {
                return false;
            }
            held.share += more;
        }
        return true;
    }

    private void openFile() throws IOException {
        held.file = FileUtil.createTempFile("table", ".bin");
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(held.file.toPath()), 1 << 16));
    }

    /** Ends the rows. */
    public void finish() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                throw new DataContainerException("Rows cannot be written to a temporary file: " + e.getMessage(), e);
            }
        }
    }

    /** Throws the rows away. */
    public void discard() {
        finish();
        memory.clear();
        size = 0;
        held.run();
    }

    /**
     * @param wanted the columns to read in ascending order, null for all
     * @param from the first row
     * @param to the row behind the last
     * @return the rows
     */
    public CloseableRowIterator iterator(final int[] wanted, final long from, final long to) {
        return held.file == null ? new MemoryRows(wanted, from, to) : new MixedRows(wanted, from, to);
    }

    private boolean[] flags(final int[] wantedColumns) {
        final boolean[] flags = new boolean[columns];
        for (int column : wantedColumns) {
            flags[column] = true;
        }
        return flags;
    }

    /** A row of which some columns are read. */
    private record PartOfRow(DataRow row, boolean[] wanted) implements DataRow {

        @Override
        public int getNumCells() {
            return row.getNumCells();
        }

        @Override
        public RowKey getKey() {
            return row.getKey();
        }

        @Override
        public DataCell getCell(final int index) {
            return wanted[index] ? row.getCell(index) : UnmaterializedCell.getInstance();
        }

        @Override
        public Iterator<DataCell> iterator() {
            return stream().iterator();
        }
    }

    private abstract static class Rows extends CloseableRowIterator {

        private final long to;

        private long next;

        Rows(final long from, final long to) {
            this.next = from;
            this.to = to;
        }

        @Override
        public boolean hasNext() {
            if (next < to) {
                return true;
            }
            close();
            return false;
        }

        @Override
        public DataRow next() {
            if (next >= to) {
                throw new NoSuchElementException("There are no more rows.");
            }
            return row(next++);
        }

        abstract DataRow row(long index);
    }

    private final class MemoryRows extends Rows {

        private final boolean[] wanted;

        MemoryRows(final int[] wantedColumns, final long from, final long to) {
            super(from, to);
            wanted = wantedColumns == null ? null : flags(wantedColumns);
        }

        @Override
        DataRow row(final long index) {
            final DataRow row = memory.get((int)index);
            if (wanted == null) {
                return row;
            }
            return new PartOfRow(row, wanted);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private final class MixedRows extends Rows {

        private final MemoryRows first;

        private final boolean[] wanted;

        private final DataInputStream in;

        MixedRows(final int[] wantedColumns, final long from, final long to) {
            super(from, to);
            first = new MemoryRows(wantedColumns, from, to);
            wanted = wantedColumns == null ? new boolean[columns] : flags(wantedColumns);
            if (wantedColumns == null) {
                Arrays.fill(wanted, true);
            }
            final boolean[] none = new boolean[columns];
            try {
                in = new DataInputStream(new BufferedInputStream(Files.newInputStream(held.file.toPath()), 1 << 16));
                for (long i = memory.size(); i < from; i++) {
                    CellCodec.readRow(in, none);
                }
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        @Override
        DataRow row(final long index) {
            if (index < memory.size()) {
                return first.row(index);
            }
            try {
                return CellCodec.readRow(in, wanted);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        private static DataContainerException unreadable(final IOException e) {
            return new DataContainerException("Rows cannot be read from a temporary file: " + e.getMessage(), e);
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }
}
