// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.util.List;
import java.util.Optional;

import org.knime.core.util.Version;
import org.w3c.dom.Element;

/** What users read about a node. */
public abstract class NodeDescription {

    private boolean deprecated;

    /** @return the icon's path, relative to the factory's package unless it begins with a slash; may be null */
    public abstract String getIconPath();

    /** @return the node's name */
    public abstract String getNodeName();

    /** @return the kind of node */
    public abstract NodeFactory.NodeType getType();

    /**
     * @param index an input port, from 0
     * @return its name, null if there is none
     */
    public abstract String getInportName(int index);

    /**
     * @param index an input port, from 0
     * @return what it takes, null if nothing is said
     */
    public abstract String getInportDescription(int index);

    /**
     * @param index an output port, from 0
     * @return its name, null if there is none
     */
    public abstract String getOutportName(int index);

    /**
     * @param index an output port, from 0
     * @return what it gives, null if nothing is said
     */
    public abstract String getOutportDescription(int index);

    /** @return the number of views in windows */
    public abstract int getViewCount();

    /**
     * @param index a view, from 0
     * @return its name
     */
    public abstract String getViewName(int index);

    /**
     * @param index a view, from 0
     * @return what it shows
     */
    public abstract String getViewDescription(int index);

    /** @return the name of the interactive view, null if there is none */
    public abstract String getInteractiveViewName();

    /** @return what the interactive view shows */
    public Optional<String> getInteractiveViewDescription() {
        return Optional.empty();
    }

    /** @return the whole description as XML */
    public abstract Element getXMLDescription();

    /** @return a sentence */
    public Optional<String> getShortDescription() {
        return Optional.empty();
    }

    /** @return the full text */
    public Optional<String> getIntro() {
        return Optional.empty();
    }

    /** @return what the dialog's options mean */
    public List<DialogOptionGroup> getDialogOptionGroups() {
        return List.of();
    }

    /** @return words under which the node is found */
    public String[] getKeywords() {
        return new String[0];
    }

    /** @return the first version with this node */
    public Optional<Version> getSinceVersion() {
        return Optional.empty();
    }

    /** @return whether the node should not be used any longer */
    public boolean isDeprecated() {
        return deprecated;
    }

    /** @param b whether the node should not be used any longer */
    protected void setIsDeprecated(final boolean b) {
        deprecated = b;
    }

    /** Options that stand together in a dialog. */
    public static final class DialogOptionGroup {

        private final String name;

        private final String description;

        private final List<DialogOption> options;

        /**
         * @param name the group's name, may be null
         * @param description what it is for, may be null
         * @param options its options
         */
        public DialogOptionGroup(final String name, final String description, final List<DialogOption> options) {
            this.name = name;
            this.description = description;
            this.options = List.copyOf(options);
        }

        /** @return the group's name */
        public Optional<String> getName() {
            return Optional.ofNullable(name);
        }

        /** @return what it is for */
        public Optional<String> getDescription() {
            return Optional.ofNullable(description);
        }

        /** @return its options */
        public List<DialogOption> getOptions() {
            return options;
        }
    }

    /** An option of a dialog. */
    public static final class DialogOption {

        private final String name;

        private final String description;

        private final boolean optional;

        /**
         * @param name its name
         * @param description what it means
         * @param optional whether it may be left out
         */
        public DialogOption(final String name, final String description, final boolean optional) {
            this.name = name;
            this.description = description;
            this.optional = optional;
        }

        /** @return its name */
        public String getName() {
            return name;
        }

        /** @return what it means */
        public String getDescription() {
            return description;
        }

        /** @return whether it may be left out */
        public boolean isOptional() {
            return optional;
        }
    }
}
