// SPDX-License-Identifier: Apache-2.0
/** Reading a part of a table. */
package org.knime.core.data.container.filter;
