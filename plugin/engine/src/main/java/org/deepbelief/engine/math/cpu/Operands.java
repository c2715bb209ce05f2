// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A thread's pointers for calls of OpenBLAS, used again, since these take objects and a step allocates nothing. */
final class Operands {

    private static final ThreadLocal<Operands> OF_THREAD = ThreadLocal.withInitial(Operands::new);

    final Operand a = new Operand();

    final Operand b = new Operand();

    final Operand c = new Operand();

    private Operands() {
    }

    static Operands ofThread() {
        return OF_THREAD.get();
    }

    /** Points to whatever address it is given. */
    static final class Operand extends FloatPointer {

        private Operand() {
            super((Pointer)null);
        }

        Operand at(final long newAddress) {
            address = newAddress;
            return this;
        }
    }
}
