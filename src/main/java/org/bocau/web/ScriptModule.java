package org.bocau.web;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A source file of ours in JavaScript: what it takes from others, what it gives, and the text
 * between. Reads the part of the grammar that our sources keep to: such statements begin a line,
 * and what is exported is never assigned anew.
 *
 * @param path below the assets, {@code js/post.js}
 * @param imports what is at the top of the file, in order
 * @param exports names within, by the names they have outside: {@code post}, {@code a as b}
 */
record ScriptModule(String path, String source, List<Import> imports, List<String> exports) {
    private static final Pattern IMPORT =
            Pattern.compile(
                    "^import\\s+(?:([^'\";()]+?)\\s+from\\s+)?['\"]([^'\"]+)['\"];?[ \\t]*$",
                    Pattern.MULTILINE);
    private static final Pattern LATER =
            Pattern.compile("\\bimport\\(\\s*['\"]([^'\"]+)['\"]\\s*\\)");
    private static final Pattern EXPORTED =
            Pattern.compile(
                    "^export\\s+((?:async\\s+)?function\\*?|class|const)\\s+([\\w$]+)",
                    Pattern.MULTILINE);
    private static final Pattern LISTED =
            Pattern.compile("^export\\s*\\{([^}]*)}\\s*;?[ \\t]*$", Pattern.MULTILINE);

    /** As libraries end. */
    private static final Pattern DEFAULT =
            Pattern.compile(
                    "\\bexport\\s*(?:default\\s+|\\{\\s*)([\\w$]+)(?:\\s+as default\\s*})?;?\\s*\\z");

    private static final Pattern LEFT =
            Pattern.compile("^(?:import\\b(?!\\()|export\\b).*$", Pattern.MULTILINE);

    /**
     * @param names {@code { a, b: c }}, {@code all}: what stands before the equals sign of a
     *     declaration that takes them from the other module's exports; null for its effect alone
     * @param path of the other module
     */
    record Import(@Nullable String names, String path) {}

    /**
     * Reads a source.
     *
     * @throws IllegalArgumentException it uses what is not read here
     */
    static ScriptModule read(String path, String source) {
        var imports =
                IMPORT.matcher(source)
                        .results()
                        .map(found ->
                                new Import(
                                        names(path, found.group(1)), beside(path, found.group(2))))
                        .toList();
        var twice = imports.stream().map(Import::path).collect(Collectors.toSet());
        if (twice.size() < imports.size()) throw refused(path, "imports the same module twice");
        var module = new ScriptModule(path, source, imports, exports(source));
        var left = LEFT.matcher(module.text(_ -> "", _ -> ""));
        if (left.find()) throw refused(path, left.group());
        return module;
    }

    private static IllegalArgumentException refused(String path, String why) {
        return new IllegalArgumentException(path + ": " + why);
    }

    /** {@code { a, b as c }} → {@code { a, b: c }}; {@code * as all} → {@code all}. */
    private static @Nullable String names(String path, @Nullable String clause) {
        if (clause == null) return null;
        if (clause.startsWith("{")) return clause.replaceAll("\\s+as\\s+", ": ");
        if (clause.startsWith("*")) return clause.replaceFirst("\\*\\s*as\\s+", "");
        if (clause.matches("[\\w$]+")) return "{ default: " + clause + " }";
        throw refused(path, "import " + clause);
    }

    private static List<String> exports(String source) {
        var declared = EXPORTED.matcher(source).results().map(found -> found.group(2));
        var listed =
                LISTED.matcher(source)
                        .results()
                        .flatMap(found -> Stream.of(found.group(1).split(",")))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty());
        var library =
                DEFAULT.matcher(source).results().map(found -> found.group(1) + " as default");
        return Stream.of(declared, listed, library).flatMap(s -> s).toList();
    }

    /** The object that others take the exports from: {@code { post, default: htmx }}. */
    String given() {
        var all = new ArrayList<String>();
        for (var export : exports) {
            var names = export.split("\\s+as\\s+");
            all.add(names.length == 1 ? names[0] : names[1] + ": " + names[0]);
        }
        return "{ " + String.join(", ", all) + " }";
    }

    /** The text as the inside of a function: nothing imported or exported by statements. */
    String text(Function<Import, String> imported, Function<String, String> later) {
        var bare = LISTED.matcher(EXPORTED.matcher(source).replaceAll("$1 $2")).replaceAll("");
        return linked(DEFAULT.matcher(bare).replaceAll(""), imported, later);
    }

    /**
     * The text as it is, with other words for its imports, those at the top and those made later.
     */
    String linked(Function<Import, String> imported, Function<String, String> later) {
        return linked(source, imported, later);
    }

    private String linked(
            String text, Function<Import, String> imported, Function<String, String> later) {
        Function<MatchResult, String> atTop =
                found ->
                        imported.apply(
                                new Import(
                                        names(path, found.group(1)), beside(path, found.group(2))));
        Function<MatchResult, String> whenNeeded =
                found -> later.apply(beside(path, found.group(1)));
        var top = IMPORT.matcher(text).replaceAll(quoted(atTop));
        return LATER.matcher(top).replaceAll(quoted(whenNeeded));
    }

    private static Function<MatchResult, String> quoted(Function<MatchResult, String> words) {
        return words.andThen(Matcher::quoteReplacement);
    }

    /** The path of what a module names relative to itself. */
    private static String beside(String path, String relative) {
        if (!relative.startsWith("./") && !relative.startsWith("../")) {
            throw refused(path, "imports '" + relative + "', which is no relative path");
        }
        var folder = java.nio.file.Path.of("/" + path).resolveSibling(relative).normalize();
        return folder.toString().substring(1);
    }
}
