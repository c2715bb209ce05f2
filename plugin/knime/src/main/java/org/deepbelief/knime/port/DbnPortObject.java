// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.port;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

import javax.swing.JComponent;
import javax.swing.JLabel;

import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.port.AbstractPortObject;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortObjectZipInputStream;
import org.knime.core.node.port.PortObjectZipOutputStream;
import org.knime.core.node.port.PortType;
import org.knime.core.node.port.PortTypeRegistry;

/** A deep belief network with its spec. Immutable. */
public final class DbnPortObject extends AbstractPortObject {

    /** Reads and writes the network; named in plugin.xml. */
    public static final class Serializer extends AbstractPortObjectSerializer<DbnPortObject> {
    }

    /** The type of the ports that networks go through. */
    public static final PortType TYPE = PortTypeRegistry.getInstance().getPortType(DbnPortObject.class);

    private DeepBeliefNetwork network;

    private DbnPortObjectSpec spec;

    /** For KNIME, which loads the content afterwards. */
    public DbnPortObject() {
    }

    /**
     * @param network the network
     * @param spec what nodes downstream were told of it
     */
    public DbnPortObject(final DeepBeliefNetwork network, final DbnPortObjectSpec spec) {
        this.network = Objects.requireNonNull(network, "network");
        this.spec = Objects.requireNonNull(spec, "spec");
    }

    /** The network. */
    public DeepBeliefNetwork network() {
        return network;
    }

    @Override
    public DbnPortObjectSpec getSpec() {
        return spec;
    }

    @Override
    public String getSummary() {
        final StringBuilder summary = new StringBuilder("Deep belief network " + spec.shape() + ", "
            + spec.tuning().words());
        spec.labels().ifPresent(column -> summary.append(", label units for \"" + column.name() + "\""));
        spec.target().ifPresent(column -> summary.append(", predicts \"" + column.name() + "\""));
        return summary.toString();
    }

    @Override
    public JComponent[] getViews() {
        final JLabel label = new JLabel(getSummary());
        label.setName("Network");
        return new JComponent[]{label};
    }

    @Override
    protected void save(final PortObjectZipOutputStream out, final ExecutionMonitor exec)
        throws IOException, CanceledExecutionException {
        ModelArchive.writeEntries(network, out);
    }

    @Override
    protected void load(final PortObjectZipInputStream in, final PortObjectSpec savedSpec,
        final ExecutionMonitor exec) throws IOException, CanceledExecutionException {
        if (!(savedSpec instanceof DbnPortObjectSpec dbnSpec)) {
            throw new IOException("The file does not hold a deep belief network.");
        }
        network = ModelArchive.readEntries(in, "The network of a model file or a saved workflow");
        spec = dbnSpec;
        final Optional<String> difference = spec.differenceFrom(network);
        if (difference.isPresent()) {
            throw new IOException("The file describes another network than it holds: " + difference.get()
                + ". It was put together from two files; write it again with Model Writer.");
        }
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof DbnPortObject object && network.equals(object.network) && spec.equals(object.spec);
    }

    @Override
    public int hashCode() {
        return 31 * network.hashCode() + spec.hashCode();
    }
}
