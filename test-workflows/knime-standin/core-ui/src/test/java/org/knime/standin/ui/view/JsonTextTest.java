// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.knime.core.webui.data.InitialDataService;

class JsonTextTest {

    record Point(int x, double y, List<String> names, Optional<Boolean> flag) {
    }

    @Test
    void writesPlainValues() {
        assertEquals("{\"x\":1,\"y\":null,\"names\":[\"a\\\"b\\\\\",\"\\n\\u0001\"],\"flag\":true}",
            JsonText.write(new Point(1, Double.NaN, List.of("a\"b\\", "\n\u0001"), Optional.of(true))));
        assertEquals("[[1.5,2.0],[],null]", JsonText.write(Arrays.asList(new double[]{1.5, 2}, new int[0], null)));
        assertEquals("{\"k\":{}}", JsonText.write(Map.of("k", Map.of())));
        assertThrows(IllegalArgumentException.class, () -> JsonText.write(new Object()));
    }

    @Test
    void recognisesJson() {
        for (final var text : List.of("{}", " [1, -2.5e3, \"a\\u00e9\", null, {\"b\":[true,false]}] ", "\"x\"", "0")) {
            assertTrue(JsonText.isJson(text), text);
        }
        for (final var text : List.of("", "{", "[1,]", "{a:1}", "01", "\"a", "\"\\x\"", "nul", "1 2", "{\"a\" 1}")) {
            assertFalse(JsonText.isJson(text), text);
        }
        assertTrue(JsonText.isJson("\"" + "\\n".repeat(1_000_000) + "\""));
    }

    @Test
    void thePageGetsTheResultOrTheError() {
        assertEquals("{\"result\":{\"a\":1}}", InitialDataService.builder(() -> "{\"a\":1}").build().getInitialData());
        assertEquals("{\"result\":\"no json\"}", InitialDataService.builder(() -> "no json").build().getInitialData());
        assertEquals("{\"result\":[1,2]}", InitialDataService.builder(() -> List.of(1, 2)).build().getInitialData());
        assertEquals("{\"result\":2}", InitialDataService.builder(() -> List.of(1, 2))
            .serializer(list -> Integer.toString(list.size())).build().getInitialData());
        final var failed = InitialDataService.builder(() -> {
            throw new IllegalStateException("no \"data\"");
        }).build().getInitialData();
        assertTrue(failed.startsWith("{\"internalError\":{\"message\":\"no \\\"data\\\"\""), failed);
    }
}
