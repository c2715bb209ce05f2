// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.infer.SenseTops;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.model.Sense;
import org.deepbelief.engine.model.TrainingStep;

/**
 * Fuses networks into one of several senses: layers above the tops of all of them, side by side, learn one after the
 * other by contrastive divergence, the lowest as {@link JointMachineSettings} tell (Ngiam et al. 2011; Srivastava and
 * Salakhutdinov 2012). The networks' own layers stay as they are; their label units and output heads are left behind.
 */
public final class Fusing {

    /**
     * How to fuse.
     *
     * @param layers the layers above all senses, from the bottom up, at least one; the lowest is a restricted Boltzmann
     *            machine
     * @param leftOut the share of the rows for which a sense is left out, in [0, 1)
     * @param training how the training runs
     */
    public record Settings(List<LayerSettings> layers, double leftOut, TrainingSettings training) {

        /** @throws IllegalArgumentException if settings do not go together; the message names one */
        public Settings {
            layers = List.copyOf(layers);
            Ranges.atLeast("number of common layers", layers.size(), 1);
            Ranges.share("share of senses left out", leftOut);
            if (!(layers.get(0) instanceof BoltzmannMachineSettings)) {
                throw new IllegalArgumentException("The layer that joins the senses is to be "
                    + layers.get(0).kind().one() + "; choose a restricted Boltzmann machine.");
            }
        }

        /** How the common layers learn above senses that hand up so many units each. */
        LayerwisePretraining.Settings stack(final List<Integer> senses) {
            final List<LayerSettings> stack = new ArrayList<>(layers);
            stack.set(0, new JointMachineSettings((BoltzmannMachineSettings)layers.get(0), senses, leftOut));
            return new LayerwisePretraining.Settings(stack, training, Optional.empty());
        }
    }

    private Fusing() {
    }

    /**
     * A network as a sense of another.
     *
     * @throws IllegalArgumentException if it has several senses itself, reads the rows before each, or its top units
     *             are of a kind that nothing can be trained above
     */
    public static Sense sense(final String name, final DeepBeliefNetwork network) {
        if (network.senses().size() > 1) {
            throw new IllegalArgumentException("The network \"" + name + "\" has " + network.senses().size()
                + " senses already. Fuse the networks that it was made of.");
        }
        if (network.layers().stream().anyMatch(layer -> layer.kind().temporal())) {
            throw new IllegalArgumentException("The network \"" + name + "\" reads the rows before each, which the"
                + " senses of a network do not.");
        }
        if (!network.lastLayer().hiddenType().canBeNumber()) {
            throw new IllegalArgumentException("The top units of the network \"" + name + "\" are "
                + network.lastLayer().hiddenType().words() + "; they must be Bernoulli or Gaussian.");
        }
        return new Sense(name, network.encoding(), network.layers());
    }

    /**
     * Fuses networks.
     *
     * @param senses at least two, see {@link #sense}
     * @param origins how each came to be, in their order
     * @param samples rows of the senses' encodings side by side; a sense that a row lacks is NaN and counts as its mean
     * @throws IllegalArgumentException if a column belongs to two senses, senses and rows do not fit, there is no row,
     *             or less memory than the training takes at least
     * @throws CancellationException if the monitor cancels; everything is freed
     * @throws DivergenceException if the numbers explode
     * @throws IOException if what a layer gives does not fit the memory budget of the rows and its file cannot be
     *             written
     */
    public static TrainingResult train(final List<Sense> senses, final List<Provenance> origins,
        final SampleMatrix samples, final Settings settings, final TrainingMonitor monitor) throws IOException {
        final InputEncoding encoding = InputEncoding.sideBySide(senses.stream().map(Sense::encoding).toList());
        if (samples.units() != encoding.units()) {
            throw new IllegalArgumentException("The rows have " + samples.units() + " units, but the senses take "
                + encoding.units() + ".");
        }
        final LayerwisePretraining.Settings stack = settings.stack(senses.stream().map(Sense::topUnits).toList());
        final TrainingResult common;
        try (Compute compute = settings.training().compute();
            SampleMatrix tops = SenseTops.read(compute, senses, samples, monitor::cancelled)) {
            common = LayerwisePretraining.train(tops, Sense.topEncoding(senses), stack, monitor);
        }
        final long rows = common.network().provenance().steps().get(0).rows();
        final TrainingStep step = new TrainingStep(TrainingStep.FUSING, RecordedSettings.of(settings), rows,
            settings.training().seed());
        final Provenance provenance = new Provenance(
            Stream.concat(origins.stream().flatMap(origin -> origin.steps().stream()), Stream.of(step)).toList());
        final DeepBeliefNetwork network = new DeepBeliefNetwork(senses, common.network().layers(),
            common.network().memory(), Optional.empty(), provenance);
        return new TrainingResult(network, common.log().above(network.senseLevels()));
    }
}
