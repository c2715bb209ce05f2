// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import org.knime.node.parameters.layout.After;
import org.knime.node.parameters.layout.Section;

/** The sections of the dialogs, in their order. */
public final class Sections {

    private Sections() {
    }

    /** What is read. */
    @Section(title = "Input")
    public interface InputSection {
    }

    /** What the network is made of. */
    @After(InputSection.class)
    @Section(title = "Layers")
    public interface LayersSection {
    }

    /** How it learns. */
    @After(LayersSection.class)
    @Section(title = "Training")
    public interface TrainingSection {
    }

    /** What comes out. */
    @After(TrainingSection.class)
    @Section(title = "Output")
    public interface OutputSection {
    }
}
