// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;
import java.util.List;

/** The rows, in parts that lie somewhere. */
@FunctionalInterface
public interface Parts {

    /**
     * Does work on each part.
     *
     * @return what came of it, by the number of the part
     */
    <R> List<R> onEach(PartWork<R> work) throws IOException;
}
