// SPDX-License-Identifier: Apache-2.0
/** Reads the extension registry: node factories and port types that plugins contribute. Internal to the stand-ins. */
package org.knime.standin.core.registry;
