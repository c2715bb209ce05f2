// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.knime.core.data.BooleanValue;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.IntValue;
import org.knime.core.data.NominalValue;
import org.knime.core.data.container.filter.TableFilter;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.data.vector.doublevector.DoubleVectorCellFactory;
import org.knime.core.data.vector.doublevector.DoubleVectorValue;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;

/**
 * The tables in which a node keeps the map that its view shows: places of rows with the values that may colour them,
 * and the rows' pictures. Of many rows a random one of each block is kept, so that small tables stand for large ones.
 */
public final class MapTable {

    /** The most rows that are kept. */
    public static final int MOST_ROWS = 5_000;

    /** The most rows that are kept with their pictures. */
    public static final int MOST_PICTURES = 2_000;

    /** The most columns that may colour rows. */
    public static final int MOST_COLOURS = 12;

    private static final int FIRST_COLOUR = 2;

    /**
     * What is kept of each row.
     *
     * @param coordinates the indices of the columns with the coordinates; a row that lacks one has no place
     * @param colours the indices of the columns that may colour it
     */
    public record Columns(List<Integer> coordinates, List<Integer> colours) {

        public Columns {
            coordinates = List.copyOf(coordinates);
            colours = List.copyOf(colours);
        }

        /**
         * The columns of a table to which the coordinates were appended. The classes may colour rows, then what the
         * network does not read, then what it does unless rows are pictures; numbers and nominal values can.
         *
         * @param table the table with the coordinates
         * @param first the index of the first coordinate, behind which all columns are coordinates
         * @param classes the column of the classes, if there is one
         * @param inputs the names of the columns that the network reads
         * @param pictures whether these make a picture
         */
        public static Columns of(final DataTableSpec table, final int first, final Optional<String> classes,
            final Set<String> inputs, final boolean pictures) {
            final List<String> names = table.stream().limit(first).filter(column -> canColour(column.getType()))
                .map(DataColumnSpec::getName).toList();
            final Stream<String> beside = names.stream().filter(name -> !inputs.contains(name));
            final Stream<String> read = names.stream().filter(name -> inputs.contains(name) && !pictures);
            return new Columns(Stream.iterate(first, c -> c + 1).limit(table.getNumColumns() - first).toList(),
                Stream.concat(classes.stream(), Stream.concat(beside, read)).distinct().limit(MOST_COLOURS)
                    .map(table::findColumnIndex).toList());
        }

        private static boolean canColour(final DataType type) {
            return isNumber(type) || type.isCompatible(NominalValue.class);
        }
    }

    /**
     * A row with its place.
     *
     * @param key the row's key
     * @param rows how many rows of the table it stands for
     * @param coordinates its place
     * @param colours a Double or a String a column that may colour it, null where it has none
     */
    public record Point(String key, int rows, double[] coordinates, List<Object> colours) {
    }

    /**
     * The two tables.
     *
     * @param points one row a row of the map: read by {@link #read}
     * @param pictures an {@link ImageTable} in the same order, empty where rows are no pictures
     */
    public record Kept(BufferedDataTable points, BufferedDataTable pictures) {
    }

    private MapTable() {
    }

    private static boolean isNumber(final DataType type) {
        return type.isCompatible(DoubleValue.class) && !type.isCompatible(BooleanValue.class);
    }

    private static DataTableSpec spec(final DataTableSpec table, final List<Integer> colours) {
        final List<DataColumnSpec> columns = new ArrayList<>();
        columns.add(new DataColumnSpecCreator("Rows", IntCell.TYPE).createSpec());
        columns.add(new DataColumnSpecCreator("Place", DoubleVectorCellFactory.TYPE).createSpec());
        for (final int colour : colours) {
            final DataColumnSpec column = table.getColumnSpec(colour);
            // the name behind a mark, as a column of the table may be called like one of the two before
            columns.add(new DataColumnSpecCreator("Value " + column.getName(),
                isNumber(column.getType()) ? DoubleCell.TYPE : StringCell.TYPE).createSpec());
        }
        return new DataTableSpec(columns.toArray(DataColumnSpec[]::new));
    }

