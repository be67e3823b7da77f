package org.bocau.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The strings of the interface: each is said somewhere, and in both languages. */
class WordsTest {
    private static final Path BUNDLES = Path.of("src", "main", "resources", "i18n");
    private static final Path MAIN = Path.of("src", "main");
    private static final Pattern WORD = Pattern.compile("[\\w.-]+");

    /** A literal that ends with a dot begins keys whose end is computed. */
    private static final Pattern BEGINNING = Pattern.compile("['\"|]((?:[\\w-]+\\.)+)(?=['\"|$])");

    /** Beginnings of one word are many things; these are keys. */
    private static final Set<String> SHORT_BEGINNINGS =
            Set.of("folder.", "error.", "report.", "queue.", "settings.");

    /** Asked for by the framework. */
    private static final Set<String> FRAMEWORK = Set.of("typeMismatch");

    @Test
    void everyStringIsSaidSomewhere() throws IOException {
        var words = new HashSet<>(FRAMEWORK);
        var beginnings = new HashSet<>(SHORT_BEGINNINGS);
        for (var ending : List.of(".java", ".html", ".js", ".mjs")) {
            for (var file : Sources.files(MAIN, ending)) {
                var text = Files.readString(file);
                WORD.matcher(text).results().forEach(word -> words.add(word.group()));
                BEGINNING
                        .matcher(text)
                        .results()
                        .map(found -> found.group(1))
                        .filter(WordsTest::hasSeveralWords)
                        .forEach(beginnings::add);
            }
        }
        var unused = new TreeSet<String>();
        for (var bundle : bundles()) {
            for (var key : keys(bundle)) {
                if (!words.contains(key) && beginnings.stream().noneMatch(key::startsWith))
                    unused.add(bundle.getFileName() + ": " + key);
            }
        }
        assertThat(unused).isEmpty();
    }

    private static boolean hasSeveralWords(String beginning) {
        return beginning.indexOf('.') < beginning.length() - 1;
    }

    @Test
    void everyStringIsThereInBothLanguages() throws IOException {
        for (var bundle : bundles()) {
            var name = bundle.getFileName().toString().replace(".properties", "_vi.properties");
            assertThat(keys(BUNDLES.resolve(name))).as(name).isEqualTo(keys(bundle));
        }
    }

    private static List<Path> bundles() {
        return Sources.files(BUNDLES, ".properties").stream()
                .filter(file -> !file.toString().endsWith("_vi.properties"))
                .toList();
    }

    private static Set<String> keys(Path bundle) throws IOException {
        var strings = new Properties();
        try (var in = Files.newBufferedReader(bundle)) {
            strings.load(in);
        }
        return strings.stringPropertyNames();
    }
}
