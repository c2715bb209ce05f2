// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.generate.GenerateNodeFactory;
import org.deepbelief.knime.inspect.InspectNodeFactory;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataTableSpec;
import org.knime.core.node.InvalidSettingsException;

/** Configuring all nodes of a workflow, as opening it does, loads neither ND4J nor a native library. */
class ConfiguringTest {

    private static final String DONE = "configured all nodes";

    /** Configures each node for what the one before it announces; in a process of its own. */
    public static void main(final String[] arguments) throws InvalidSettingsException {
        final DataTableSpec table = new DataTableSpec(Tables.smallColumns().toArray(DataColumnSpec[]::new));
        final NodeRunner pretrained = NodeRunner.configure(new LayerwisePretrainNodeFactory(), Map.of(), table);
        final NodeRunner tuned =
            NodeRunner.configure(new WakeSleepTuneNodeFactory(), Map.of(), pretrained.announced(0), table);
        final NodeRunner fineTuned = NodeRunner.configure(new FineTuneNodeFactory(),
            Map.of("targetColumn", "class", "task", "AUTOMATIC"), tuned.announced(0), table);
        NodeRunner.configure(new ExtractFeaturesNodeFactory(), Map.of(), fineTuned.announced(0), table);
        NodeRunner.configure(new PredictNodeFactory(), Map.of(), fineTuned.announced(0), table);
        NodeRunner.configure(new ReconstructNodeFactory(), Map.of(), fineTuned.announced(0), table);
        NodeRunner.configure(new GenerateNodeFactory(), Map.of(), fineTuned.announced(0));
        NodeRunner.configure(new InspectNodeFactory(), Map.of(), fineTuned.announced(0));
        System.out.println(DONE);
    }

    @Test
    void loadsNoNativeLibrary() throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-verbose:class", "-cp", System.getProperty("java.class.path"), ConfiguringTest.class.getName())
                .redirectErrorStream(true).start();
        final List<String> lines =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, process.waitFor(), () -> String.join("\n", lines));
        assertTrue(lines.contains(DONE));
        assertTrue(lines.stream().anyMatch(line -> line.contains("org.deepbelief.knime.port.DbnPortObjectSpec")));
        assertEquals(List.of(), lines.stream()
            .filter(line -> line.contains(" org.nd4j.") || line.contains(" org.bytedeco.")).toList());
    }
}
