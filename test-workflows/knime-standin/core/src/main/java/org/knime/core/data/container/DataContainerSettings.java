// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.container;

/** How a container checks rows and computes domains. */
public final class DataContainerSettings {

    private final boolean initializeDomain;

    private final boolean checkDuplicateRowKeys;

    private final boolean enableDomainUpdate;

    private DataContainerSettings(final boolean initializeDomain, final boolean checkDuplicateRowKeys,
        final boolean enableDomainUpdate) {
        this.initializeDomain = initializeDomain;
        this.checkDuplicateRowKeys = checkDuplicateRowKeys;
        this.enableDomainUpdate = enableDomainUpdate;
    }

    /** @return domains anew, keys checked */
    public static DataContainerSettings getDefault() {
        return new DataContainerSettings(false, true, true);
    }

    /** @return a builder that begins with the default */
    public static Builder builder() {
        return new Values(false, true, true);
    }

    /** @return whether the domains in the spec are kept and widened */
    public boolean isInitializeDomain() {
        return initializeDomain;
    }

    /** @return whether two rows of the same key are an error */
    public boolean isCheckDuplicateRowKeys() {
        return checkDuplicateRowKeys;
    }

    /** @return whether domains are computed */
    public boolean isEnableDomainUpdate() {
        return enableDomainUpdate;
    }

    /** Builds settings. */
    public interface Builder {

        /**
         * @param initDomain whether the domains in the spec are kept and widened
         * @return changed settings
         */
        Builder withInitializedDomain(boolean initDomain);

        /**
         * @param checkDuplicateRowKeys whether two rows of the same key are an error
         * @return changed settings
         */
        Builder withCheckDuplicateRowKeys(boolean checkDuplicateRowKeys);

        /**
         * @param enableDomainUpdates whether domains are computed
         * @return changed settings
         */
        Builder withDomainUpdate(boolean enableDomainUpdates);

        /** @return the settings */
        DataContainerSettings build();
    }

    private record Values(boolean initialize, boolean check, boolean update) implements Builder {

        @Override
        public Builder withInitializedDomain(final boolean initDomain) {
            return new Values(initDomain, check, update);
        }

        @Override
        public Builder withCheckDuplicateRowKeys(final boolean checkDuplicateRowKeys) {
            return new Values(initialize, checkDuplicateRowKeys, update);
        }

        @Override
        public Builder withDomainUpdate(final boolean enableDomainUpdates) {
            return new Values(initialize, check, enableDomainUpdates);
        }

        @Override
        public DataContainerSettings build() {
            return new DataContainerSettings(initialize, check, update);
        }
    }
}
