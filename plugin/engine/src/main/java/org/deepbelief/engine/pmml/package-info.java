// SPDX-License-Identifier: Apache-2.0
/**
 * Networks with an output head as documents of the Predictive Model Markup Language (Data Mining Group, PMML 4.2): the
 * encoding, the way up and the head. Knows no way down, no label units and no vectors, which PMML has no words for.
 */
package org.deepbelief.engine.pmml;
