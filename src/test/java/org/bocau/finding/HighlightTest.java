package org.bocau.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.stream.Collectors;
import org.bocau.search.Query;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HighlightTest {
    @ParameterizedTest
    @CsvSource({
        "thu, Thư mời họp, [Thư] mời họp",
        "moi subject:hop, Thư mời họp, Thư [mời] [họp]",
        "'\"thu moi\"', Thư mời họp, [Thư mời] họp",
        "-thu, Thư mời, Thư mời",
        "da, đã đặt, [đã] [đặ]t",
        "strasse, Hauptstraße 5, Haupt[straße] 5",
        "is:unread, x, x",
        "an OR binh, Bình và An, [Bình] và [An]",
        "ss, Straße, Stra[ß]e",
    })
    void marksWhatWasLookedFor(String query, String line, String marked) {
        var highlight = new Highlight(Query.parse(query, LocalDate.of(2026, 11, 22)).expression());
        assertThat(
                        highlight.of(line).stream()
                                .map(p -> p.hit() ? "[" + p.text() + "]" : p.text())
                                .collect(Collectors.joining()))
                .isEqualTo(marked);
    }
}
