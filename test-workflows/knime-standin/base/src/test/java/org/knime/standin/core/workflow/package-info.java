// SPDX-License-Identifier: Apache-2.0
/** Opens what the stand-in of org.knime.core keeps to its own package to the tests of this module. */
package org.knime.standin.core.workflow;
