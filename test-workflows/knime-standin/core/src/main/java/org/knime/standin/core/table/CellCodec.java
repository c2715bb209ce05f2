// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.table;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.MissingCell;
import org.knime.core.data.RowKey;
import org.knime.core.data.UnmaterializedCell;
import org.knime.core.data.collection.CollectionCellFactory;
import org.knime.core.data.collection.CollectionDataValue;
import org.knime.core.data.collection.ListCell;
import org.knime.core.data.collection.SetCell;
import org.knime.core.data.def.BooleanCell;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.data.image.png.PNGImageCell;
import org.knime.core.data.image.png.PNGImageContent;
import org.knime.core.data.vector.bitvector.DenseBitVector;
import org.knime.core.data.vector.bitvector.DenseBitVectorCell;
import org.knime.core.data.vector.bitvector.DenseBitVectorCellFactory;
import org.knime.core.data.vector.bytevector.DenseByteVector;
import org.knime.core.data.vector.bytevector.DenseByteVectorCell;
import org.knime.core.data.vector.bytevector.DenseByteVectorCellFactory;
import org.knime.core.data.vector.doublevector.DenseDoubleVectorCell;
import org.knime.core.data.vector.doublevector.DoubleVectorCellFactory;

/**
 * Rows as bytes: the key, then for each cell a byte for its class and its content. Cells of other classes than those of
 * org.knime.core cannot be written.
 */
public final class CellCodec {

    private static final int MISSING = 0;

    private static final int INT = 1;

    private static final int LONG = 2;

    private static final int DOUBLE = 3;

    private static final int STRING = 4;

    private static final int TRUE = 5;

    private static final int FALSE = 6;

    private static final int LIST = 7;

    private static final int SET = 8;

    private static final int BITS = 9;

    private static final int BYTES = 10;

    private static final int DOUBLES = 11;

    private static final int PNG = 12;

    private CellCodec() {
    }

    /**
     * @param row a row
     * @param out where it is written
     * @throws IOException if it cannot be written
     */
    public static void writeRow(final DataRow row, final DataOutputStream out) throws IOException {
        writeText(row.getKey().getString(), out);
        for (int i = 0; i < row.getNumCells(); i++) {
            write(row.getCell(i), out);
        }
    }

    /**
     * @param in where a row was written
     * @param wanted the columns to read; others give an unmaterialized cell
     * @return the row
     * @throws IOException if it cannot be read
     */
    public static DataRow readRow(final DataInputStream in, final boolean[] wanted) throws IOException {
        final RowKey key = new RowKey(readText(in));
        final DataCell[] cells = new DataCell[wanted.length];
        for (int i = 0; i < cells.length; i++) {
            if (wanted[i]) {
                cells[i] = read(in);
            } else {
                skip(in);
                cells[i] = UnmaterializedCell.getInstance();
            }
        }
        return new DefaultRow(key, cells);
    }

    static long sizeInMemory(final DataRow row) {
        long size = 80 + 2L * row.getKey().getString().length() + 8L * row.getNumCells();
        for (int i = 0; i < row.getNumCells(); i++) {
            size += sizeInMemory(row.getCell(i));
        }
        return size;
    }

    private static long sizeInMemory(final DataCell cell) {
        if (cell instanceof DoubleCell || cell instanceof IntCell) {
            return 24;
        } else if (cell instanceof StringCell text) {
            return 64 + text.getStringValue().length();
        } else if (cell instanceof DenseDoubleVectorCell vector) {
            return 40 + 8L * vector.getLength();
        } else if (cell instanceof DenseByteVectorCell vector) {
            return 40 + vector.length();
        } else if (cell instanceof DenseBitVectorCell vector) {
            return 40 + vector.length() / 8;
        } else if (cell instanceof PNGImageCell image) {
            return 64 + image.getImageContent().getByteArrayReference().length;
        } else if (cell instanceof CollectionDataValue collection) {
            return 64 + 40L * collection.size();
        }
        return 24;
    }

