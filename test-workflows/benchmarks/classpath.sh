# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the programs here: builds the plugin if there is no build, compiles the programs against it, sets $classpath.
benchmarks=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$benchmarks/../.." && pwd)
platform=$benchmarks/../knime-standin/platform/target/repository/plugins
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if [[ ! -d $root/plugin/knime/target/classes || ! -f $(echo "$platform"/com.fasterxml.jackson.core.*.jar) ]]; then
    echo "Building first (mvn verify without its tests) ..."
    (cd "$root" && mvn --batch-mode --no-transfer-progress --quiet verify -DskipTests)
fi

classes=$benchmarks/target/classes
classpath=$classes
for part in "$root"/plugin/{engine,knime}/target/classes "$root"/test-workflows/knime-standin/core{,-ui}/target/classes \
        "$root"/plugin/engine/lib/*.jar "$platform"/*.jar "$root"/plugin/natives/*/target/org.deepbelief.engine.*.jar; do
    classpath+=:$part
done

rm -rf "$classes"
find "$benchmarks/src/main/java" -name '*.java' -print0 | xargs -0 "${java}c" -d "$classes" -cp "$classpath"
