// SPDX-License-Identifier: Apache-2.0
/**
 * Nodes: models, factories, settings, execution. Views and dialogs are named for the sake of the factories' signatures;
 * a headless platform never opens one.
 */
package org.knime.core.node;
