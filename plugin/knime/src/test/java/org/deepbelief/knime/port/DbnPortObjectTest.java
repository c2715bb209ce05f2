// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.port;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.junit.jupiter.api.Test;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.port.PortObjectZipOutputStream;
import org.knime.core.node.port.PortUtil;

/** A network survives the way through a port's file. */
class DbnPortObjectTest {

    static DbnPortObject object() {
        final InputEncoding encoding = new InputEncoding(
            List.of(new NumberColumn("a", UnitType.bernoulli(), NumberScaling.MIN_MAX, 0, 16), new NumberColumn("b",
            UnitType.bernoulli(), NumberScaling.NONE, 0, 1)), new float[]{0.25f, 0.5f});
        final Layer layer = BoltzmannLayer.tied(encoding.groups(), UnitType.bernoulli(),
            FloatMatrix.of(2, 3, new float[]{1, 2, 3, 4, 5, 6}), new float[]{0.1f, 0.2f, 0.3f}, new float[]{-1, 1});
        final DeepBeliefNetwork network = new DeepBeliefNetwork(encoding, List.of(layer), AssociativeMemory.of(layer),
            Optional.empty(),
            new Provenance(List.of(new TrainingStep(TrainingStep.PRETRAINING, Map.of("epochs", "3"), 20, 7))));
        return new DbnPortObject(network,
            DbnPortObjectSpec.of(network, Tuning.PRETRAINED, TargetKind.NOMINAL, TargetKind.NOMINAL));
    }

    private static byte[] write(final DbnPortObject object) throws Exception {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PortObjectZipOutputStream out = PortUtil.getPortObjectZipOutputStream(bytes)) {
            object.save(out, new ExecutionMonitor());
        }
        return bytes.toByteArray();
    }

    private static DbnPortObject read(final byte[] bytes, final DbnPortObjectSpec spec) throws Exception {
        final DbnPortObject object = new DbnPortObject();
        object.load(PortUtil.getPortObjectZipInputStream(new ByteArrayInputStream(bytes)), spec,
            new ExecutionMonitor());
        return object;
    }

    @Test
    void comesBackAsItWas() throws Exception {
        final DbnPortObject object = object();
        final DbnPortObject again = read(write(object), object.getSpec());
        assertEquals(object.getSpec(), again.getSpec());
        assertEquals(object.network().encoding(), again.network().encoding());
        assertEquals(object.network().provenance(), again.network().provenance());
        assertArrayEquals(object.network().lastLayer().recognitionWeights().toArray(),
            again.network().lastLayer().recognitionWeights().toArray());
        assertEquals("Deep belief network 2-3, pretrained layer by layer", again.getSummary());
    }

    @Test
    void isWrittenAsTheModelFile() throws Exception {
        final List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(write(object())))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertTrue(names.containsAll(List.of("model.json", "weights.safetensors")), names.toString());
    }

    @Test
    void aFileOfTwoNetworksIsAnErrorThatTellsWhereTheyDiffer() throws Exception {
        final byte[] file = write(object());
        final DbnPortObjectSpec spec = object().getSpec();
        final Target digit = new Target("digit", TargetKind.NOMINAL, List.of("one", "two"));
        final Map<String, DbnPortObjectSpec> wrong = Map.of(
            "as input column 2 it describes Input[name=c",
            new DbnPortObjectSpec(List.of(spec.inputs().get(0), new Input("c", InputKind.NUMBER, 1)), spec.levels(),
                spec.tuning(), Optional.empty(), Optional.empty()),
            "as layer 1 it describes none and holds",
            new DbnPortObjectSpec(spec.inputs(), List.of(), spec.tuning(), Optional.empty(), Optional.empty()),
            "as class column 1 it describes Target[name=digit",
            new DbnPortObjectSpec(spec.inputs(), spec.levels(), spec.tuning(), Optional.of(digit), Optional.empty()),
            "as target 1 it describes Target[name=digit",
            new DbnPortObjectSpec(spec.inputs(), spec.levels(), spec.tuning(), Optional.empty(), Optional.of(digit)));
        for (final Map.Entry<String, DbnPortObjectSpec> one : wrong.entrySet()) {
            final IOException refusal = assertThrows(IOException.class, () -> read(file, one.getValue()));
            assertTrue(refusal.getMessage().contains(one.getKey()), refusal.getMessage());
        }
    }

    @Test
    void aFileCutShortIsAnErrorThatSaysSo() throws Exception {
        final DbnPortObject object = object();
        final byte[] whole = write(object);
        final int end = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        for (int length = end / 3; length < end; length += 11) {
            final byte[] cut = Arrays.copyOf(whole, length);
            final IOException refusal = assertThrows(IOException.class, () -> read(cut, object.getSpec()));
            assertTrue(refusal.getMessage().contains("cut off") && refusal.getMessage().contains("opy"),
                refusal.getMessage());
        }
    }
}
