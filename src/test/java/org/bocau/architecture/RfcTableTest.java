package org.bocau.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code src/docs/rfcs.md} says what the code says. */
class RfcTableTest {
    private static final Path TABLE = Path.of("src", "docs", "rfcs.md");
    private static final Path MAIN = Path.of("src", "main", "java");

    private static final Pattern ROW =
            Pattern.compile("^\\| (\\d{3,4}) \\| [^|]+ \\| (\\w+) \\|.*\\|$", Pattern.MULTILINE);
    private static final Pattern NUMBER = Pattern.compile("\\b\\d{3,4}\\b");
    private static final Pattern CITATION = Pattern.compile("RFCs? (?:\\*\\s+)?(\\d{3,4})\\b");

    @Test
    void everyStandardTheCodeCitesHasARow() throws IOException {
        var missing = new TreeSet<>(cited());
        missing.removeAll(rows().keySet());

        assertThat(missing).as("cited in the code, without a row in rfcs.md").isEmpty();
    }

    @Test
    void everyStandardSaidToBeSpokenIsCited() throws IOException {
        var numbers = new HashSet<String>();
        NUMBER.matcher(source()).results().forEach(found -> numbers.add(found.group()));
        var claimed = new TreeSet<String>();
        rows().forEach((number, state) -> {
            if (!state.equals("no")) {
                claimed.add(number);
            }
        });
        claimed.removeAll(numbers);

        assertThat(claimed).as("in rfcs.md, but nowhere in the code").isEmpty();
    }

    @Test
    void everyRowHasAStateWeKnow() throws IOException {
        assertThat(rows().values()).isSubsetOf("yes", "partial", "no").hasSizeGreaterThan(50);
    }

    private static Map<String, String> rows() throws IOException {
        var rows = new TreeMap<String, String>();
        var matcher = ROW.matcher(Files.readString(TABLE));
        while (matcher.find()) {
            rows.put(matcher.group(1), matcher.group(2));
        }
        return rows;
    }

    private static SortedSet<String> cited() throws IOException {
        var numbers = new TreeSet<String>();
        CITATION.matcher(source()).results().forEach(found -> numbers.add(found.group(1)));
        return numbers;
    }

    private static String source() throws IOException {
        var text = new StringBuilder();
        for (var file : Sources.files(MAIN, ".java")) {
            text.append(Files.readString(file));
        }
        return text.toString();
    }
}
