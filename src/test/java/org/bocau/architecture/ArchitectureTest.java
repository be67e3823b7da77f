package org.bocau.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The application keeps every rule, and every rule finds code that breaks it. */
class ArchitectureTest {
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path TEST = Path.of("src", "test", "java");
    private static final Path TEMPLATES = Path.of("src", "main", "resources", "templates");

    private static final JavaClasses OURS =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.bocau");

    private static final JavaClasses WRONG = new ClassFileImporter().importPackages("wrong");

    @Tag("T42")
    @Tag("T45")
    @Tag("T46")
    @ParameterizedTest
    @MethodSource
    void isKept(ArchRule rule) {
        rule.check(OURS);
    }

    static Stream<ArchRule> isKept() {
        return new Rules("org.bocau").all().stream();
    }

    @ParameterizedTest
    @MethodSource
    void findsWhatBreaksIt(ArchRule rule) {
        assertThat(rule.evaluate(WRONG).hasViolation()).isTrue();
    }

    static Stream<ArchRule> findsWhatBreaksIt() {
        return new Rules("wrong").all().stream();
    }

    @Test
    void filesAndMethodsAreShort() throws IOException {
        var main = Sources.files(MAIN, ".java");
        var tests = Sources.files(TEST, ".java");

        assertThat(Sources.longFiles(main)).isEmpty();
        assertThat(Sources.longFiles(tests)).isEmpty();
        assertThat(Sources.longMethods(main, Sources.METHOD_LINES)).isEmpty();
        assertThat(Sources.longMethods(tests, Sources.TEST_METHOD_LINES)).isEmpty();
    }

    @Test
    void findsLongFilesAndMethods(@TempDir Path folder) throws IOException {
        var body = "\n        int x = 1;".repeat(Sources.FILE_LINES);
        var file = folder.resolve("Long.java");
        Files.writeString(file, "class Long {\n    void run() {" + body + "\n    }\n}\n");

        assertThat(Sources.longFiles(List.of(file))).hasSize(1);
        assertThat(Sources.longMethods(List.of(file), Sources.METHOD_LINES))
                .singleElement()
                .asString()
                .contains("Long.java:2 run");
    }

    @Tag("T60")
    @Test
    void templatesHoldNothingThatCouldRun() throws IOException {
        assertThat(Sources.unsafeTemplates(Sources.files(TEMPLATES, ".html"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void findsWhatCouldRunInATemplate(String html) throws IOException {
        var file = Files.createTempFile(Path.of("target"), "template", ".html");
        Files.writeString(file, html);

        assertThat(Sources.unsafeTemplates(List.of(file))).isNotEmpty();
        Files.delete(file);
    }

    static Stream<String> findsWhatCouldRunInATemplate() {
        return Stream.of(
                "<p th:utext=\"${x}\"></p>",
                "<p>[(${x})]</p>",
                "<p th:text=\"__${x}__\"></p>",
                "<script>alert(1)</script>",
                "<script nonce=\"x\">alert(1)</script>",
                "<style>p{}</style>",
                "<p style=\"color: red\"></p>",
                "<p th:style=\"${x}\"></p>",
                "<p onclick=\"x()\"></p>",
                "<a href=\"javascript:x()\"></a>");
    }

    @Test
    void testsDoNotSleep() throws IOException {
        var tests =
                Sources.files(TEST, ".java").stream()
                        .filter(file -> !file.startsWith(TEST.resolve("org/bocau/architecture")))
                        .filter(file -> !file.startsWith(TEST.resolve("wrong")))
                        .toList();

        assertThat(Sources.linesWith(tests, "Thread.sleep(")).isEmpty();
    }
}
