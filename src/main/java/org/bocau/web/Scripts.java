package org.bocau.web;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Our scripts as they are served (decision 0080): what every page needs is one script, what the
 * webmail's pages need beside it another, so are writing and its editor, and what is needed now and
 * then is itself. Sources stay ES modules of any number; each is in one place only, so that its
 * state is there once.
 */
final class Scripts {
    /** Each gets all modules it imports that none before it has. */
    private static final List<String> ASSEMBLED =
            List.of("js/shell.js", "js/mail.js", "js/compose.js", "js/compose/editor.js");

    private static final String VENDOR = "vendor/";

    /** Of ours, where it has its lines to itself. */
    private static final Pattern COMMENT =
            Pattern.compile("(?m)^[ \\t]*(?://.*|/\\*(?:[^*]++|\\*(?!/))*+\\*/)[ \\t]*$");

    private final Map<String, String> sources;
    private final Map<String, ScriptModule> modules = new HashMap<>();

    /** Of each module that is within another script, which: in the order they must run. */
    private final Map<String, String> within = new LinkedHashMap<>();

    /**
     * @param sources by their paths below the assets
     * @throws IllegalArgumentException a source that cannot be read, imports what is not there, or
     *     modules that import each other
     */
    Scripts(Map<String, String> sources) {
        this.sources = Map.copyOf(sources);
        for (var entry : ASSEMBLED) {
            if (sources.containsKey(entry)) assemble(entry, entry, new ArrayList<>());
        }
        for (var path : sources.keySet()) {
            if (path.startsWith(VENDOR)) continue; // asked for by itself: as it came
            for (var one : module(path, path).imports()) requireSource(one.path(), path);
        }
    }

    private void assemble(String path, String entry, List<String> importers) {
        if (within.containsKey(path)) return;
        if (importers.contains(path)) {
            throw new IllegalArgumentException(importers + " import each other");
        }
        importers.add(path);
        var last = importers.get(Math.max(0, importers.size() - 2));
        for (var one : module(path, last).imports()) assemble(one.path(), entry, importers);
        importers.removeLast();
        within.put(path, entry);
    }

    private ScriptModule module(String path, String importer) {
        var source = requireSource(path, importer);
        return modules.computeIfAbsent(
                path,
                _ -> ScriptModule.read(path, path.startsWith(VENDOR) ? source : bare(source)));
    }

    /**
     * Without comments, which nobody's browser reads; in their place empty lines, so that errors
     * name the right ones.
     */
    private static String bare(String source) {
        return COMMENT.matcher(source)
                .replaceAll(found -> "\n".repeat((int) found.group().lines().count() - 1));
    }

    private String requireSource(String path, String importer) {
        var source = sources.get(path);
        if (source == null) throw new IllegalArgumentException(importer + " imports " + path);
        return source;
    }

    /** What the browser gets at this path; null where it gets the source as it is. */
    @Nullable String served(String path) {
        var module = modules.get(path);
        if (module == null) return null;
        var home = within.get(path);
        if (home == null) return linked(module);
        return home.equals(path) ? assembled(path) : passedOn(module, home);
    }

    /** Modules within each other's reach: each a function's inside, run in the order of need. */
    private String assembled(String entry) {
        var own = members(entry);
        var text = new StringBuilder(taken(entry, own));
        for (var path : own) {
            var module = module(path, entry);
            text.append("/* ").append(path).append(" */\nconst ").append(name(path));
            text.append(" = (() => {\n");
            text.append(module.text(one -> declaration(one), later -> later(entry, later)).strip());
            text.append("\nreturn ").append(module.given()).append(";\n})();\n");
        }
        var names = own.stream().map(Scripts::name).collect(Collectors.joining(", "));
        return text.append("export { ").append(names).append(" };\n").toString();
    }

    private List<String> members(String entry) {
        return within.entrySet().stream()
                .filter(one -> one.getValue().equals(entry))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** From the scripts before this one. */
    private String taken(String entry, List<String> own) {
        Set<String> needed = new HashSet<>();
        for (var path : own) {
            for (var one : module(path, entry).imports()) needed.add(one.path());
        }
        own.forEach(needed::remove);
        return needed.stream()
                .sorted()
                .map(path -> importOf(entry, path))
                .collect(Collectors.joining("\n", "", needed.isEmpty() ? "" : "\n"));
    }

    private String importOf(String from, String path) {
        return "import { " + name(path) + " } from '" + relative(from, home(path)) + "';";
    }

    private static String declaration(ScriptModule.Import one) {
        return one.names() == null ? "" : "const " + one.names() + " = " + name(one.path()) + ";";
    }

    /** An import made when it is needed: of what may be here already. */
    private String later(String from, String path) {
        var home = home(path);
        if (home.equals(from)) return "Promise.resolve().then(() => " + name(path) + ")";
        var whole = "import('" + relative(from, home) + "')";
        return home.equals(path) && !within.containsKey(path)
                ? whole
                : whole + ".then((all) => all." + name(path) + ")";
    }

    /** A module that stays itself takes what it imports from where that is. */
    private String linked(ScriptModule module) {
        var path = module.path();
        return module.linked(
                one -> {
                    if (within.containsKey(one.path())) {
                        var all = importOf(path, one.path());
                        return one.names() == null ? all : all + " " + declaration(one);
                    }
                    return statement(path, one);
                },
                later -> later(path, later));
    }

    private static String statement(String from, ScriptModule.Import one) {
        var where = "'" + relative(from, one.path()) + "';";
        var names = one.names();
        if (names == null) return "import " + where;
        if (!names.startsWith("{")) return "import * as " + names + " from " + where;
        return "import " + names.replace(": ", " as ") + " from " + where;
    }

    /** For who asks for a module by its own path although another script has it. */
    private static String passedOn(ScriptModule module, String home) {
        var path = module.path();
        var text = new StringBuilder("import { " + name(path) + " } from '" + relative(path, home));
        text.append("';\n");
        for (var export : module.exports()) {
            var outside = export.substring(export.lastIndexOf(' ') + 1);
            text.append(
                    outside.equals("default")
                            ? "export default " + name(path) + ".default;\n"
                            : "export const { " + outside + " } = " + name(path) + ";\n");
        }
        return text.toString();
    }

    private String home(String path) {
        return within.getOrDefault(path, path);
    }

    private static String relative(String from, String path) {
        var folder = Path.of("/" + from).resolveSibling("");
        var relative = folder.relativize(Path.of("/" + path)).toString();
        return relative.startsWith("..") ? relative : "./" + relative;
    }

    /** {@code js/post.js} → {@code $js_post_js}. */
    private static String name(String path) {
        return "$" + path.replaceAll("\\W", "_");
    }
}
