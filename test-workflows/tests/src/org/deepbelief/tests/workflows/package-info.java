// SPDX-License-Identifier: Apache-2.0
/**
 * Executes workflows as users save them, through KNIME's batch application in this Equinox, with the feature installed.
 * Knows the batch application by its id alone, and of the nodes what their tables and files show.
 */
package org.deepbelief.tests.workflows;
