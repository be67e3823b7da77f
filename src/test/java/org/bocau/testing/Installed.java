package org.bocau.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skips tests whose program is not installed, and leaves nobody in doubt about it: a banner, and a
 * line in {@code target/skipped}, for which {@code .ci/run} fails.
 */
final class Installed implements ExecutionCondition {
    private static final String RULE = "=".repeat(78);
    private static final Path RECORD = Path.of("target", "skipped");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        var test = context.getRequiredTestClass();
        var missing =
                Stream.concat(
                                AnnotationSupport.findAnnotation(test, NeedsProgram.class).stream()
                                        .flatMap(needs -> Arrays.stream(needs.value()))
                                        .filter(name -> program(name).isEmpty()),
                                AnnotationSupport.findAnnotation(test, BrowserTest.class).stream()
                                        .filter(_ -> TestBrowser.executable().isEmpty())
                                        .map(_ -> "chromium (or BOCAU_CHROMIUM)"))
                        .toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("all programs are installed");
        }
        if (context.getTestMethod().isEmpty()) {
            tell(test.getName(), missing);
        }
        return ConditionEvaluationResult.disabled("not installed: " + missing);
    }

    /** Where a program is on PATH. */
    static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void tell(String test, List<String> missing) {
        System.err.printf("%n%s%nSKIPPED: %s needs %s.%n%s%n", RULE, test, missing, RULE);
        try {
            Files.write(
                    RECORD,
                    List.of(test + " needs " + missing),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
