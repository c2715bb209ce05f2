// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.junit.jupiter.api.Test;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.ModelContent;

/** What nodes downstream learn of a network survives writing and reading. */
class DbnPortObjectSpecTest {

    private static final DbnPortObjectSpec SPEC = new DbnPortObjectSpec(
        List.of(new Input("px/0 \"ä\"", InputKind.NUMBER, 1), new Input("colour", InputKind.NOMINAL, 3),
            new Input("bits", InputKind.BIT_VECTOR, 60)),
        List.of(new Level(LayerKind.BOLTZMANN_MACHINE, 200, UnitType.bernoulli()),
            new Level(LayerKind.AUTOENCODER, 30, UnitType.rectifiedLinear())),
        Tuning.PRETRAINED, Optional.of(new Target("digit", TargetKind.NOMINAL, List.of("one", "two", ""))),
        Optional.empty());

    private static DbnPortObjectSpec reload(final DbnPortObjectSpec spec) throws InvalidSettingsException {
        final ModelContent content = new ModelContent("spec");
        spec.save(content);
        final DbnPortObjectSpec loaded = new DbnPortObjectSpec();
        loaded.load(content);
        return loaded;
    }

    @Test
    void comesBackAsItWas() throws InvalidSettingsException {
        assertEquals(SPEC, reload(SPEC));
        final DbnPortObjectSpec tuned =
            SPEC.fineTuned(Optional.of(new Target("weight", TargetKind.NUMBER, List.of())));
        assertEquals(tuned, reload(tuned));
        assertEquals(Tuning.FINE_TUNED, reload(tuned).tuning());
        assertEquals("weight", reload(tuned).target().orElseThrow().name());
        assertEquals("digit", reload(SPEC).labels().orElseThrow().name());
    }

    @Test
    void tellsItsShape() {
        assertEquals("64-200-30", SPEC.shape());
        final DbnPortObjectSpec unknown = new DbnPortObjectSpec(
            List.of(new Input("v", InputKind.DOUBLE_VECTOR, DbnPortObjectSpec.UNKNOWN)), SPEC.levels(),
            Tuning.PRETRAINED, Optional.empty(), Optional.empty());
        assertEquals("?-200-30", unknown.shape());
        assertEquals(DbnPortObjectSpec.UNKNOWN, unknown.visibleUnits());
    }

    @Test
    void knowsWhetherItsClassesAreKnown() {
        assertTrue(new Target("digit", TargetKind.INTEGER, List.of("1")).isKnown());
        assertFalse(new Target("digit", TargetKind.INTEGER, List.of()).isKnown());
        assertTrue(new Target("weight", TargetKind.NUMBER, List.of()).isKnown());
    }

    @Test
    void refusesWhatANewerVersionWrote() {
        final ModelContent content = new ModelContent("spec");
        SPEC.save(content);
        content.addString("tuning", "DREAMED");
        final InvalidSettingsException refusal =
            assertThrows(InvalidSettingsException.class, () -> new DbnPortObjectSpec().load(content));
        assertTrue(refusal.getMessage().contains("DREAMED"), refusal.getMessage());
    }

    @Test
    void refusesWhatItDoesNotUnderstandByItsName() throws InvalidSettingsException {
        final ModelContent newer = saved();
        newer.addStringArray("requires", "layer:autoencoder", "layer:convolution");
        assertRefused("(layer:convolution)", newer);
        final ModelContent version = saved();
        version.addInt("version", 3);
        assertRefused("format version 3, but this extension reads version 2", version);
        final ModelContent kind = saved();
        kind.getModelContent("layers").getModelContent("1").addString("kind", "convolution");
        assertRefused("\"convolution\" is none of restrictedBoltzmannMachine, autoencoder", kind);
        final ModelContent units = saved();
        units.getModelContent("layers").getModelContent("1").addString("unitType", "poisson");
        assertRefused("\"poisson\" is none of bernoulli", units);
    }

    @Test
    void saysWhatAReaderMustUnderstand() throws InvalidSettingsException {
        assertEquals(List.of("layer:autoencoder", "layer:restrictedBoltzmannMachine", "units:bernoulli",
            "units:rectifiedLinear"), List.of(saved().getStringArray("requires")));
        assertEquals("autoencoder", saved().getModelContent("layers").getModelContent("1").getString("kind"));
    }

    private static ModelContent saved() {
        final ModelContent content = new ModelContent("spec");
        SPEC.save(content);
        return content;
    }

    private static void assertRefused(final String part, final ModelContent content) {
        final InvalidSettingsException refusal =
            assertThrows(InvalidSettingsException.class, () -> new DbnPortObjectSpec().load(content));
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
