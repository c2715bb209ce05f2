// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.infer.RowInference;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.spark.table.RowEncoder;
import org.deepbelief.spark.table.TableRow;
import scala.Tuple2;

/**
 * A network over the rows of a split: what it makes of each is put behind the row's own columns, some thousand rows
 * at a time.
 *
 * @param network its file
 * @param encoder of the rows
 * @param columns how many columns a row has of its own
 * @param output what is made of a row
 */
record NetworkApplication(byte[] network, RowEncoder encoder, int columns, Output output) implements Serializable {

    private static final int ROWS = 4096;

    /** What is made of rows. */
    interface Output extends Serializable {

        /** How many columns are put behind a row. */
        int columns();

        /** Opens the network for it, to be closed. */
        RowInference open(DeepBeliefNetwork network);

        /** The new values of a row, by what the network gives for it. */
        Function<double[], Object[]> values(DeepBeliefNetwork network);
    }

    Iterator<Row> apply(final Iterator<Tuple2<Row, TableRow>> rows) throws IOException {
        final DeepBeliefNetwork opened = ModelArchive.read(new ByteArrayInputStream(network));
        final Function<double[], Object[]> values = output.values(opened);
        return new Iterator<>() {

            private Iterator<Row> done = List.<Row>of().iterator();

            @Override
            public boolean hasNext() {
                while (!done.hasNext() && rows.hasNext()) {
                    done = infer(opened, rows, values).iterator();
                }
                return done.hasNext();
            }

            @Override
            public Row next() {
                return done.next();
            }
        };
    }

    private List<Row> infer(final DeepBeliefNetwork opened, final Iterator<Tuple2<Row, TableRow>> rows,
        final Function<double[], Object[]> values) {
        final List<Row> read = new ArrayList<>();
        final List<float[]> encoded = new ArrayList<>();
        final List<Row> results = new ArrayList<>();
        try (RowInference inference = output.open(opened)) {
            while (rows.hasNext() && read.size() < ROWS) {
                final Tuple2<Row, TableRow> row = rows.next();
                final float[] units = new float[encoder.units()];
                read.add(row._1());
                encoded.add(encoder.encode(row._2(), units, new float[0]) ? units : null);
            }
            final Iterator<float[]> there = encoded.stream().filter(units -> units != null).toList().iterator();
            final List<double[]> inferred = new ArrayList<>();
            inference.run(source(there), result -> inferred.add(result.toArray()));
            final Iterator<double[]> next = inferred.iterator();
            for (int i = 0; i < read.size(); i++) {
                results.add(row(read.get(i), encoded.get(i) == null ? null : values.apply(next.next())));
            }
            return results;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RowSource source(final Iterator<float[]> rows) {
        return new RowSource() {

            @Override
            public long rows() {
                return -1;
            }

            @Override
            public boolean next(final float[] units, final float[] targets) {
                if (!rows.hasNext()) {
                    return false;
                }
                System.arraycopy(rows.next(), 0, units, 0, units.length);
                return true;
            }
        };
    }

    /** The row's own values and the new ones: null of a row that was skipped. */
    private Row row(final Row own, final Object[] values) {
        final Object[] all = new Object[columns + output.columns()];
        for (int c = 0; c < columns; c++) {
            all[c] = own.get(c);
        }
        if (values != null) {
            System.arraycopy(values, 0, all, columns, values.length);
        }
        return RowFactory.create(all);
    }
}
