// SPDX-License-Identifier: Apache-2.0
package org.deepbelief;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/** Dependencies run one way: nodes, then port and table and view, then train and infer, model, data, units, math. */
class ArchitectureTest {

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
            .layer("port, table and view")
            .definedBy("org.deepbelief.knime.port..", "org.deepbelief.knime.table..", "org.deepbelief.knime.view..")
            .layer("nodes").definedBy(resideInAPackage("org.deepbelief.knime..")
                .and(not(resideInAPackage("org.deepbelief.knime.port..")))
                .and(not(resideInAPackage("org.deepbelief.knime.table..")))
                .and(not(resideInAPackage("org.deepbelief.knime.view.."))))
            .whereLayer("nodes").mayNotBeAccessedByAnyLayer()
            .whereLayer("port, table and view").mayOnlyBeAccessedByLayers("nodes")
            .whereLayer("train and infer").mayOnlyBeAccessedByLayers("nodes", "port, table and view")
            .whereLayer("model").mayOnlyBeAccessedByLayers("train and infer", "port, table and view", "nodes")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("model", "train and infer", "port, table and view", "nodes")
            .whereLayer("units")
            .mayOnlyBeAccessedByLayers("data", "model", "train and infer", "port, table and view", "nodes")
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

    @Test
    void onlyTableTouchesCells() {
        noClasses().that().resideInAPackage("org.deepbelief.knime..")
            .and().resideOutsideOfPackage("org.deepbelief.knime.table..").should().dependOnClassesThat()
            .haveFullyQualifiedName("org.knime.core.data.DataCell")
            .check(classes);
    }

    @Test
    void nodesKnowNoOtherNode() {
        final String nodes = "pretrain|wakesleep|finetune|features|predict|generate|reconstruct|inspect";
        slices().matching("org.deepbelief.knime.(" + nodes + ")..")
            .should().notDependOnEachOther().check(classes);
    }
}