    /**
     * Keeps a map.
     *
     * @param table rows with their coordinates
     * @param columns what is kept of each
     * @param pictures what makes a row's picture, if rows are pictures
     * @param exec makes the tables and is asked whether to stop
     * @throws UnfitTableException if a row does not fit, which would have been seen before
     * @throws CanceledExecutionException if it was stopped
     */
    public static Kept write(final BufferedDataTable table, final Columns columns,
        final Optional<RowPictures> pictures, final ExecutionContext exec)
        throws UnfitTableException, CanceledExecutionException {
        final long most = pictures.isPresent() ? MOST_PICTURES : MOST_ROWS;
        final int block = (int)Math.max(1, (table.size() + most - 1) / most);
        final DataTableSpec spec = table.getDataTableSpec();
        final BufferedDataContainer points = exec.createDataContainer(spec(spec, columns.colours()));
        final BufferedDataContainer images = exec.createDataContainer(ImageTable.SPEC);
        final int[] read = Stream.concat(Stream.concat(columns.coordinates().stream(), columns.colours().stream()),
            pictures.stream().flatMap(RowPictures::columns)).mapToInt(Integer::intValue).distinct().toArray();
        final SplittableRandom random = new SplittableRandom(1);
        try (var rows = table.filter(TableFilter.materializeCols(read)).iterator()) {
            DataRow chosen = null;
            int seen = 0;
            while (rows.hasNext()) {
                exec.checkCanceled();
                final DataRow row = rows.next();
                if (columns.coordinates().stream().anyMatch(column -> row.getCell(column).isMissing())) {
                    continue;
                }
                seen++;
                chosen = random.nextInt(seen) == 0 ? row : chosen;
                if (seen == block) {
                    add(chosen, seen, columns, spec, points);
                    addPicture(chosen, pictures, images);
                    seen = 0;
                }
            }
            if (seen > 0) {
                add(chosen, seen, columns, spec, points);
                addPicture(chosen, pictures, images);
            }
        } finally {
            points.close();
            images.close();
        }
        return new Kept(points.getTable(), images.getTable());
    }

    private static void add(final DataRow row, final int rows, final Columns columns, final DataTableSpec spec,
        final BufferedDataContainer points) {
        final List<DataCell> cells = new ArrayList<>();
        cells.add(new IntCell(rows));
        cells.add(DoubleVectorCellFactory.createCell(
            columns.coordinates().stream().mapToDouble(column -> Cells.number(row.getCell(column))).toArray()));
        for (final int colour : columns.colours()) {
            final DataCell cell = row.getCell(colour);
            if (cell.isMissing()) {
                cells.add(DataType.getMissingCell());
            } else {
                cells.add(isNumber(spec.getColumnSpec(colour).getType()) ? new DoubleCell(Cells.number(cell))
                    : new StringCell(cell.toString()));
            }
        }
        points.addRowToTable(new DefaultRow(row.getKey(), cells));
    }

    private static void addPicture(final DataRow row, final Optional<RowPictures> pictures,
        final BufferedDataContainer images) throws UnfitTableException {
        if (pictures.isPresent()) {
            images.addRowToTable(pictures.get().of(row));
        }
    }

    /** The names of the columns that may colour rows. */
    public static List<String> colours(final DataTableSpec points) {
        return points.stream().skip(FIRST_COLOUR).map(column -> column.getName().substring("Value ".length())).toList();
    }

    /** Which of these columns hold numbers. */
    public static List<Boolean> areNumbers(final DataTableSpec points) {
        return points.stream().skip(FIRST_COLOUR).map(column -> column.getType().equals(DoubleCell.TYPE)).toList();
    }

    /** Hands on the points one by one. */
    public static void read(final Iterable<DataRow> points, final Consumer<Point> taken) {
        for (final DataRow row : points) {
            final DoubleVectorValue place = (DoubleVectorValue)row.getCell(1);
            final double[] coordinates = new double[place.getLength()];
            for (int k = 0; k < coordinates.length; k++) {
                coordinates[k] = place.getValue(k);
            }
            final List<Object> colours = new ArrayList<>();
            for (int c = FIRST_COLOUR; c < row.getNumCells(); c++) {
                final DataCell cell = row.getCell(c);
                colours.add(cell.isMissing() ? null
                    : cell instanceof DoubleCell number ? (Object)number.getDoubleValue() : cell.toString());
            }
            taken.accept(new Point(row.getKey().getString(), ((IntValue)row.getCell(0)).getIntValue(), coordinates,
                colours));
        }
    }
}
