package org.bocau.architecture;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The rules over the text of sources and templates; each gives what breaks it, a line each. */
final class Sources {
    static final int FILE_LINES = 500;
    static final int METHOD_LINES = 60;

    /** A test's method may be a table of cases. */
    static final int TEST_METHOD_LINES = 100;

    /** What a page must not contain, and the reason. */
    private static final Map<String, Pattern> NOT_IN_TEMPLATES =
            Map.of(
                    "unescaped text", Pattern.compile("th:utext|\\[\\(\\s*[$*#@~]"),
                    "preprocessing", Pattern.compile("__\\$\\{"),
                    "inline script", Pattern.compile("<script(?![^>]*\\ssrc=|[^>]*th:src=)"),
                    "inline style", Pattern.compile("<style|\\s(?:th:)?style\\s*="),
                    "event handler", Pattern.compile("\\s(?:th:)?on[a-z]+\\s*="),
                    "script URL", Pattern.compile("(?i)javascript:"));

    private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");

    private Sources() {}

    static List<Path> files(Path folder, String ending) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> longFiles(List<Path> files) throws IOException {
        var found = new ArrayList<String>();
        for (var file : files) {
            int lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES) {
                found.add(file + ": " + lines + " lines");
            }
        }
        return found;
    }

    /** Methods and constructors, from their first line, annotations included, to the brace. */
    static List<String> longMethods(List<Path> files, int most) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var units = manager.getJavaFileObjectsFromPaths(files);
            var task = (JavacTask) compiler.getTask(null, manager, null, null, null, units);
            var positions = Trees.instance(task).getSourcePositions();
            var found = new ArrayList<String>();
            for (var unit : task.parse()) {
                new TreePathScanner<Void, Void>() {
                    @Override
                    public Void visitMethod(MethodTree method, Void unused) {
                        var lines = unit.getLineMap();
                        long first = lines.getLineNumber(positions.getStartPosition(unit, method));
                        long last = lines.getLineNumber(positions.getEndPosition(unit, method));
                        if (last - first + 1 > most) {
                            found.add(
                                    unit.getSourceFile().getName()
                                            + ":"
                                            + first
                                            + " "
                                            + method.getName()
                                            + ": "
                                            + (last - first + 1)
                                            + " lines");
                        }
                        return super.visitMethod(method, null);
                    }
                }.scan(unit, null);
            }
            return found;
        }
    }

    static List<String> unsafeTemplates(List<Path> files) throws IOException {
        var found = new ArrayList<String>();
        for (var file : files) {
            var text = COMMENT.matcher(Files.readString(file)).replaceAll("");
            NOT_IN_TEMPLATES.forEach((what, pattern) -> {
                var matcher = pattern.matcher(text);
                if (matcher.find()) {
                    found.add(file + ": " + what + ": " + matcher.group());
                }
            });
        }
        return found;
    }

    /** Lines of these files that contain a text. */
    static List<String> linesWith(List<Path> files, String text) throws IOException {
        var found = new ArrayList<String>();
        for (var file : files) {
            var lines = Files.readAllLines(file);
            for (int at = 0; at < lines.size(); at++) {
                if (lines.get(at).contains(text)) {
                    found.add(file + ":" + (at + 1));
                }
            }
        }
        return found;
    }
}
