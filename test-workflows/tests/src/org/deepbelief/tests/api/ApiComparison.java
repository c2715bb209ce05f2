// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.api;

import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.deepbelief.tests.api.ClassFile.Kind;
import org.deepbelief.tests.api.ClassFile.Reference;
import org.deepbelief.tests.api.TypeInfo.Member;

/** Finds where class files and KNIME's API part; each finding is a sentence that names both sides. */
final class ApiComparison {

    /** Internal packages whose builders {@code org.knime.node.DefaultView} itself hands to every node with a view. */
    private static final Set<String> HANDED_OUT = Set.of("org.knime.core.webui.page", "org.knime.core.webui.data");

    private final ApiList m_knime;

    private final Map<String, TypeInfo> m_own;

    private final Map<String, Optional<TypeInfo>> m_jdk = new HashMap<>();

    private final List<String> m_findings = new ArrayList<>();

    private ApiComparison(final ApiList knime, final List<ClassFile> own) {
        m_knime = knime;
        m_own = own.stream().collect(Collectors.toMap(file -> file.type().name(), ClassFile::type));
    }

    /** Where the classes of a plugin need what KNIME does not have, or lack what KNIME demands. */
    static List<String> ofPlugin(final ApiList knime, final List<ClassFile> classes) {
        final var comparison = new ApiComparison(knime, classes);
        for (ClassFile file : classes) {
            comparison.checkTypes(file);
            file.references().forEach(reference -> comparison.checkReference(file, reference));
            file.lambdas().forEach(lambda -> comparison.checkLambda(file, lambda));
            comparison.checkInheritance(file.type());
        }
        return comparison.m_findings;
    }

    /** Where the given types of the stand-ins offer what KNIME does not, or allow what KNIME forbids. */
    static List<String> ofStandIns(final ApiList knime, final List<ClassFile> classes) {
        final var comparison = new ApiComparison(knime, List.of());
        for (ClassFile file : classes) {
            knime.find(file.type().name()).ifPresentOrElse(real -> comparison.checkOffer(file.type(), real),
                () -> comparison.report("The stand-in offers the type %s, which is not in the list of KNIME's API.",
                    file.type().name()));
        }
        return comparison.m_findings;
    }

    private void report(final String sentence, final Object... names) {
        m_findings.add(sentence.formatted(names));
    }

    private static boolean isKnime(final String name) {
        return name.startsWith("org.knime.");
    }

    private void checkTypes(final ClassFile file) {
        for (String name : file.referredTypes()) {
            if (isKnime(name)) {
                if (m_knime.find(name).isEmpty()) {
                    report("%s refers to the type %s, which KNIME does not have.", file.type().name(), name);
                } else if (!m_knime.isExported(name)
                    && !HANDED_OUT.contains(name.substring(0, name.lastIndexOf('.')))) {
                    report("%s refers to the type %s, which is internal to KNIME.", file.type().name(), name);
                }
            }
        }
    }

    private void checkReference(final ClassFile file, final Reference reference) {
        if (hierarchy(reference.owner()).stream().map(TypeInfo::name).noneMatch(ApiComparison::isKnime)) {
            return;
        }
        final Optional<Integer> modifiers = resolve(reference);
        if (modifiers.isEmpty()) {
            report("%s uses %s, which KNIME does not have.", file.type().name(), reference);
            return;
        }
        final Kind kind = reference.kind();
        final boolean wantsStatic =
            kind == Kind.STATIC_FIELD || kind == Kind.STATIC_METHOD || kind == Kind.STATIC_INTERFACE_METHOD;
        if (wantsStatic != Modifier.isStatic(modifiers.get())) {
            report("%s uses %s as %s member; in KNIME it is the other kind.", file.type().name(), reference,
                wantsStatic ? "a static" : "an instance");
        }
        final boolean wantsInterface = kind == Kind.INTERFACE_METHOD || kind == Kind.STATIC_INTERFACE_METHOD;
        if (reference.member().isMethod() && kind != Kind.ANNOTATION_ELEMENT
            && wantsInterface != find(reference.owner()).orElseThrow().isInterface()) {
            report("%s calls %s on %s; in KNIME it is the other kind.", file.type().name(), reference,
                wantsInterface ? "an interface" : "a class");
        }
    }

