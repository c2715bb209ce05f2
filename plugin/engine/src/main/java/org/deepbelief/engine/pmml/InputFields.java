// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.pmml;

import static org.deepbelief.engine.pmml.Elements.number;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.xml.stream.XMLStreamException;

import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.QuantileColumn;

/**
 * The input columns in a document: a data field each, and a derived field for each unit that is not the number as it
 * stands. Missing values are none of the derived fields' business: what refers to a unit's field says what stands in.
 */
final class InputFields {

    private static final String[] CONTINUOUS = {"optype", "continuous", "dataType", "double"};

    private final InputEncoding encoding;

    private final Set<String> taken = new HashSet<>();

    /** By unit: the name of its field. */
    private final List<String> units = new ArrayList<>();

    /**
     * @param encoding without vectors
     * @param target the names of the target columns
     */
    InputFields(final InputEncoding encoding, final List<String> target) {
        this.encoding = encoding;
        encoding.columns().forEach(column -> taken.add(column.name()));
        taken.addAll(target);
    }

    /** A name that no field has yet. */
    String newName(final String wanted) {
        String name = wanted;
        for (int number = 2; !taken.add(name); number++) {
            name = wanted + " #" + number;
        }
        return name;
    }

    void writeDataFields(final Elements xml) throws XMLStreamException {
        for (final InputColumn column : encoding.columns()) {
            if (column instanceof NominalColumn nominal) {
                writeNominalField(xml, nominal.name(), nominal.values());
            } else {
                xml.start("DataField", with(CONTINUOUS, "name", column.name()));
                if (column instanceof NumberColumn number && number.unitType().bounded() && !isClamped(number)
                    && number.scale() > 0) {
                    xml.empty("Interval", "closure", "closedClosed", "leftMargin", number(number.offset()),
                        "rightMargin", number(number.offset() + number.scale()));
                }
                xml.end();
            }
        }
    }

    static void writeNominalField(final Elements xml, final String name, final List<String> values)
        throws XMLStreamException {
        xml.start("DataField", "name", name, "optype", "categorical", "dataType", "string");
        for (final String value : values) {
            xml.empty("Value", "value", value);
        }
        xml.end();
    }

    /** A number beyond what a bounded unit can be is invalid, so there is no result. An unknown value is none. */
    void writeMiningFields(final Elements xml) throws XMLStreamException {
        for (final InputColumn column : encoding.columns()) {
            if (column instanceof NominalColumn) {
                xml.empty("MiningField", "name", column.name(), "invalidValueTreatment", "asIs");
            } else {
                xml.empty("MiningField", "name", column.name());
            }
        }
    }

    void writeDerivedFields(final Elements xml) throws XMLStreamException {
        for (final InputColumn column : encoding.columns()) {
            if (column instanceof NumberColumn number) {
                writeNumber(xml, number);
            } else if (column instanceof QuantileColumn quantile) {
                writeQuantiles(xml, quantile);
            } else {
                for (final String value : ((NominalColumn)column).values()) {
                    startUnit(xml, column.name() + "=" + value);
                    xml.empty("NormDiscrete", "field", column.name(), "value", value);
                    xml.end();
                }
            }
        }
    }

    /** Refers to each unit's field, and tells what the unit is where the value is missing. */
    void writeNeuralInputs(final Elements xml) throws XMLStreamException {
        final float[] replacements = encoding.replacements();
        xml.start("NeuralInputs", "numberOfInputs", Integer.toString(units.size()));
        for (int unit = 0; unit < units.size(); unit++) {
            xml.start("NeuralInput", "id", Integer.toString(unit));
            xml.start("DerivedField", CONTINUOUS);
            xml.empty("FieldRef", "field", units.get(unit), "mapMissingTo", number(replacements[unit]));
            xml.end();
            xml.end();
        }
        xml.end();
    }

    private void writeNumber(final Elements xml, final NumberColumn column) throws XMLStreamException {
        if (isAsItStands(column)) {
            units.add(column.name());
            return;
        }
        startUnit(xml, column.name() + " (scaled)");
        if (column.scale() == 0) {
            // a constant would be one where the value is missing, too
            xml.start("Apply", "function", "*");
            xml.empty("FieldRef", "field", column.name());
            writeConstant(xml, 0);
            xml.end();
        } else if (isClamped(column)) {
            writeFilledPart(xml, column.name(), column.offset(), column.offset() + column.scale());
        } else {
            writeScore(xml, column.name(), column.offset(), column.scale());
        }
        xml.end();
    }

