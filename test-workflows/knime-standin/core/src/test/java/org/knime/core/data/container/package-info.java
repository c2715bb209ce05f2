// SPDX-License-Identifier: Apache-2.0
/** Tests of collecting rows. */
package org.knime.core.data.container;
