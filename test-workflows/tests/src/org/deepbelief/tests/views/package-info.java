// SPDX-License-Identifier: Apache-2.0
/**
 * The nodes' views with the data that executed nodes really give them, in headless Chromium. What the pages do with
 * every kind of data is tested in the plugin; here it is that nodes, tables and pages fit together.
 */
package org.deepbelief.tests.views;
