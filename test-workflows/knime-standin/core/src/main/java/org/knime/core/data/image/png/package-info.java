// SPDX-License-Identifier: Apache-2.0
/** PNG images. */
package org.knime.core.data.image.png;
