// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.junit.jupiter.api.Test;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.ModelContent;
import org.knime.core.node.ModelContentWO;

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

    private static ModelContent changed(final String part, final String child, final Consumer<ModelContentWO> change)
        throws InvalidSettingsException {
        final ModelContent content = saved();
        change.accept(child == null ? content.getModelContent(part)
            : content.getModelContent(part).getModelContent(child));
        return content;
    }

    @Test
    void refusesWhatWouldBreakANode() throws InvalidSettingsException {
        assertRefused("names no layers", changed("layers", null, layers -> layers.addInt("size", 0)));
        assertRefused("names no input columns", changed("inputs", null, inputs -> inputs.addInt("size", 0)));
        assertRefused("gives layer 2 2147483647 units",
            changed("layers", "1", layer -> layer.addInt("units", Integer.MAX_VALUE)));
        assertRefused("gives layer 1 0 units", changed("layers", "0", layer -> layer.addInt("units", 0)));
        assertRefused("layer 1 units that cannot be hidden",
            changed("layers", "0", layer -> layer.addString("unitType", "softmax")));
        assertRefused("\"colour\" -2 units", changed("inputs", "1", input -> input.addInt("units", -2)));
        assertRefused("visible units", changed("inputs", "1", input -> input.addInt("units", Integer.MAX_VALUE)));
        assertRefused("no text for \"name\"", changed("inputs", "1", input -> input.addString("name", null)));
        assertRefused("without a name", changed("inputs", "1", input -> input.addString("name", "")));
        assertRefused("\"bits\" twice", changed("inputs", "1", input -> input.addString("name", "bits")));
        assertRefused("no text for \"kind\"", changed("labelUnits", null, labels -> labels.addString("kind", null)));
        assertRefused("lacks a text in \"values\"",
            changed("labelUnits", null, labels -> labels.addStringArray("values", "a", null)));
        assertRefused("lacks a text in \"values\"",
            changed("labelUnits", null, labels -> labels.addStringArray("values", (String[])null)));
        final ModelContent long32 = saved();
        long32.getModelContent("labelUnits").getModelContent("values").addInt("array-size", Integer.MAX_VALUE);
        assertRefused("lacks a text in \"values\"", long32);
    }

    @Test
    void kindAndClassesMayNotDisagree() throws InvalidSettingsException {
        assertRefused("label units for a column of numbers",
            changed("labelUnits", null, labels -> labels.addString("kind", "NUMBER")));
        assertRefused("the class \"one\", which is no value of the kind INTEGER",
            changed("labelUnits", null, labels -> labels.addString("kind", "INTEGER")));
        assertRefused("the class \"one\", which is no value of the kind BOOLEAN",
            changed("labelUnits", null, labels -> labels.addString("kind", "BOOLEAN")));
        final ModelContent numbers = new ModelContent("spec");
        SPEC.fineTuned(Optional.of(new Target("size", TargetKind.NOMINAL, List.of("s", "m")))).save(numbers);
        numbers.getModelContent("target").addString("kind", "NUMBER");
        assertRefused("gives the column of numbers \"size\" classes", numbers);
        assertTrue(TargetKind.LONG.canBe("-9223372036854775808") && !TargetKind.LONG.canBe("9223372036854775808"));
        assertTrue(TargetKind.INTEGER.canBe("7") && !TargetKind.INTEGER.canBe("07"));
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
