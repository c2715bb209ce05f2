// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.settings.DialogInput;
import org.junit.jupiter.api.Test;
import org.knime.core.node.port.PortObjectSpec;

/** The name of the column with the prediction. */
class PredictParametersTest {

    @Test
    void theNameBeginsWithTheOneThatItHasUnlessItIsSet() {
        final PredictParameters.UsualName usual = new PredictParameters.UsualName();
        final Optional<Target> digit = Optional.of(DialogInput.digit());
        assertEquals("Prediction (digit)",
            usual.computeState(DialogInput.of(DialogInput.network(digit, Optional.empty()))));
        final Target other = new Target("other", digit.get().kind(), digit.get().values());
        assertEquals("Prediction (other)",
            usual.computeState(DialogInput.of(DialogInput.network(digit, Optional.of(other)))), "the output layer's");
        assertEquals("Prediction", usual.computeState(DialogInput.of(new PortObjectSpec[1])), "no network");
        final PredictParameters parameters = new PredictParameters();
        assertEquals("Prediction (digit)", parameters.predictionColumn("digit"));
        parameters.m_predictionColumn = Optional.of("guess");
        assertEquals("guess", parameters.predictionColumn("digit"));
    }
}
