// SPDX-License-Identifier: Apache-2.0
/**
 * The Java side of the nodes' views: which page a view shows, and the data that the page starts with, made from the
 * tables that the node kept in execute. The pages are plain ES modules below {@code view/} of the bundle.
 * <p>
 * Limits: a learning curve has at most 1,000 points, a grid at most 1,000 images of 64 x 64 pixels, all images of a
 * view together four million pixels. What is beyond is thinned out, scaled down or left out, and the page says so.
 */
package org.deepbelief.knime.view;
