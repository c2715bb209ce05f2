// SPDX-License-Identifier: Apache-2.0
/** Images. */
package org.knime.core.data.image;
