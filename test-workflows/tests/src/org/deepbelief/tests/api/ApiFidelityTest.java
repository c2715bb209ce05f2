// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.eclipse.core.runtime.Platform;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;

/** The plugin against KNIME's real API, and the stand-ins against it. */
class ApiFidelityTest {

    private static final List<String> STAND_INS_THAT_NODES_SEE = List.of("org.knime.core", "org.knime.core.ui");

    private final ApiList m_knime = ApiList.load();

    ApiFidelityTest() throws IOException {
    }

    @Test
    void pluginNeedsOnlyWhatKnimeHas() throws IOException {
        final List<ClassFile> classes = classesOf("org.deepbelief.knime");
        assertTrue(classes.stream().anyMatch(file -> !file.references().isEmpty()), "the plugin has no code to check");
        assertNone(ApiComparison.ofPlugin(m_knime, classes));
    }

    @Test
    @Tag("standin")
    void standInsOfferOnlyWhatKnimeHas() throws IOException {
        for (String name : STAND_INS_THAT_NODES_SEE) {
            final Set<String> exported = packagesForNodes(Platform.getBundle(name));
            final List<ClassFile> offered = classesOf(name).stream()
                .filter(file -> exported.contains(packageOf(file.type().name())))
                .filter(file -> TypeInfo.isVisible(file.type().modifiers())).toList();
            assertFalse(offered.isEmpty(), name + " offers nothing to check");
            assertNone(ApiComparison.ofStandIns(m_knime, offered));
        }
    }

    @Test
    void missingMethodIsFound() {
        assertEquals(
            List.of("Broken uses org.knime.core.data.DataCell.toNumber ()D, which KNIME does not have."),
            findingsFor(call(Opcodes.INVOKEVIRTUAL, "org/knime/core/data/DataCell", "toNumber", "()D")));
    }

    @Test
    void otherDescriptorIsFound() {
        assertEquals(
            List.of("Broken uses org.knime.core.data.DataCell.isMissing ()I, which KNIME does not have."),
            findingsFor(call(Opcodes.INVOKEVIRTUAL, "org/knime/core/data/DataCell", "isMissing", "()I")));
    }

    @Test
    void inheritedMethodIsAccepted() {
        assertEquals(List.of(),
            findingsFor(call(Opcodes.INVOKEVIRTUAL, "org/knime/core/data/def/DoubleCell", "isMissing", "()Z")));
    }

    @Test
    void missingTypeIsFound() {
        assertEquals(List.of("Broken refers to the type org.knime.core.data.NoSuchCell, which KNIME does not have."),
            findingsFor(code -> code.visitTypeInsn(Opcodes.CHECKCAST, "org/knime/core/data/NoSuchCell")));
    }

    @Test
    void staticUseOfAnInstanceMethodIsFound() {
        assertEquals(
            List.of("Broken uses org.knime.core.data.DataCell.isMissing ()Z as a static member;"
                + " in KNIME it is the other kind."),
            findingsFor(call(Opcodes.INVOKESTATIC, "org/knime/core/data/DataCell", "isMissing", "()Z")));
    }

    @Test
    void unimplementedMethodIsFound() {
        final List<String> findings = ApiComparison.ofPlugin(m_knime,
            List.of(brokenClass("org/knime/core/data/DataCell", code -> code.visitInsn(Opcodes.NOP))));
        assertTrue(findings.contains("Broken does not implement hashCode ()I, which KNIME demands."),
            findings.toString());
    }

    private static Consumer<MethodVisitor> call(final int opcode, final String owner, final String name,
        final String descriptor) {
        return code -> code.visitMethodInsn(opcode, owner, name, descriptor, false);
    }

    private List<String> findingsFor(final Consumer<MethodVisitor> instruction) {
        return ApiComparison.ofPlugin(m_knime, List.of(brokenClass("java/lang/Object", instruction)));
    }

    /** A class named Broken with the given instruction in its one method. */
    private static ClassFile brokenClass(final String superclass, final Consumer<MethodVisitor> instruction) {
        final var writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, ACC_PUBLIC, "Broken", null, superclass, new String[0]);
        final MethodVisitor code = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "run", "()V", null, null);
        code.visitCode();
        instruction.accept(code);
        code.visitMaxs(1, 1);
        code.visitEnd();
        writer.visitEnd();
        return ClassFile.read(writer.toByteArray());
    }

    private static void assertNone(final List<String> findings) {
        assertTrue(findings.isEmpty(),
            () -> "Differences to KNIME's API:\n" + String.join("\n", findings));
    }

    private static List<ClassFile> classesOf(final String bundle) throws IOException {
        final List<ClassFile> classes = new ArrayList<>();
        for (var entry : Collections.list(Platform.getBundle(bundle).findEntries("/", "*.class", true))) {
            try (var stream = entry.openStream()) {
                classes.add(ClassFile.read(stream.readAllBytes()));
            }
        }
        return classes;
    }

    /** The packages that a bundle exports to everybody. */
    private static Set<String> packagesForNodes(final Bundle bundle) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
            .filter(export -> !"true".equals(export.getDirectives().get("x-internal"))
                && !export.getDirectives().containsKey("x-friends"))
            .map(export -> (String)export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))
            .collect(Collectors.toSet());
    }

    private static String packageOf(final String typeName) {
        return typeName.substring(0, typeName.lastIndexOf('.'));
    }
}
