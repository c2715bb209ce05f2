// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.install;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * What the update site held while engine and nodes were one bundle, which hosted the native libraries: the same feature,
 * with bundles that have their manifests only.
 */
final class EarlierSite {

    private static final String VERSION = "1.0.0.1";

    private static final String NODES = "org.deepbelief.knime";

    private static final String NATIVES = "org.deepbelief.knime.linux.x86_64";

    private static final String FEATURE = "org.deepbelief.knime.feature";

    private EarlierSite() {
    }

    /** Writes the folder that a p2 repository can be published from. */
    static void write(final Path folder) throws IOException {
        final Path plugins = Files.createDirectories(folder.resolve("plugins"));
        final Path features = Files.createDirectories(folder.resolve("features"));
        writeBundle(plugins, NODES, null);
        writeBundle(plugins, NATIVES, NODES);
        try (JarOutputStream jar = new JarOutputStream(newFile(features, FEATURE))) {
            jar.putNextEntry(new ZipEntry("feature.xml"));
            jar.write("""
                <feature id="%s" version="%4$s">
                  <plugin id="%s" version="%4$s"/>
                  <plugin id="%s" version="%4$s" os="linux" arch="x86_64" fragment="true"/>
                </feature>
                """.formatted(FEATURE, NODES, NATIVES, VERSION).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void writeBundle(final Path folder, final String name, final String host) throws IOException {
        final Manifest manifest = new Manifest();
        final Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name + ";singleton:=true");
        attributes.putValue("Bundle-Version", VERSION);
        if (host != null) {
            attributes.putValue("Fragment-Host", host);
        }
        new JarOutputStream(newFile(folder, name), manifest).close();
    }

    private static OutputStream newFile(final Path folder, final String name) throws IOException {
        return Files.newOutputStream(folder.resolve(name + "_" + VERSION + ".jar"));
    }
}
