// SPDX-License-Identifier: Apache-2.0
/**
 * Installs from the update site as users do, into headless platforms made from copies, and runs workflows there in
 * processes of their own. Needs the update site and the platform built, and Linux.
 */
package org.deepbelief.tests.install;
