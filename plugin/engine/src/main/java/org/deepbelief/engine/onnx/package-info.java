// SPDX-License-Identifier: Apache-2.0
/**
 * A network as an ONNX model (onnx.ai): one graph from a table's columns to features, predictions and reconstructions,
 * with the encoding inside, for the programs in which a network is used.
 * <p>
 * What is written is in double precision where the engine computes in it, at the ends, and in single precision between.
 * The file is put together by {@link org.deepbelief.engine.onnx.ProtobufMessage} alone: a protobuf library would be
 * larger than all of the engine's classes. Nothing is read here.
 */
package org.deepbelief.engine.onnx;
