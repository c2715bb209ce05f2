// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/** Dependencies run one way: onnx, then train and infer, then model, data, units, math; none on the program around the engine. */
class EngineArchitectureTest {

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        // the rules ask for names only: no need to read what the classes refer to
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
        assertTrue(classes.contain("org.deepbelief.engine.model.DeepBeliefNetwork"));
    }

    @Test
    void dependenciesRunOneWay() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("math").definedBy("org.deepbelief.engine.math..")
            .layer("units").definedBy("org.deepbelief.engine.units..")
            .layer("data").definedBy("org.deepbelief.engine.data..")
            .layer("model").definedBy("org.deepbelief.engine.model..")
            .layer("train and infer").definedBy("org.deepbelief.engine.train..", "org.deepbelief.engine.infer..")
            .layer("exports").definedBy("org.deepbelief.engine.onnx..", "org.deepbelief.engine.pmml..")
            .whereLayer("exports").mayNotBeAccessedByAnyLayer()
            .whereLayer("train and infer").mayOnlyBeAccessedByLayers("exports")
            .whereLayer("model").mayOnlyBeAccessedByLayers("train and infer", "exports")
            .whereLayer("data").mayOnlyBeAccessedByLayers("model", "train and infer", "exports")
            .whereLayer("units").mayOnlyBeAccessedByLayers("data", "model", "train and infer", "exports")
            .check(classes);
    }

    @Test
    void engineKnowsNoKnimeNoEclipseAndNoSwing() {
        noClasses().that().resideInAPackage("org.deepbelief.engine..").should().dependOnClassesThat()
            .resideInAnyPackage("org.deepbelief.knime..", "org.knime..", "org.eclipse..", "org.osgi..", "javax.swing..",
                "java.awt..")
            .check(classes);
    }

    @Test
    void onlyMathTouchesNativeMemory() {
        noClasses().that().resideOutsideOfPackage("org.deepbelief.engine.math..").should().dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.bytedeco..", "com.sun.jna..")
            .check(classes);
    }

    /** What a GPU would take the place of. */
    @Test
    void theCpuIsSeenThroughComputeAlone() {
        noClasses().that().resideOutsideOfPackages("org.deepbelief.engine.math..", "org.deepbelief.engine.train..")
            .should().dependOnClassesThat().resideInAPackage("org.deepbelief.engine.math.cpu..")
            .check(classes);
    }
}
