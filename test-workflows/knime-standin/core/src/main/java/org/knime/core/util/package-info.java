// SPDX-License-Identifier: Apache-2.0
/** Versions and temporary files. */
package org.knime.core.util;
