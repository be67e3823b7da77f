package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bocau.markup.HtmlAttacks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;

/**
 * The table of {@code src/docs/security.md} and the tests say the same: which classes of attack
 * there are, and which tests are for each.
 */
class ThreatsTest {
    private static final int LAST = 60;
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| T(\\d+) \\| [^|]+ \\| ([^|]+) \\|$");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void everyClassOfAttackHasItsTests() throws IOException {
        var tested = tested();

        assertThat(tested.keySet()).containsAll(IntStream.rangeClosed(1, LAST).boxed().toList());
        assertThat(written()).isEqualTo(tested);
    }

    private static Map<Integer, Set<String>> written() throws IOException {
        var rows = ROW.matcher(Files.readString(Path.of("src", "docs", "security.md")));
        var written = new TreeMap<Integer, Set<String>>();
        rows.results()
                .forEach(row ->
                        written.put(
                                Integer.valueOf(row.group(1)),
                                NAME.matcher(row.group(2))
                                        .results()
                                        .map(name -> name.group(1))
                                        .collect(Collectors.toCollection(TreeSet::new))));
        return written;
    }

    /** By the tags of the tests, and the fixtures that are opened one by one. */
    private static Map<Integer, Set<String>> tested() {
        var tested = new TreeMap<Integer, Set<String>>();
        var classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.OnlyIncludeTests())
                        .importPackages("org.bocau");
        for (var type : classes) {
            tags(type).forEach(number -> add(tested, number, type.getSimpleName()));
        }
        HtmlAttacks.all()
                .map(attack -> attack.id().replaceAll("\\D", ""))
                .filter(number -> !number.isEmpty())
                .map(Integer::valueOf)
                .forEach(number -> {
                    add(tested, number, "HtmlBodyTest");
                    add(tested, number, "LeakTest");
                });
        return tested;
    }

    private static void add(Map<Integer, Set<String>> tested, int number, String test) {
        tested.computeIfAbsent(number, _ -> new TreeSet<>()).add(test);
    }

    private static Stream<Integer> tags(JavaClass type) {
        return type.getMethods().stream()
                .flatMap(ThreatsTest::tags)
                .filter(tag -> tag.matches("T\\d+"))
                .map(tag -> Integer.valueOf(tag.substring(1)));
    }

    private static Stream<String> tags(JavaMethod method) {
        var one = method.tryGetAnnotationOfType(Tag.class).stream();
        var several =
                method.tryGetAnnotationOfType(Tags.class).stream()
                        .flatMap(tags -> Arrays.stream(tags.value()));
        return Stream.concat(one, several).map(Tag::value);
    }
}
