// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.embed.EmbedNodeFactory;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.forecast.ForecastNodeFactory;
import org.deepbelief.knime.fuse.FuseNodeFactory;
import org.deepbelief.knime.generate.GenerateNodeFactory;
import org.deepbelief.knime.inspect.InspectNodeFactory;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.InputKind;
import org.deepbelief.knime.port.SavedNetwork;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.pmml.ToPmmlNodeFactory;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reader.ReaderNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.deepbelief.knime.writer.WriterNodeFactory;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.ModelContent;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObjectSpec;

/**
 * Specs and settings made to do harm: every node configures with them, or says in an InvalidSettingsException why not.
 * The default build tries 1,000 specs and 300 trees of settings; {@code -Dfaults=full} tries 20,000 and 4,400.
 */
class HostileSettingsTest {

    private static final boolean FULL = "full".equals(System.getProperty("faults"));

    private static final int SPECS = FULL ? 20_000 : 1_000;

    private static final int SETTINGS = FULL ? 4_400 : 300;

    private static final DbnPortObjectSpec SPEC = new DbnPortObjectSpec(
        List.of(new Input("a", InputKind.NUMBER, 1), new Input("colour", InputKind.NOMINAL, 3)),
        List.of(new Level(LayerKind.BOLTZMANN_MACHINE, 20, UnitType.bernoulli()),
            new Level(LayerKind.AUTOENCODER, 30, UnitType.rectifiedLinear())),
        Tuning.FINE_TUNED, Optional.of(new Target("digit", TargetKind.INTEGER, List.of("1", "2"))),
        Optional.of(new Target("class", TargetKind.NOMINAL, List.of("yes", "no"))));

    private static final DataTableSpec TABLE = new DataTableSpec(new DataColumnSpec[]{
        Tables.column("a", DoubleCell.TYPE), Tables.column("colour", StringCell.TYPE),
        Tables.column("digit", IntCell.TYPE), Tables.column("class", StringCell.TYPE)});

    private static List<NodeFactory<?>> readingRows() {
        return List.of(new ExtractFeaturesNodeFactory(), new PredictNodeFactory(), new ReconstructNodeFactory(),
            new FineTuneNodeFactory(), new WakeSleepTuneNodeFactory(), new EmbedNodeFactory(),
            new ForecastNodeFactory());
    }

    private static List<NodeFactory<?>> others() {
        return List.of(new GenerateNodeFactory(), new InspectNodeFactory(), new WriterNodeFactory(),
            new ToPmmlNodeFactory());
    }

    /** A network of other columns. */
    private static final DbnPortObjectSpec OTHER = new DbnPortObjectSpec(
        List.of(new Input("class", InputKind.NOMINAL, 2)),
        List.of(new Level(LayerKind.BOLTZMANN_MACHINE, 5, UnitType.bernoulli())), Tuning.PRETRAINED, Optional.empty(),
        Optional.empty());

    /** A network of several senses. */
    private static final DbnPortObjectSpec FUSED = DbnPortObjectSpec.fused(List.of("one", "two"),
        List.of(pretrained(), OTHER), List.of(new Level(LayerKind.BOLTZMANN_MACHINE, 10, UnitType.bernoulli())));

    /** A network that can be gone on with. */
    private static DbnPortObjectSpec pretrained() {
        return new DbnPortObjectSpec(SPEC.inputs(), SPEC.levels(), Tuning.PRETRAINED, Optional.empty(),
            Optional.empty());
    }

    /** Whether it was refused, which must be with a sentence. */
    private static boolean refused(final String what, final NodeFactory<?> factory, final NodeRunner.Change change,
        final PortObjectSpec... inputs) {
        try {
            NodeRunner.configure(factory, change, inputs);
            return false;
        } catch (InvalidSettingsException refusal) {
            assertTrue(refusal.getMessage() != null && refusal.getMessage().length() > 10, what + ": " + refusal);
            return true;
        } catch (RuntimeException | Error failure) {
            return fail(what + " made " + factory.getClass().getSimpleName() + " throw " + failure, failure);
        }
    }

    @Test
    void aSpecThatWasReadNeverBreaksANode() {
        final long seed = System.nanoTime();
        System.out.println("HostileSettingsTest specs, seed " + seed);
        final TreeMutator mutator = new TreeMutator(new Random(seed));
        int refused = 0;
        for (int s = 0; s < SPECS; s++) {
            final String what = "seed " + seed + ", spec " + s;
            final ModelContent content = SavedNetwork.content(s % 2 == 0 ? SPEC : FUSED);
            mutator.change(content);
            final DbnPortObjectSpec spec;
            try {
                spec = SavedNetwork.spec(content);
            } catch (InvalidSettingsException refusal) {
                refused++;
                continue;
            } catch (RuntimeException | Error failure) {
                fail(what + " threw " + failure, failure);
                return;
            }
            readingRows().forEach(node -> refused(what, node, NodeRunner.Change.NONE, spec, TABLE));
            refused(what, new LayerwisePretrainNodeFactory(), NodeRunner.Change.NONE, TABLE, spec);
            refused(what, new FuseNodeFactory(), NodeRunner.Change.NONE, TABLE, OTHER, spec);
            others().forEach(node -> refused(what, node, NodeRunner.Change.NONE, spec));
        }
        assertTrue(refused > SPECS / 2, "only " + refused + " were refused");
    }

    @Test
    void settingsThatWereChangedNeverBreakANode() {
        final long seed = System.nanoTime();
        System.out.println("HostileSettingsTest settings, seed " + seed);
        final TreeMutator mutator = new TreeMutator(new Random(seed));
        final int nodes = 4 + readingRows().size() + others().size();
        int refused = 0;
        for (int s = 0; s < SETTINGS; s++) {
            final String what = "seed " + seed + ", settings " + s;
            final int node = s % nodes;
            final boolean was;
            if (node == 0) {
                was = refused(what, new LayerwisePretrainNodeFactory(), mutator::change, TABLE);
            } else if (node <= readingRows().size()) {
                was = refused(what, readingRows().get(node - 1), mutator::change, SPEC, TABLE);
            } else if (node == nodes - 1) {
                was = refused(what, new ReaderNodeFactory(), mutator::change);
            } else if (node == nodes - 3) {
                was = refused(what, new FuseNodeFactory(), mutator::change, TABLE, pretrained(), OTHER);
            } else if (node == nodes - 2) {
                was = refused(what, new LayerwisePretrainNodeFactory(), mutator::change, TABLE, pretrained());
            } else {
                was = refused(what, others().get(node - 1 - readingRows().size()), settings -> {
                    // shows more settings of the writer; the others do not know it
                    settings.addString("format", "ONNX");
                    mutator.change(settings);
                }, SPEC);
            }
            refused += was ? 1 : 0;
        }
        assertTrue(refused > SETTINGS / 5, "only " + refused + " were refused");
    }
}
