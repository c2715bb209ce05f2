// SPDX-License-Identifier: Apache-2.0
/**
 * Compares class files with the list of KNIME's real API ({@code knime-5.8.txt} beside this file): what the plugin
 * refers to must exist in KNIME, and so must what the stand-ins offer to nodes.
 * The list knows names, descriptors and modifiers; it says nothing of behaviour, generics or annotation defaults.
 */
package org.deepbelief.tests.api;
