// SPDX-License-Identifier: Apache-2.0
/** What the stand-in does behind the API. For the tests and the stand-in's friends, never for nodes. */
package org.knime.standin.ui;
