// SPDX-License-Identifier: Apache-2.0
/** Tests of the batch application: arguments, exit codes. */
package org.knime.standin.core.batch;
