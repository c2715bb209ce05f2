// SPDX-License-Identifier: Apache-2.0
/** Loads, configures, executes and saves workflow folders. Metanodes, components and loops are not offered. */
package org.knime.standin.core.workflow;
