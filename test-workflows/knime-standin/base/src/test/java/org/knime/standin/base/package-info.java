// SPDX-License-Identifier: Apache-2.0
/** What the tests of the base nodes share, and the tests of files. */
package org.knime.standin.base;
