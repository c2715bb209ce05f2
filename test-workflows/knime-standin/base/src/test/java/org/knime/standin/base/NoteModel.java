// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;

import javax.swing.JComponent;

import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.ModelContentRO;
import org.knime.core.node.ModelContentWO;
import org.knime.core.node.port.AbstractPortObject;
import org.knime.core.node.port.AbstractSimplePortObjectSpec;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortObjectZipInputStream;
import org.knime.core.node.port.PortObjectZipOutputStream;
import org.knime.standin.core.registry.ExtensionSource;
import org.knime.standin.core.registry.Extensions;
import org.knime.standin.core.registry.NodeExtension;
import org.knime.standin.core.registry.PortTypeExtension;

/** A model for the tests: a line of text with a topic. */
public final class NoteModel extends AbstractPortObject {

    String text;

    private Topic topic;

    /** For the serializer. */
    public NoteModel() {
    }

    NoteModel(final String topic, final String text) {
        this.topic = new Topic();
        this.topic.name = topic;
        this.text = text;
    }

    /** Makes its port type known. */
    static void register() {
        Extensions.use(new ExtensionSource() {
            @Override
            public List<NodeExtension> nodes() {
                return List.of();
            }

            @Override
            public List<PortTypeExtension> portTypes() {
                return List.of(new PortTypeExtension("Note", 0, false, NoteModel.class, Serializer::new, Topic.class,
                    TopicSerializer::new));
            }
        });
    }

    @Override
    protected void save(final PortObjectZipOutputStream out, final ExecutionMonitor exec)
        throws IOException, CanceledExecutionException {
        if (text == null) {
            throw new IOException("The note has no text.");
        }
        out.putNextEntry(new ZipEntry("note.txt"));
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
    }

    @Override
    protected void load(final PortObjectZipInputStream in, final PortObjectSpec spec, final ExecutionMonitor exec)
        throws IOException {
        topic = (Topic)spec;
        in.getNextEntry();
        text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public Topic getSpec() {
        return topic;
    }

    @Override
    public String getSummary() {
        return text;
    }

    @Override
    public JComponent[] getViews() {
        return new JComponent[0];
    }

    /** Writes and reads notes. */
    public static final class Serializer extends AbstractPortObjectSerializer<NoteModel> {
    }

    /** What a note is about. */
    public static final class Topic extends AbstractSimplePortObjectSpec {

        String name;

        @Override
        protected void save(final ModelContentWO model) {
            model.addString("name", name);
        }

        @Override
        protected void load(final ModelContentRO model) throws InvalidSettingsException {
            name = model.getString("name");
        }
    }

    /** Writes and reads topics. */
    public static final class TopicSerializer
        extends AbstractSimplePortObjectSpec.AbstractSimplePortObjectSpecSerializer<Topic> {
    }
}