    private static void write(final DataCell cell, final DataOutputStream out) throws IOException {
        if (cell instanceof DoubleCell number) {
            out.writeByte(DOUBLE);
            out.writeDouble(number.getDoubleValue());
        } else if (cell instanceof IntCell number) {
            out.writeByte(INT);
            out.writeInt(number.getIntValue());
        } else if (cell instanceof StringCell text) {
            out.writeByte(STRING);
            writeText(text.getStringValue(), out);
        } else if (cell instanceof MissingCell missing) {
            out.writeByte(MISSING);
            writeText(missing.getError() == null ? "" : missing.getError(), out);
        } else if (cell instanceof LongCell number) {
            out.writeByte(LONG);
            out.writeLong(number.getLongValue());
        } else if (cell instanceof BooleanCell bool) {
            out.writeByte(bool.getBooleanValue() ? TRUE : FALSE);
        } else if (cell instanceof ListCell || cell instanceof SetCell) {
            final CollectionDataValue collection = (CollectionDataValue)cell;
            out.writeByte(cell instanceof ListCell ? LIST : SET);
            out.writeInt(collection.size());
            for (DataCell element : collection) {
                write(element, out);
            }
        } else if (cell instanceof DenseBitVectorCell vector) {
            final DenseBitVector bits = vector.getBitVectorCopy();
            final long[] words = bits.getAllBits();
            out.writeByte(BITS);
            out.writeLong(bits.length());
            out.writeInt(words.length);
            for (long word : words) {
                out.writeLong(word);
            }
        } else if (cell instanceof DenseByteVectorCell vector) {
            out.writeByte(BYTES);
            writeBytes(vector.getByteVectorCopy().getAllCountsAsBytes(), out);
        } else if (cell instanceof DenseDoubleVectorCell vector) {
            out.writeByte(DOUBLES);
            out.writeInt(vector.getLength());
            for (int i = 0; i < vector.getLength(); i++) {
                out.writeDouble(vector.getValue(i));
            }
        } else if (cell instanceof PNGImageCell image) {
            out.writeByte(PNG);
            writeBytes(image.getImageContent().getByteArrayReference(), out);
        } else {
            throw new IOException("a cell of " + cell.getClass().getName() + " cannot be written");
        }
    }

    private static DataCell read(final DataInputStream in) throws IOException {
        final int kind = in.readUnsignedByte();
        switch (kind) {
            case MISSING:
                final String error = readText(in);
                return new MissingCell(error.isEmpty() ? null : error);
            case INT:
                return new IntCell(in.readInt());
            case LONG:
                return new LongCell(in.readLong());
            case DOUBLE:
                return new DoubleCell(in.readDouble());
            case STRING:
                return new StringCell(readText(in));
            case TRUE:
                return BooleanCell.TRUE;
            case FALSE:
                return BooleanCell.FALSE;
            case LIST:
                return CollectionCellFactory.createListCell(readElements(in));
            case SET:
                return CollectionCellFactory.createSetCell(readElements(in));
            case BITS:
                final long length = in.readLong();
                final long[] words = new long[in.readInt()];
                for (int i = 0; i < words.length; i++) {
                    words[i] = in.readLong();
                }
                return new DenseBitVectorCellFactory(new DenseBitVector(words, length)).createDataCell();
            case BYTES:
                return new DenseByteVectorCellFactory(new DenseByteVector(readBytes(in))).createDataCell();
            case DOUBLES:
                final double[] values = new double[in.readInt()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.readDouble();
                }
                return DoubleVectorCellFactory.createCell(values);
            case PNG:
                return new PNGImageContent(readBytes(in)).toImageCell();
            default:
                throw new IOException("unknown kind of cell " + kind);
        }
    }

    private static void skip(final DataInputStream in) throws IOException {
        final int kind = in.readUnsignedByte();
        switch (kind) {
            case TRUE, FALSE -> {
            }
            case INT -> in.skipNBytes(Integer.BYTES);
            case LONG, DOUBLE -> in.skipNBytes(Long.BYTES);
            case MISSING, STRING, BYTES, PNG -> in.skipNBytes(in.readInt());
            case DOUBLES -> in.skipNBytes((long)Double.BYTES * in.readInt());
            case BITS -> {
                in.skipNBytes(Long.BYTES);
                in.skipNBytes((long)Long.BYTES * in.readInt());
            }
            case LIST, SET -> {
                for (int left = in.readInt(); left > 0; left--) {
                    skip(in);
                }
            }
            default -> throw new IOException("unknown kind of cell " + kind);
        }
    }

    private static List<DataCell> readElements(final DataInputStream in) throws IOException {
        final List<DataCell> elements = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            elements.add(read(in));
        }
        return elements;
    }

    private static void writeText(final String text, final DataOutputStream out) throws IOException {
        writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static String readText(final DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static void writeBytes(final byte[] bytes, final DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(final DataInputStream in) throws IOException {
        final int length = in.readInt();
        final byte[] bytes = in.readNBytes(length);
        if (bytes.length != length) {
            throw new IOException("the file is cut short");
        }
        return bytes;
    }
}
