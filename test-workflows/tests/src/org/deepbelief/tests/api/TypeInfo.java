// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.api;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A type as far as linking goes: its modifiers, its direct supertypes and the members that it declares itself.
 *
 * @param name binary name, for example {@code org.knime.core.data.DataCell}
 * @param modifiers as {@link Modifier} has them, interfaces marked
 * @param supertypes direct supertypes by binary name, the superclass first where there is one
 * @param members modifiers by {@link Member}
 */
record TypeInfo(String name, int modifiers, List<String> supertypes, Map<Member, Integer> members) {

    /** A field ({@code NAME Lsome/Type;}) or a method ({@code NAME (..)..}). */
    record Member(String name, String descriptor) {

        boolean isConstructor() {
            return name.equals("<init>");
        }

        boolean isMethod() {
            return descriptor.startsWith("(");
        }

        @Override
        public String toString() {
            return name + " " + descriptor;
        }
    }

    boolean isInterface() {
        return Modifier.isInterface(modifiers);
    }

    /** A type of the running JDK. */
    static TypeInfo of(final Class<?> type) {
        final Map<Member, Integer> members = new LinkedHashMap<>();
        for (var method : type.getDeclaredMethods()) {
            members.put(new Member(method.getName(), Type.getMethodDescriptor(method)), method.getModifiers());
        }
        for (var constructor : type.getDeclaredConstructors()) {
            members.put(new Member("<init>", Type.getConstructorDescriptor(constructor)), constructor.getModifiers());
        }
        for (var field : type.getDeclaredFields()) {
            members.put(new Member(field.getName(), Type.getDescriptor(field.getType())), field.getModifiers());
        }
        members.values().removeIf(modifiers -> (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0);
        final Class<?> superclass = type.isInterface() ? Object.class : type.getSuperclass();
        final Stream<Class<?>> supertypes =
            Stream.concat(Stream.ofNullable(superclass), Arrays.stream(type.getInterfaces()));
        return new TypeInfo(type.getName(), type.getModifiers(), supertypes.map(Class::getName).toList(), members);
    }

    /** Whether a node can refer to what has these modifiers. */
    static boolean isVisible(final int modifiers) {
        return (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 && (modifiers & Opcodes.ACC_SYNTHETIC) == 0;
    }
}
