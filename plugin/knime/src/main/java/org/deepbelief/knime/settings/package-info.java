// SPDX-License-Identifier: Apache-2.0
/**
 * What the nodes' dialogs share: sections, column choices, and ranges that the dialog shows and that are checked again
 * before a node runs. The keys of the settings are public: batch users set them by name.
 */
package org.deepbelief.knime.settings;
