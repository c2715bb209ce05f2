// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A condition as KNIME's renderer gets it. */
sealed interface Rule {

    /** True where all are true. */
    record All(List<Rule> rules) implements Rule {
    }

    /** True where at least one is true. */
    record Any(List<Rule> rules) implements Rule {
    }

    /** True where the other is not. */
    record Not(Rule rule) implements Rule {
    }

    /** True where a field's value fits a JSON schema. */
    record Fits(String path, Map<String, Object> values) implements Rule {
    }

    /** True or false whatever the fields' values are. */
    record Constant(BooleanSupplier holds) implements Rule {
    }

    /**
     * @param root the scope of what the fields belong to, such as {@code #/properties/model}
     * @return the condition of an element's rule
     */
    default Map<String, Object> condition(final String root) {
        if (this instanceof All all) {
            return combined("AND", root, all.rules);
        }
        if (this instanceof Any any) {
            return combined("OR", root, any.rules);
        }
        if (this instanceof Not not) {
            return not.rule.opposite(root);
        }
        return this instanceof Fits fits ? Map.of("scope", scope(root, fits.path), "schema", fits.values)
            : Map.of("schema", schema());
    }

    private Map<String, Object> opposite(final String root) {
        if (this instanceof All all) {
            return new Any(negated(all.rules)).condition(root);
        }
        if (this instanceof Any any) {
            return new All(negated(any.rules)).condition(root);
        }
        if (this instanceof Not not) {
            return not.rule.condition(root);
        }
        return this instanceof Fits fits
            ? Map.of("scope", scope(root, fits.path), "schema", Map.of("not", fits.values))
            : Map.of("schema", Map.of("not", schema()));
    }

    private static List<Rule> negated(final List<Rule> rules) {
        return rules.stream().<Rule>map(Not::new).toList();
    }

    private static Map<String, Object> combined(final String type, final String root, final List<Rule> rules) {
        return Map.of("type", type, "conditions", rules.stream().map(rule -> rule.condition(root)).toList());
    }

    /** @return the scope of a field */
    static String scope(final String root, final String path) {
        return root + "/properties/" + path.replace("/", "/properties/");
    }

    /** @return a JSON schema that an element of an array fits where this is true */
    default Map<String, Object> schema() {
        if (this instanceof All all) {
            return Map.of("allOf", all.rules.stream().map(Rule::schema).toList());
        }
        if (this instanceof Any any) {
            return Map.of("anyOf", any.rules.stream().map(Rule::schema).toList());
        }
        if (this instanceof Not not) {
            return Map.of("not", not.rule.schema());
        }
        if (this instanceof Constant constant) {
            return constant.holds.getAsBoolean() ? Map.of() : Map.of("not", Map.of());
        }
        final var fits = (Fits)this;
        Map<String, Object> schema = fits.values;
        final var keys = fits.path.split("/");
        for (var i = keys.length - 1; i >= 0; i--) {
            schema = Map.of("properties", Map.of(keys[i], schema));
        }
        return schema;
    }
}
