package org.bocau.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips browser tests where no browser is installed, and leaves nobody in doubt about it. */
final class ChromiumCondition implements ExecutionCondition {
    private static final String RULE = "=".repeat(78);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        var chromium = TestBrowser.executable();
        if (chromium.isPresent()) {
            return ConditionEvaluationResult.enabled("browser: " + chromium.get());
        }
        if (context.getTestMethod().isEmpty()) {
            tell(context.getDisplayName());
        }
        return ConditionEvaluationResult.disabled("no Chromium or Chrome is installed");
    }

    private static void tell(String test) {
        System.err.printf(
                "%n%s%nSKIPPED: %s needs a browser. Install chromium, or set BOCAU_CHROMIUM.%n%s%n",
                RULE, test, RULE);
        try {
            var record = Files.createDirectories(Path.of("target")).resolve("browser-skipped");
            Files.write(
                    record, List.of(test), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
