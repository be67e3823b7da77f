package org.bocau.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** {@code src/docs/operations.md} names what an administrator can set and watch. */
class OperationsTest {
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Pattern METRIC = Pattern.compile("\"(bocau(?:\\.[a-z0-9]+){2,})\"");

    @Test
    void everySettingIsThereWithItsDefault() throws Exception {
        var lines = Files.readAllLines(Path.of("src", "docs", "operations.md"));
        var missing = new ArrayList<String>();
        for (var properties : properties()) {
            var prefix = properties.getAnnotation(ConfigurationProperties.class).value();
            compare(prefix, properties, lines, missing);
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyMetricIsThere() throws IOException {
        var text = Files.readString(Path.of("src", "docs", "operations.md"));
        for (var file : Sources.files(MAIN, ".java")) {
            METRIC.matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group(1))
                    .forEach(name -> assertThat(text).contains("`" + name));
        }
    }

    private static List<Class<?>> properties() throws ClassNotFoundException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var found = new ArrayList<Class<?>>();
        for (var bean : scanner.findCandidateComponents("org.bocau")) {
            found.add(Class.forName(bean.getBeanClassName()));
        }
        assertThat(found).hasSizeGreaterThan(10);
        return found;
    }

    private static void compare(
            String prefix, Class<?> properties, List<String> lines, List<String> missing) {
        var row =
                String.join(
                        "",
                        lines.stream().filter(l -> l.startsWith("| `" + prefix + "` |")).toList());
        for (var component : properties.getRecordComponents()) {
            if (component.getType().isRecord()) {
                compare(prefix + "." + name(component), component.getType(), lines, missing);
            } else if (!Pattern.compile(Pattern.quote(entry(component)) + "[ ,]")
                    .matcher(row)
                    .find()) {
                missing.add(prefix + ": " + entry(component));
            }
        }
    }

    /** {@code `idle-time` 30m}. */
    private static String entry(RecordComponent component) {
        var value = component.getAnnotation(DefaultValue.class);
        var text = value == null ? "" : String.join("", value.value());
        return ("`" + name(component) + "` " + text).strip();
    }

    private static String name(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
