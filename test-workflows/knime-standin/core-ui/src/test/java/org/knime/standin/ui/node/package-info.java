// SPDX-License-Identifier: Apache-2.0
/** Tests of declared nodes. */
package org.knime.standin.ui.node;
