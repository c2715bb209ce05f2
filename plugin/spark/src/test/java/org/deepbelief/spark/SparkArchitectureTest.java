// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commands, then the cluster, then rounds and tables; rounds know no Spark, and nothing knows KNIME. */
class SparkArchitectureTest {

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        // the rules ask for names only: no need to read what the classes refer to
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
    }

    @Test
    void dependenciesRunOneWay() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("command").definedBy("org.deepbelief.spark.command..")
            .layer("cluster").definedBy("org.deepbelief.spark.cluster..")
            .layer("table").definedBy("org.deepbelief.spark.table..")
            .layer("round").definedBy("org.deepbelief.spark.round..")
            .whereLayer("command").mayNotBeAccessedByAnyLayer()
            .whereLayer("cluster").mayOnlyBeAccessedByLayers("command")
            .whereLayer("table").mayOnlyBeAccessedByLayers("cluster", "command")
            .whereLayer("round").mayOnlyBeAccessedByLayers("cluster", "command")
            .check(classes);
    }

    @Test
    void roundsKnowNoSpark() {
        noClasses().that().resideInAPackage("org.deepbelief.spark.round..").should().dependOnClassesThat()
            .resideInAnyPackage("org.apache..", "scala..").check(classes);
    }

    @Test
    void nothingKnowsKnimeOrNativeMemory() {
        noClasses().that().resideInAPackage("org.deepbelief.spark..").should().dependOnClassesThat()
            .resideInAnyPackage("org.deepbelief.knime..", "org.knime..", "org.eclipse..", "org.osgi..", "org.nd4j..",
                "org.bytedeco..", "com.sun.jna..", "org.deepbelief.engine.math.cpu..").check(classes);
    }
}
