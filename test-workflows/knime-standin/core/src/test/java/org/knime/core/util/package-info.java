// SPDX-License-Identifier: Apache-2.0
/** Tests of the platform's files. */
package org.knime.core.util;
