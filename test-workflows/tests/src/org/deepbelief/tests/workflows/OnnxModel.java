// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.workflows;

import java.lang.reflect.Array;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** A model in ONNX Runtime, as a program would use it that knows nothing of KNIME. */
final class OnnxModel implements AutoCloseable {

    private final OrtEnvironment m_environment = OrtEnvironment.getEnvironment();

    private final OrtSession m_session;

    OnnxModel(final Path file) throws OrtException {
        m_session = m_environment.createSession(file.toString(), new OrtSession.SessionOptions());
    }

    /** The names of its inputs. */
    Set<String> inputs() {
        return m_session.getInputNames();
    }

    /** The classes in the order of their probabilities; none has a quotation mark. */
    List<String> classes() throws OrtException {
        final String array = m_session.getMetadata().getCustomMetadata().get("classes");
        return List.of(array.substring(2, array.length() - 2).split("\",\""));
    }

    /**
     * Gives the outputs of some rows.
     *
     * @param columns texts or doubles, one a row
     * @return by name, rows x elements
     */
    Map<String, Object[][]> run(final Map<String, Object> columns) throws OrtException {
        final Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (final Map.Entry<String, Object> column : columns.entrySet()) {
                final long[] shape = {Array.getLength(column.getValue()), 1};
                tensors.put(column.getKey(), column.getValue() instanceof String[] texts
                    ? OnnxTensor.createTensor(m_environment, texts, shape)
                    : OnnxTensor.createTensor(m_environment, DoubleBuffer.wrap((double[])column.getValue()), shape));
            }
            try (OrtSession.Result results = m_session.run(tensors)) {
                final Map<String, Object[][]> values = new HashMap<>();
                for (final Map.Entry<String, OnnxValue> result : results) {
                    values.put(result.getKey(), boxed(result.getValue().getValue()));
                }
                return values;
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static Object[][] boxed(final Object rows) {
        return IntStream.range(0, Array.getLength(rows)).mapToObj(row -> Array.get(rows, row))
            .map(row -> IntStream.range(0, Array.getLength(row)).mapToObj(i -> Array.get(row, i)).toArray())
            .toArray(Object[][]::new);
    }

    @Override
    public void close() throws OrtException {
        m_session.close();
    }
}
