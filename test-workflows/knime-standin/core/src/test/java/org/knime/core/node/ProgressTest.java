// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void partsAddUp() {
        final List<String> messages = new ArrayList<>();
        final DefaultNodeProgressMonitor monitor =
            new DefaultNodeProgressMonitor(event -> messages.add(event.getNodeProgress().getMessage()));
        final ExecutionMonitor exec = new ExecutionMonitor(monitor);
        final ExecutionMonitor first = exec.createSubProgress(0.25);
        final ExecutionMonitor second = exec.createSilentSubProgress(0.75);
        first.setProgress(1.0, "first");
        assertEquals(0.25, monitor.getProgress(), 1e-12);
        second.setProgress(0.5, "second");
        assertEquals(0.625, monitor.getProgress(), 1e-12);
        second.createSubProgress(0.5).setProgress(1.0);
        assertEquals(1.0, monitor.getProgress(), 1e-12);
        assertEquals("first", messages.get(messages.size() - 1));
    }

    @Test
    void partsAreCancelledWithTheWhole() throws Exception {
        final DefaultNodeProgressMonitor monitor = new DefaultNodeProgressMonitor();
        final ExecutionMonitor part = new ExecutionMonitor(monitor).createSubProgress(0.5);
        part.checkCanceled();
        monitor.setExecuteCanceled();
        assertThrows(CanceledExecutionException.class, part::checkCanceled);
        part.createNonCancelableSubProgress().checkCanceled();
    }
}