    /** See {@link QuantileColumn} for the formulas. */
    private void writeQuantiles(final Elements xml, final QuantileColumn column) throws XMLStreamException {
        final String score = newName(column.name() + " (score)");
        xml.start("DerivedField", with(CONTINUOUS, "name", score));
        writeScore(xml, column.name(), column.centre(), column.scale());
        xml.end();
        startUnit(xml, column.name() + " (scaled)");
        writeTails(xml, score);
        xml.end();
        for (int bin = 1; bin < column.edges().size(); bin++) {
            startUnit(xml, column.name() + " (bin " + bin + ")");
            writeFilledPart(xml, column.name(), column.edges().get(bin - 1), column.edges().get(bin));
            xml.end();
        }
    }

    /** if |z| &lt;= 3 then z, else if z &gt; 0 then 3 + ln(z - 2) else -3 - ln(-2 - z). */
    private static void writeTails(final Elements xml, final String score) throws XMLStreamException {
        final double linear = QuantileColumn.LINEAR;
        xml.start("Apply", "function", "if");
        xml.start("Apply", "function", "lessOrEqual");
        xml.start("Apply", "function", "abs");
        xml.empty("FieldRef", "field", score);
        xml.end();
        writeConstant(xml, linear);
        xml.end();
        xml.empty("FieldRef", "field", score);
        xml.start("Apply", "function", "if");
        xml.start("Apply", "function", "greaterThan");
        xml.empty("FieldRef", "field", score);
        writeConstant(xml, 0);
        xml.end();
        xml.start("Apply", "function", "+");
        writeConstant(xml, linear);
        xml.start("Apply", "function", "ln");
        xml.start("Apply", "function", "-");
        xml.empty("FieldRef", "field", score);
        writeConstant(xml, linear - 1);
        xml.end();
        xml.end();
        xml.end();
        xml.start("Apply", "function", "-");
        writeConstant(xml, -linear);
        xml.start("Apply", "function", "ln");
        xml.start("Apply", "function", "-");
        writeConstant(xml, 1 - linear);
        xml.empty("FieldRef", "field", score);
        xml.end();
        xml.end();
        xml.end();
        xml.end();
        xml.end();
    }

    private static void writeConstant(final Elements xml, final double value) throws XMLStreamException {
        xml.text("Constant", number(value), "dataType", "double");
    }

    private void startUnit(final Elements xml, final String wanted) throws XMLStreamException {
        final String name = newName(wanted);
        units.add(name);
        xml.start("DerivedField", with(CONTINUOUS, "name", name));
    }

    /** The part between two numbers that is below a third: 0 to 1. */
    private static void writeFilledPart(final Elements xml, final String field, final double from, final double to)
        throws XMLStreamException {
        xml.start("NormContinuous", "field", field, "outliers", "asExtremeValues");
        xml.empty("LinearNorm", "orig", number(from), "norm", "0");
        xml.empty("LinearNorm", "orig", number(to), "norm", "1");
        xml.end();
    }

    /** (x - offset) / scale, in this order: a line through two points loses digits where the offset is large. */
    private static void writeScore(final Elements xml, final String field, final double offset, final double scale)
        throws XMLStreamException {
        xml.start("Apply", "function", "/");
        xml.start("Apply", "function", "-");
        xml.empty("FieldRef", "field", field);
        writeConstant(xml, offset);
        xml.end();
        writeConstant(xml, scale);
        xml.end();
    }

    /** Whether the column's only unit is its number. */
    static boolean isAsItStands(final InputColumn column) {
        return column instanceof NumberColumn number && number.offset() == 0 && number.scale() == 1
            && !isClamped(number);
    }

    private static boolean isClamped(final NumberColumn column) {
        return column.unitType().bounded() && column.scaling() == NumberScaling.MIN_MAX;
    }

    private static String[] with(final String[] attributes, final String name, final String value) {
        final List<String> all = new ArrayList<>(List.of(name, value));
        all.addAll(List.of(attributes));
        return all.toArray(String[]::new);
    }
}
