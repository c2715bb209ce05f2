// SPDX-License-Identifier: Apache-2.0
/** What the plugin contributes to KNIME's extension registry; runs on the stand-ins and on real KNIME alike. */
package org.deepbelief.tests.registry;
