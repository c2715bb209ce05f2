// SPDX-License-Identifier: Apache-2.0
/** The engine as any Java program uses it: from Maven's class path, without OSGi. */
package org.deepbelief.engine.user;
