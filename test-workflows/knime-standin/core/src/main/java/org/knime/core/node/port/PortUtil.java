// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.ModelContent;
import org.knime.core.node.ModelContentRO;
import org.knime.core.node.port.PortObject.PortObjectSerializer;
import org.knime.core.node.port.PortObjectSpec.PortObjectSpecSerializer;

/**
 * Port objects in files: a zip of content.xml (the classes), objectSpec.file and object.file, the latter two being zip
 * files themselves.
 */
public final class PortUtil {

    static final String SPEC_MARK = "portSpec.file";

    static final String OBJECT_MARK = "portObject.file";

    private static final String CONTENT = "content.xml";

    private static final String SPEC_FILE = "objectSpec.file";

    private static final String OBJECT_FILE = "object.file";

    private PortUtil() {
    }

    /**
     * @param out a stream
     * @return a zip stream for a spec
     * @throws IOException if it cannot be written
     */
    public static PortObjectSpecZipOutputStream getPortObjectSpecZipOutputStream(final OutputStream out)
        throws IOException {
        return new PortObjectSpecZipOutputStream(out);
    }

    /**
     * @param out a stream
     * @return a zip stream for a port object
     * @throws IOException if it cannot be written
     */
    public static PortObjectZipOutputStream getPortObjectZipOutputStream(final OutputStream out) throws IOException {
        return new PortObjectZipOutputStream(out);
    }

    /**
     * @param in a stream
     * @return the zip stream of a spec
     * @throws IOException if it is none
     */
    public static PortObjectSpecZipInputStream getPortObjectSpecZipInputStream(final InputStream in)
        throws IOException {
        return new PortObjectSpecZipInputStream(in);
    }

    /**
     * @param in a stream
     * @return the zip stream of a port object
     * @throws IOException if it is none
     */
    public static PortObjectZipInputStream getPortObjectZipInputStream(final InputStream in) throws IOException {
        return new PortObjectZipInputStream(in);
    }

    /**
     * @param <T> the class
     * @param cl a class of specs
     * @return what writes and reads them
     * @throws IllegalArgumentException if no port type has the class
     */
    public static <T extends PortObjectSpec> PortObjectSpecSerializer<T> getPortObjectSpecSerializer(
        final Class<T> cl) {
        return PortTypeRegistry.getInstance().getSpecSerializer(cl)
            .orElseThrow(() -> new IllegalArgumentException("No port type has the spec class " + cl.getName() + "."));
    }

    /**
     * @param <T> the class
     * @param cl a class of port objects
     * @return what writes and reads them
     * @throws IllegalArgumentException if no port type has the class
     */
    public static <T extends PortObject> PortObjectSerializer<T> getPortObjectSerializer(final Class<T> cl) {
        return PortTypeRegistry.getInstance().getObjectSerializer(cl).orElseThrow(
            () -> new IllegalArgumentException("No port type has the object class " + cl.getName() + "."));
    }

