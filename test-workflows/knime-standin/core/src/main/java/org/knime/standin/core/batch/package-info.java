// SPDX-License-Identifier: Apache-2.0
/** The batch application: loads, executes and saves one workflow, with KNIME's options and exit codes. */
package org.knime.standin.core.batch;
