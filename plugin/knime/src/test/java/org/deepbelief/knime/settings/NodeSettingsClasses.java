// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.knime.node.parameters.NodeParameters;

/** The classes of the nodes' settings, by the nodes' names in the order of the node repository. */
final class NodeSettingsClasses {

    private static final Map<String, String> NODES = new LinkedHashMap<>();

    static {
        NODES.put("DBN Layer-wise Pretrain", "pretrain.LayerwisePretrainParameters");
        NODES.put("DBN Wake-Sleep Tune", "wakesleep.WakeSleepTuneParameters");
        NODES.put("DBN Fine-tune", "finetune.FineTuneParameters");
        NODES.put("DBN Embed", "embed.EmbedParameters");
        NODES.put("DBN Fuse", "fuse.FuseParameters");
        NODES.put("DBN Extract Features", "features.ExtractFeaturesParameters");
        NODES.put("DBN Predict", "predict.PredictParameters");
        NODES.put("DBN Generate", "generate.GenerateParameters");
        NODES.put("DBN Reconstruct", "reconstruct.ReconstructParameters");
        NODES.put("DBN Forecast", "forecast.ForecastParameters");
        NODES.put("DBN Inspect", "inspect.InspectParameters");
        NODES.put("DBN Reader", "reader.ReaderParameters");
        NODES.put("DBN Writer", "writer.WriterParameters");
        NODES.put("DBN to PMML", "pmml.ToPmmlParameters");
    }

    private NodeSettingsClasses() {
    }

    /** The nodes' names. */
    static List<String> names() {
        return List.copyOf(NODES.keySet());
    }

    /** The default settings of each node. */
    static List<NodeParameters> instances() {
        return names().stream().map(NodeSettingsClasses::instance).toList();
    }

    /** The default settings of a node. */
    static NodeParameters instance(final String node) {
        try {
            final Constructor<?> constructor =
                Class.forName("org.deepbelief.knime." + NODES.get(node)).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (NodeParameters)constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static Object value(final Field field, final Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
