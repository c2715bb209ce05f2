// SPDX-License-Identifier: Apache-2.0
/** Tests of the built product as a whole; what they share is where the checkout lies. */
package org.deepbelief.tests;
