// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import org.knime.node.parameters.Advanced;
import org.knime.node.parameters.layout.After;
import org.knime.node.parameters.layout.Section;

/** The sections of the dialogs, in their order; DBN Layer-wise Pretrain has its own. */
public final class Sections {

    private Sections() {
    }

    /** What is read. */
    @Section(title = "Input")
    public interface InputSection {
    }

    /** What is put above the networks that are fused. */
    @After(InputSection.class)
    @Section(title = "Common layers", description = "The first reads the top units of all networks side by side, each"
        + " further one reads the one above it in this list. One is often enough, and with one a missing sense is"
        + " filled best after fine-tuning.")
    public interface CommonLayersSection {
    }

    /** How it learns. */
    @After(CommonLayersSection.class)
    @Section(title = "Training")
    public interface TrainingSection {
    }

    /** How far steps go. */
    @Advanced
    @After(TrainingSection.class)
    @Section(title = "Learning rate and momentum")
    public interface RatesSection {
    }

    /** What keeps weights small. */
    @Advanced
    @After(RatesSection.class)
    @Section(title = "Regularization")
    public interface RegularizationSection {
    }

    /** How the top layer samples. */
    @Advanced
    @After(RegularizationSection.class)
    @Section(title = "Gibbs sampling")
    public interface SamplingSection {
    }

    /** What is held out, and which weights are kept. */
    @Advanced
    @After(SamplingSection.class)
    @Section(title = "Validation and averaging")
    public interface ValidationSection {
    }

    /** What comes out. */
    @After(ValidationSection.class)
    @Section(title = "Output")
    public interface OutputSection {
    }

    /** What of the machine is used. */
    @Advanced
    @After(OutputSection.class)
    @Section(title = "Resources")
    public interface ResourcesSection {
    }
}
