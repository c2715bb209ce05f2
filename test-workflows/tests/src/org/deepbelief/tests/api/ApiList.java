// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.deepbelief.tests.api.TypeInfo.Member;

/** KNIME's API as a list: a line {@code type NAME | bundle | public or internal | declaration}, and a line a member. */
final class ApiList {

    private static final String RESOURCE = "knime-5.8.txt";

    private static final Pattern DECLARATION =
        Pattern.compile("([a-z ]*?)(class|interface) \\S+(?: extends (.*?))?(?: implements (.*))?");

    private final Map<String, Entry> m_entries = new LinkedHashMap<>();

    private record Entry(TypeInfo type, boolean exported, List<String> lines) {
    }

    /** The copy of the needed part that lies beside this class. */
    static ApiList load() throws IOException {
        try (var reader = new InputStreamReader(ApiList.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8)) {
            return new ApiList(reader);
        }
    }

    ApiList(final Reader source) throws IOException {
        final List<String> block = new ArrayList<>();
        try (var lines = new BufferedReader(source)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("type ")) {
                    add(block);
                    block.clear();
                }
                if (!line.isBlank() && !line.startsWith("#")) {
                    block.add(line);
                }
            }
        }
        add(block);
    }

    private void add(final List<String> block) {
        if (block.isEmpty()) {
            return;
        }
        final String[] head = block.get(0).substring("type ".length()).split(" \\| ");
        final var declaration = DECLARATION.matcher(head[3].strip());
        if (!declaration.matches()) {
            throw new IllegalArgumentException("Cannot read the declaration in \"" + block.get(0) + "\".");
        }
        final boolean isInterface = declaration.group(2).equals("interface");
        final List<String> supertypes = new ArrayList<>();
        if (isInterface || declaration.group(3) == null) {
            supertypes.add("java.lang.Object");
        }
        supertypes.addAll(names(declaration.group(3)));
        supertypes.addAll(names(declaration.group(4)));
        final Map<Member, Integer> members = new LinkedHashMap<>();
        for (String line : block.subList(1, block.size())) {
            final String[] words = line.strip().split(" ", 3);
            final int modifiers = words.length == 3 ? modifiers(words[2]) : 0;
            members.put(new Member(words[0], words[1]),
                Modifier.isProtected(modifiers) ? modifiers : modifiers | Modifier.PUBLIC);
        }
        final int modifiers =
            modifiers(declaration.group(1)) | (isInterface ? Modifier.INTERFACE | Modifier.ABSTRACT : 0);
        m_entries.put(head[0], new Entry(new TypeInfo(head[0], modifiers, supertypes, members),
            head[2].equals("public"), List.copyOf(block)));
    }

    private static List<String> names(final String commaSeparated) {
        return commaSeparated == null ? List.of() : List.of(commaSeparated.strip().split("\\s*,\\s*"));
    }

    private static int modifiers(final String words) {
        int modifiers = 0;
        for (String word : words.split("[\\[\\] ]+")) {
            modifiers |= switch (word) {
                case "public" -> Modifier.PUBLIC;
                case "protected" -> Modifier.PROTECTED;
                case "static" -> Modifier.STATIC;
                case "abstract" -> Modifier.ABSTRACT;
                case "final" -> Modifier.FINAL;
                default -> 0;
            };
        }
        return modifiers;
    }

    Optional<TypeInfo> find(final String name) {
        return Optional.ofNullable(m_entries.get(name)).map(Entry::type);
    }

    boolean isExported(final String name) {
        return m_entries.get(name).exported();
    }

    /** The lines of the given types and of all their supertypes, in the order of their names. */
    private List<String> excerpt(final Iterable<String> names) {
        final var needed = new TreeSet<String>();
        final var open = new ArrayDeque<String>();
        names.forEach(open::add);
        while (!open.isEmpty()) {
            final String name = open.poll();
            if (m_entries.containsKey(name) && needed.add(name)) {
                open.addAll(m_entries.get(name).type().supertypes());
            }
        }
        return needed.stream().flatMap(name -> m_entries.get(name).lines().stream()).toList();
    }

    /**
     * Refreshes the copy beside this class: arguments are the full list, the file to write, and the folders with the
     * class files of the stand-ins. The plugin is compiled against the stand-ins, so their types are the needed ones.
     */
    public static void main(final String[] arguments) throws IOException {
        final ApiList full;
        try (var reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            full = new ApiList(reader);
        }
        final var names = new TreeSet<String>();
        for (String argument : List.of(arguments).subList(2, arguments.length)) {
            final Path folder = Path.of(argument);
            try (Stream<Path> files = Files.walk(folder)) {
                names.addAll(files.map(folder::relativize).map(Path::toString).filter(file -> file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .collect(Collectors.toSet()));
            }
        }
        final List<String> lines = new ArrayList<>();
        lines.add("# The part of KNIME 5.8's public and protected API that the stand-ins offer, and its supertypes.");
        lines.add("# 'type NAME | bundle | public or internal | declaration', then a line a member.");
        lines.addAll(full.excerpt(names));
        Files.write(Path.of(arguments[1]), lines);
    }
}
