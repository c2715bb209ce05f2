// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

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

/** Dependencies run one way: nodes, then port and table and view; the engine's own order is tested in its bundle. */
class NodesArchitectureTest {

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        // the rules ask for names only: no need to read what the classes refer to
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
        assertTrue(classes.contain("org.deepbelief.knime.port.DbnPortObject"));
    }

    @Test
    void dependenciesRunOneWay() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("port, table and view")
            .definedBy("org.deepbelief.knime.port..", "org.deepbelief.knime.table..", "org.deepbelief.knime.view..")
            .layer("nodes").definedBy(resideInAPackage("org.deepbelief.knime..")
                .and(not(resideInAPackage("org.deepbelief.knime.port..")))
                .and(not(resideInAPackage("org.deepbelief.knime.table..")))
                .and(not(resideInAPackage("org.deepbelief.knime.view.."))))
            .whereLayer("nodes").mayNotBeAccessedByAnyLayer()
            .whereLayer("port, table and view").mayOnlyBeAccessedByLayers("nodes")
            .check(classes);
    }

    @Test
    void nodesLeaveNativeMemoryToTheEngine() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("org.nd4j..", "org.bytedeco..", "com.sun.jna..")
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
        final String nodes = "pretrain|wakesleep|finetune|embed|features|predict|generate|reconstruct|forecast|inspect"
            + "|reader|writer|pmml";
        slices().matching("org.deepbelief.knime.(" + nodes + ")..")
            .should().notDependOnEachOther().check(classes);
    }
}