    /**
     * @param po a port object, not a table
     * @param file the file to write
     * @param exec progress and cancellation
     * @throws IOException if it cannot be written
     * @throws CanceledExecutionException if the user cancelled
     */
    public static void writeObjectToFile(final PortObject po, final File file, final ExecutionMonitor exec)
        throws IOException, CanceledExecutionException {
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(file))) {
            writeObjectToStream(po, out, exec);
        }
    }

    /**
     * @param po a port object, not a table
     * @param output the target, closed afterwards
     * @param exec progress and cancellation
     * @throws IOException if it cannot be written
     * @throws CanceledExecutionException if the user cancelled
     */
    public static void writeObjectToStream(final PortObject po, final OutputStream output,
        final ExecutionMonitor exec) throws IOException, CanceledExecutionException {
        if (po instanceof BufferedDataTable) {
            throw new IOException("A table is no model; write it with a table writer.");
        }
        final PortObjectSpec spec = po.getSpec();
        try (ZipOutputStream zip = new ZipOutputStream(output)) {
            final ModelContent content = new ModelContent("content");
            content.addInt("version", 1);
            content.addString("port_spec_class", spec.getClass().getName());
            content.addString("port_object_class", po.getClass().getName());
            zip.putNextEntry(new ZipEntry(CONTENT));
            content.saveToXML(new AbstractPortObject.EntryOutput(zip));
            zip.putNextEntry(new ZipEntry(SPEC_FILE));
            writeSpec(spec, new AbstractPortObject.EntryOutput(zip));
            zip.putNextEntry(new ZipEntry(OBJECT_FILE));
            writeObject(po, new AbstractPortObject.EntryOutput(zip), exec);
        }
    }

    @SuppressWarnings("unchecked")
    private static void writeSpec(final PortObjectSpec spec, final OutputStream out) throws IOException {
        try (PortObjectSpecZipOutputStream zip = getPortObjectSpecZipOutputStream(out)) {
            getPortObjectSpecSerializer((Class<PortObjectSpec>)spec.getClass()).savePortObjectSpec(spec, zip);
        }
    }

    @SuppressWarnings("unchecked")
    private static void writeObject(final PortObject object, final OutputStream out, final ExecutionMonitor exec)
        throws IOException, CanceledExecutionException {
        try (PortObjectZipOutputStream zip = getPortObjectZipOutputStream(out)) {
            getPortObjectSerializer((Class<PortObject>)object.getClass()).savePortObject(object, zip, exec);
        }
    }

    /**
     * @param file a file that {@link #writeObjectToFile} wrote
     * @param exec progress and cancellation
     * @return the port object
     * @throws IOException if it is no such file or its classes are unknown
     * @throws CanceledExecutionException if the user cancelled
     */
    public static PortObject readObjectFromFile(final File file, final ExecutionMonitor exec)
        throws IOException, CanceledExecutionException {
        try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
            return readObjectFromStream(in, exec);
        }
    }

    /**
     * @param in a stream that {@link #writeObjectToStream} wrote, closed afterwards
     * @param exec progress and cancellation
     * @return the port object
     * @throws IOException if it is no such stream or its classes are unknown
     * @throws CanceledExecutionException if the user cancelled
     */
    public static PortObject readObjectFromStream(final InputStream in, final ExecutionMonitor exec)
        throws IOException, CanceledExecutionException {
        try (ZipInputStream zip = new ZipInputStream(in)) {
            final ModelContentRO content = content(zip);
            final PortObjectSpec spec = spec(zip, content);
            expectEntry(zip, OBJECT_FILE);
            final String name = className(content, "port_object_class");
            final Class<? extends PortObject> objectClass = PortTypeRegistry.getInstance().getObjectClass(name)
                .orElseThrow(() -> new IOException("No port type has the object class \"" + name + "\"."));
            return getPortObjectSerializer(objectClass).loadPortObject(
                getPortObjectZipInputStream(new AbstractPortObject.EntryInput(zip)), spec, exec);
        }
    }

    /**
     * @param file a file that {@link #writeObjectToFile} wrote
     * @return the spec of the object in it
     * @throws IOException if it is no such file or its classes are unknown
     */
    public static PortObjectSpec readObjectSpecFromFile(final File file) throws IOException {
        try (InputStream in = Files.newInputStream(file.toPath())) {
            return readObjectSpecFromStream(new BufferedInputStream(in));
        }
    }

    /**
     * @param in a stream that {@link #writeObjectToStream} wrote, closed afterwards
     * @return the spec of the object in it
     * @throws IOException if it is no such stream or its classes are unknown
     */
    public static PortObjectSpec readObjectSpecFromStream(final InputStream in) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(in)) {
            return spec(zip, content(zip));
        }
    }

    private static ModelContentRO content(final ZipInputStream zip) throws IOException {
        expectEntry(zip, CONTENT);
        return ModelContent.loadFromXML(new AbstractPortObject.EntryInput(zip));
    }

    private static PortObjectSpec spec(final ZipInputStream zip, final ModelContentRO content) throws IOException {
        expectEntry(zip, SPEC_FILE);
        final String name = className(content, "port_spec_class");
        final Class<? extends PortObjectSpec> specClass = PortTypeRegistry.getInstance().getSpecClass(name)
            .orElseThrow(() -> new IOException("No port type has the spec class \"" + name + "\"."));
        return getPortObjectSpecSerializer(specClass).loadPortObjectSpec(
            getPortObjectSpecZipInputStream(new AbstractPortObject.EntryInput(zip)));
    }

    private static String className(final ModelContentRO content, final String key) throws IOException {
        try {
            return content.getString(key);
        } catch (InvalidSettingsException e) {
            throw new IOException(CONTENT + ": " + e.getMessage(), e);
        }
    }

    static void expectEntry(final ZipInputStream in, final String name) throws IOException {
        final ZipEntry entry;
        try {
            entry = in.getNextEntry();
        } catch (IllegalArgumentException e) {
            throw new IOException("Not a model file: the name of a zip entry is no UTF-8.", e);
        }
        if (entry == null || !name.equals(entry.getName())) {
            throw new IOException("Not a model file: expected the zip entry \"" + name + "\", found "
                + (entry == null ? "none" : "\"" + entry.getName() + "\"") + ".");
        }
    }

    static void skipMark(final ZipInputStream in, final String name) throws IOException {
        try {
            expectEntry(in, name);
        } catch (ZipException e) {
            throw new IOException("Not a model file: " + e.getMessage(), e);
        }
    }

    static <T> T newInstance(final String name, final Class<?> found, final Class<T> kind) throws IOException {
        try {
            return kind.cast(found.getConstructor().newInstance());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IOException("\"" + name + "\" has no public constructor without arguments.", e);
        }
    }
}
