// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.port;

/** How far a network has come. */
public enum Tuning {

    /** Its weights are those it was made with. */
    UNTRAINED("not trained"),

    /** Its layers have learned one after the other. */
    PRETRAINED("pretrained layer by layer"),

    /** Its recognition and generative weights have been tuned together. */
    WAKE_SLEEP_TUNED("tuned by wake-sleep"),

    /** Its recognition weights have been tuned for a target, or for reconstruction. */
    FINE_TUNED("fine-tuned"),

    /** A map has been put on its top, and its recognition weights have been tuned for that. */
    EMBEDDED("embedded in a map");

    private final String words;

    Tuning(final String words) {
        this.words = words;
    }

    /** The state as a message names it. */
    public String words() {
        return words;
    }
}
