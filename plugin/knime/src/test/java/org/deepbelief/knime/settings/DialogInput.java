// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.InputKind;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.port.Tuning;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.node.parameters.NodeParametersInput;

/** What a dialog knows of the node's inputs when it opens. */
public final class DialogInput {

    private DialogInput() {
    }

    /** The specs of what is connected, null for a port where nothing is. */
    public static NodeParametersInput of(final PortObjectSpec... specs) {
        return (NodeParametersInput)Proxy.newProxyInstance(DialogInput.class.getClassLoader(),
            new Class<?>[]{NodeParametersInput.class}, (proxy, method, arguments) -> switch (method.getName()) {
                case "getInPortSpecs" -> specs;
                case "getInPortSpec", "getInTableSpec" -> Optional.ofNullable(specs[(int)arguments[0]]);
                default -> throw new UnsupportedOperationException(method.toString());
            });
    }

    /** A network that reads column "x" through layers of 500 and 20 units, with label units where there are classes. */
    public static DbnPortObjectSpec network(final Optional<Target> labels, final Optional<Target> target) {
        return new DbnPortObjectSpec(List.of(new Input("x", InputKind.NUMBER, 1)),
            List.of(new Level(LayerKind.BOLTZMANN_MACHINE, 500, UnitType.bernoulli()),
                new Level(LayerKind.BOLTZMANN_MACHINE, 20, UnitType.bernoulli())),
            Tuning.PRETRAINED, labels, target);
    }

    /** The column "digit" with two classes. */
    public static Target digit() {
        return new Target("digit", TargetKind.NOMINAL, List.of("one", "two"));
    }

    /** A table with columns of the type. */
    public static DataTableSpec table(final DataType type, final String... names) {
        final DataColumnSpec[] columns = new DataColumnSpec[names.length];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = new DataColumnSpecCreator(names[c], type).createSpec();
        }
        return new DataTableSpec(columns);
    }
}
