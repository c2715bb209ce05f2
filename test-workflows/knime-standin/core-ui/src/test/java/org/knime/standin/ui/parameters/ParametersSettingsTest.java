// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.migration.ConfigMigration;
import org.knime.node.parameters.migration.DefaultProvider;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.migration.Migrate;
import org.knime.node.parameters.migration.Migration;
import org.knime.node.parameters.migration.NodeParametersMigration;
import org.knime.node.parameters.persistence.NodeParametersPersistor;
import org.knime.node.parameters.persistence.Persist;
import org.knime.node.parameters.persistence.Persistor;

class ParametersSettingsTest {

    private static final Path SAMPLE = Path.of("..", "..", "tests", "samples", "custom-port", "Proto Train (#3)",
        "settings.xml");

    private static NodeSettings sample() throws IOException, InvalidSettingsException {
        try (var in = Files.newInputStream(SAMPLE)) {
            return (NodeSettings)NodeSettings.loadFromXML(in).getNodeSettings("model");
        }
    }

    private static NodeSettings saved(final NodeParameters parameters) {
        final var settings = new NodeSettings("model");
        ParametersSettings.save(parameters, settings);
        return settings;
    }

    private static String xml(final NodeSettingsRO settings) {
        final var out = new ByteArrayOutputStream();
        try {
            settings.saveToXML(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    @Test
    void readsAndWritesTheSampleUnchanged() throws Exception {
        final var parameters = ParametersSettings.load(ProtoParameters.class, sample());
        assertEquals(xml(sample()), xml(saved(parameters)));
    }

    @Test
    void theSampleHoldsTheDefaults() throws Exception {
        final var loaded = ParametersSettings.load(ProtoParameters.class, sample());
        assertEquals(xml(saved(new ProtoParameters())), xml(saved(loaded)));
        assertEquals(2000, loaded.m_layers[1].m_units);
        assertEquals(Optional.of(42L), loaded.m_seed);
        assertEquals(Optional.empty(), loaded.m_classColumn);
    }

    @Test
    void changedValuesComeBack() throws Exception {
        final var parameters = new ProtoParameters();
        parameters.m_classColumn = Optional.of("digit");
        parameters.m_seed = Optional.empty();
        parameters.m_visible = ProtoParameters.UnitType.GAUSSIAN;
        parameters.m_layers = new ProtoParameters.LayerParameters[]{new ProtoParameters.LayerParameters(7)};
        final var settings = saved(parameters);
        assertEquals(0L, settings.getLong("seed"));
        final var loaded = ParametersSettings.load(ProtoParameters.class, settings);
        assertEquals(Optional.of("digit"), loaded.m_classColumn);
        assertEquals(Optional.empty(), loaded.m_seed);
        assertEquals(ProtoParameters.UnitType.GAUSSIAN, loaded.m_visible);
        assertEquals(1, loaded.m_layers.length);
        assertEquals(7, loaded.m_layers[0].m_units);
    }

    @Test
    void namesTheMissingSetting() throws Exception {
        final var settings = sample();
        settings.getNodeSettings("layers").addNodeSettings("1").addString("unitType", "BERNOULLI");
        final var missing = assertThrows(InvalidSettingsException.class,
            () -> ParametersSettings.load(ProtoParameters.class, settings));
        assertTrue(missing.getMessage().contains("\"layers/1/units\""), missing.getMessage());
        final var group = assertThrows(InvalidSettingsException.class,
            () -> ParametersSettings.load(ProtoParameters.class, new NodeSettings("model")));
        assertTrue(group.getMessage().contains("\"columns\""), group.getMessage());
    }

    @Test
    void namesTheSettingOfTheWrongType() throws Exception {
        final var settings = sample();
        settings.addString("epochs", "ten");
        final var wrong = assertThrows(InvalidSettingsException.class,
            () -> ParametersSettings.load(ProtoParameters.class, settings));
        assertTrue(wrong.getMessage().contains("\"epochs\""), wrong.getMessage());
    }

    @Test
    void namesTheUnknownConstantAndThePossibleOnes() throws Exception {
        final var settings = sample();
        settings.addString("visible", "POISSON");
        final var unknown = assertThrows(InvalidSettingsException.class,
            () -> ParametersSettings.load(ProtoParameters.class, settings));
        assertTrue(unknown.getMessage().contains("\"visible\"") && unknown.getMessage().contains("POISSON")
            && unknown.getMessage().contains("BERNOULLI, GAUSSIAN"), unknown.getMessage());
    }

    static final class Keyed implements NodeParameters {
        @Persist(configKey = "the.key")
        int m_value = 3;

        @Persist(hidden = true)
        int m_hidden = 4;

        String plain = "x";

        String[] m_names = {"a", "b"};

        ProtoParameters.LayerParameters[] m_none;

        private int m_private = 5;

        static int shared = 6;
    }

    @Test
    void keysFollowNamesAndAnnotations() throws Exception {
        final var settings = saved(new Keyed());
        assertEquals(List.of("the.key", "hidden_Internals", "plain", "names", "none"), List.copyOf(settings.keySet()));
        assertTrue(settings.getNodeSettings("none").getBoolean("is_null"));
        final var loaded = ParametersSettings.load(Keyed.class, settings);
        assertArrayEquals(new String[]{"a", "b"}, loaded.m_names);
        assertNull(loaded.m_none);
        assertEquals(5, loaded.m_private);
    }

    static final class Twice implements NodeParametersPersistor<Integer> {
        @Override
        public Integer load(final NodeSettingsRO settings) throws InvalidSettingsException {
            return settings.getInt("double") / 2;
        }

        @Override
        public void save(final Integer param, final NodeSettingsWO settings) {
            settings.addInt("double", 2 * param);
        }

        @Override
        public String[][] getConfigPaths() {
            return new String[][]{{"double"}};
        }
    }

    static final class FromOldKey implements NodeParametersMigration<Integer> {
        @Override
        public List<ConfigMigration<Integer>> getConfigMigrations() {
            return List.of(ConfigMigration.<Integer>builder(settings -> settings.getInt("percent") * 10)
                .withDeprecatedConfigPath("percent").build());
        }
    }

    static final class Seven implements DefaultProvider<Integer> {
        @Override
        public Integer getDefault() {
            return 7;
        }
    }

    static final class Migrated implements NodeParameters {
        @Persistor(Twice.class)
        int m_half = 1;

        @Migration(FromOldKey.class)
        int m_permille = 500;

        @Migration(Seven.class)
        int m_late = 1;

        @Migrate(loadDefaultIfAbsent = true)
        int m_later = 8;
    }

    @Test
    void olderSettingsAreMigrated() throws Exception {
        final var old = new NodeSettings("model");
        old.addInt("double", 20);
        old.addInt("percent", 25);
        final var loaded = ParametersSettings.load(Migrated.class, old);
        assertEquals(List.of(10, 250, 7, 8),
            List.of(loaded.m_half, loaded.m_permille, loaded.m_late, loaded.m_later));
        loaded.m_late = 70;
        final var again = ParametersSettings.load(Migrated.class, saved(loaded));
        assertEquals(List.of(10, 250, 70, 8), List.of(again.m_half, again.m_permille, again.m_late, again.m_later));
    }

    @LoadDefaultsForAbsentFields
    static final class Lenient implements NodeParameters {
        int m_one = 1;

        int m_two = 2;
    }

    @Test
    void absentFieldsKeepTheirDefaultsWhereTheClassAllowsIt() throws Exception {
        final var settings = new NodeSettings("model");
        settings.addInt("two", 22);
        final var loaded = ParametersSettings.load(Lenient.class, settings);
        assertEquals(List.of(1, 22), List.of(loaded.m_one, loaded.m_two));
    }

    static final class WithInput implements NodeParameters {
        int m_ports = -1;

        WithInput() {
        }

        WithInput(final NodeParametersInput input) {
            m_ports = input.getInPortSpecs().length;
        }
    }

    @Test
    void theConstructorWithTheInputComesFirst() {
        final var input = new ParametersInput(new PortType[2],
            new PortObjectSpec[2], new PortType[0]);
        assertEquals(2, ParametersSettings.defaults(WithInput.class, input).m_ports);
        assertEquals(-1, ParametersSettings.defaults(WithInput.class).m_ports);
        assertEquals(10, ParametersSettings.defaults(ProtoParameters.class, input).m_epochs);
    }

    static final class UnsupportedType implements NodeParameters {
        Date m_when = new Date(0);
    }

    static final class OptionalGroup implements NodeParameters {
        Optional<ProtoParameters.LayerParameters> m_layer = Optional.empty();
    }

    static final class PrivateWidget implements NodeParameters {
        @Widget(title = "t", description = "d")
        private int m_hidden;
    }

    static final class NoConstructor implements NodeParameters {
        NoConstructor(final int value) {
            assertEquals(0, value);
        }
    }

    final class Inner implements NodeParameters {
    }

    static final class NullOptional implements NodeParameters {
        Optional<String> m_name;
    }

    @Test
    void rejectsWhatKnimeRejects() {
        ParametersSettings.check(ProtoParameters.class);
        assertRejected(UnsupportedType.class, "\"m_when\"", "java.util.Date");
        assertRejected(OptionalGroup.class, "\"m_layer\"", "Optional");
        assertRejected(PrivateWidget.class, "\"m_hidden\"", "private");
        assertRejected(NoConstructor.class, "NoConstructor", "constructor");
        assertRejected(Inner.class, "Inner", "static");
        final var rejected =
            assertThrows(IllegalArgumentException.class, () -> saved(new NullOptional()));
        assertTrue(rejected.getMessage().contains("\"m_name\""), rejected.getMessage());
    }

    private static void assertRejected(final Class<?> type, final String... parts) {
        final var rejected = assertThrows(IllegalArgumentException.class, () -> ParametersSettings.check(type));
        for (final var part : parts) {
            assertTrue(rejected.getMessage().contains(part), rejected.getMessage());
        }
    }
}
