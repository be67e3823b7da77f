package org.bocau.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingTest {
    @Test
    void wordsAreThePiecesToo() {
        assertThat(Folding.words("Nguyễn Văn Đức", "duc.nguyen@one.example"))
                .isEqualTo(" nguyen van duc duc.nguyen@one.example one example");
    }

    @ParameterizedTest
    @CsvSource({
        "nguyen, % nguyen%",
        "Nguyễn, % nguyen%",
        "'100%', '% 100\\%%'",
        "a_b, '% a\\_b%'",
        "'<an@one.example', '% an@one.example%'",
    })
    void beginningsAreEscaped(String typed, String pattern) {
        assertThat(Folding.beginnings(typed)).containsExactly(pattern);
    }

    @Test
    void nothingTypedAsksForNothing() {
        assertThat(Folding.beginnings("  \"<")).isEmpty();
    }
}
