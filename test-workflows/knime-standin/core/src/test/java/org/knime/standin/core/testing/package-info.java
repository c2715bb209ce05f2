// SPDX-License-Identifier: Apache-2.0
/** Nodes and a port type for the tests, contributed without a platform. */
package org.knime.standin.core.testing;
