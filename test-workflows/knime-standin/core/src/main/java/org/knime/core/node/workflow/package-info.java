// SPDX-License-Identifier: Apache-2.0
/** What nodes see of the workflow: flow variables, ids, progress, messages. */
package org.knime.core.node.workflow;