    private Optional<Integer> resolve(final Reference reference) {
        if (reference.kind() == Kind.ANNOTATION_ELEMENT) {
            return find(reference.owner()).flatMap(type -> type.members().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(reference.member().name())).map(Map.Entry::getValue)
                .findAny());
        }
        final List<TypeInfo> owners = reference.member().isConstructor() ? find(reference.owner()).stream().toList()
            : hierarchy(reference.owner());
        return modifiers(owners, reference.member()).findFirst();
    }

    private void checkLambda(final ClassFile file, final Reference lambda) {
        if (!isKnime(lambda.owner())) {
            return;
        }
        final Set<Member> open = abstractMethods(lambda.owner());
        if (!open.equals(Set.of(lambda.member()))) {
            report("%s implements %s by a lambda expression; in KNIME the methods to implement are %s.",
                file.type().name(), lambda, open);
        }
    }

    private void checkInheritance(final TypeInfo type) {
        final List<TypeInfo> hierarchy = hierarchy(type.name());
        for (TypeInfo ancestor : hierarchy) {
            if (isKnime(ancestor.name())) {
                if (Modifier.isFinal(ancestor.modifiers())) {
                    report("%s extends %s, which is final in KNIME.", type.name(), ancestor.name());
                }
                ancestor.members().forEach((member, modifiers) -> {
                    if (Modifier.isFinal(modifiers) && !Modifier.isStatic(modifiers) && member.isMethod()
                        && type.members().containsKey(member)) {
                        report("%s overrides %s.%s, which is final in KNIME.", type.name(), ancestor.name(), member);
                    }
                });
            }
        }
        if (!Modifier.isAbstract(type.modifiers())
            && hierarchy.stream().map(TypeInfo::name).anyMatch(ApiComparison::isKnime)) {
            abstractMethods(type.name()).forEach(
                member -> report("%s does not implement %s, which KNIME demands.", type.name(), member));
        }
    }

    /** What the type or a supertype declares abstract and neither its classes nor a default method implement. */
    private Set<Member> abstractMethods(final String name) {
        final List<TypeInfo> hierarchy = hierarchy(name);
        final List<TypeInfo> classes = classes(name);
        final Set<Member> open = new LinkedHashSet<>();
        hierarchy.forEach(type -> type.members().forEach((member, modifiers) -> {
            if (Modifier.isAbstract(modifiers)) {
                open.add(member);
            }
        }));
        open.removeIf(member -> modifiers(classes, member).findFirst().or(() -> modifiers(hierarchy, member)
            .filter(modifiers -> !Modifier.isAbstract(modifiers)).findFirst())
            .map(modifiers -> !Modifier.isAbstract(modifiers)).orElse(false));
        return open;
    }

    /** The type, unless it is an interface, and its superclasses, nearest first. */
    private List<TypeInfo> classes(final String name) {
        final List<TypeInfo> classes = new ArrayList<>();
        Optional<TypeInfo> next = find(name);
        while (next.isPresent()) {
            if (!next.get().isInterface()) {
                classes.add(next.get());
            }
            next = next.get().supertypes().stream().findFirst().flatMap(this::find);
        }
        return classes;
    }

    private static Stream<Integer> modifiers(final List<TypeInfo> types, final Member member) {
        return types.stream().map(type -> type.members().get(member)).filter(Objects::nonNull);
    }

    private void checkOffer(final TypeInfo offered, final TypeInfo real) {
        if (offered.isInterface() != real.isInterface()) {
            report("The stand-in's %s and KNIME's are not both interfaces.", real.name());
        }
        if (Modifier.isFinal(real.modifiers()) && !Modifier.isFinal(offered.modifiers())) {
            report("KNIME's %s is final, the stand-in's is not.", real.name());
        }
        if (Modifier.isAbstract(real.modifiers()) && !Modifier.isAbstract(offered.modifiers())) {
            report("KNIME's %s is abstract, the stand-in's is not.", real.name());
        }
        final Set<String> realAncestors = hierarchy(real.name()).stream()
            .flatMap(type -> type.supertypes().stream()).collect(Collectors.toSet());
        for (String supertype : offered.supertypes()) {
            if (!realAncestors.contains(supertype)) {
                report("The stand-in's %s is a %s, KNIME's is not.", real.name(), supertype);
            }
        }
        offered.members().forEach((member, modifiers) -> {
            if (TypeInfo.isVisible(modifiers)) {
                checkOffer(real, member, modifiers);
            }
        });
    }

    private void checkOffer(final TypeInfo real, final Member member, final int offered) {
        final String name = real.name() + "." + member;
        final List<TypeInfo> owners = member.isConstructor() ? List.of(real) : hierarchy(real.name());
        final Optional<Integer> found = modifiers(owners, member).findFirst();
        if (found.isEmpty()) {
            report("The stand-in offers %s, which is not in the list of KNIME's API.", name);
            return;
        }
        final int modifiers = found.get();
        if (Modifier.isStatic(modifiers) != Modifier.isStatic(offered)) {
            report("%s is static in one of KNIME and the stand-in.", name);
        }
        if (Modifier.isProtected(modifiers) && Modifier.isPublic(offered)) {
            report("%s is protected in KNIME and public in the stand-in.", name);
        }
        if (Modifier.isAbstract(modifiers) && !Modifier.isAbstract(offered) && real.members().containsKey(member)) {
            report("%s is abstract in KNIME and implemented in the stand-in.", name);
        }
        if (member.isMethod() && !Modifier.isStatic(modifiers)
            && Modifier.isFinal(modifiers) && !Modifier.isFinal(offered)) {
            report("%s is final in KNIME and not in the stand-in.", name);
        }
    }

    /** A type and all its supertypes as far as they are known, classes before interfaces. */
    private List<TypeInfo> hierarchy(final String name) {
        final Map<String, TypeInfo> found = new LinkedHashMap<>();
        final var open = new ArrayDeque<String>(List.of(name));
        while (!open.isEmpty()) {
            final String next = open.poll();
            if (!found.containsKey(next)) {
                find(next).ifPresent(type -> {
                    found.put(next, type);
                    open.addAll(type.supertypes());
                });
            }
        }
        return List.copyOf(found.values());
    }

    private Optional<TypeInfo> find(final String name) {
        if (m_own.containsKey(name)) {
            return Optional.of(m_own.get(name));
        }
        if (isKnime(name)) {
            return m_knime.find(name);
        }
        return name.startsWith("java") ? m_jdk.computeIfAbsent(name, ApiComparison::findInJdk) : Optional.empty();
    }

    private static Optional<TypeInfo> findInJdk(final String name) {
        try {
            return Optional.of(TypeInfo.of(Class.forName(name, false, ClassLoader.getPlatformClassLoader())));
        } catch (ClassNotFoundException ex) {
            return Optional.empty();
        }
    }
}
