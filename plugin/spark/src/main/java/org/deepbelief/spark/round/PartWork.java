// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;
import java.io.Serializable;
import org.deepbelief.engine.data.SampleMatrix;

/**
 * What is done where the rows of a part are: a pure function of these and of the part's number.
 *
 * @param <R> what comes of it; serialisable
 */
@FunctionalInterface
public interface PartWork<R> extends Serializable {

    /** Does it; the rows stay open. */
    R run(int part, SampleMatrix rows) throws IOException;
}
