// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** Test machinery: a model in ONNX Runtime, which knows nothing of this program. */
final class OnnxRuntime implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

    private final OrtSession session;

    OnnxRuntime(final ProtobufMessage model) throws IOException, OrtException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        model.writeTo(bytes);
        session = environment.createSession(bytes.toByteArray(), new OrtSession.SessionOptions());
    }

    Set<String> inputs() {
        return session.getInputNames();
    }

    Map<String, String> metadata() throws OrtException {
        return session.getMetadata().getCustomMetadata();
    }

    /**
     * Gives the outputs of some rows.
     *
     * @param columns numbers as rows x elements, texts as one a row
     * @return arrays of rows x elements
     */
    Map<String, Object> run(final Map<String, Object> columns) throws OrtException {
        final Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (final Map.Entry<String, Object> column : columns.entrySet()) {
                tensors.put(column.getKey(), column.getValue() instanceof String[] texts
                    ? OnnxTensor.createTensor(environment, texts, new long[]{texts.length, 1})
                    : OnnxTensor.createTensor(environment, column.getValue()));
            }
            try (OrtSession.Result results = session.run(tensors)) {
                final Map<String, Object> values = new LinkedHashMap<>();
                for (final Map.Entry<String, OnnxValue> result : results) {
                    values.put(result.getKey(), result.getValue().getValue());
                }
                return values;
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
