package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListPatternTest {
    @ParameterizedTest
    @CsvSource({
        "*, a/b/c, true",
        "%, a, true",
        "%, a/b, false",
        "a/%, a/b, true",
        "a/%, a/b/c, false",
        "a/*, a/b/c, true",
        "a/*, a, false",
        "a*, a, true",
        "%b, a/b, false",
        "*b, a/b, true",
        "%/%, a/b, true",
        "a%c, abbbc, true",
        "a%c, ab/c, false",
        "*%, a/b, true",
        "%*, a/b, true",
        "inbox, INBOX, true",
        "Inb%, INBOX, true",
        "inbox, inbox2, false",
        "trash, Trash, false",
        "a.c, abc, false",
        "'', a, false"
    })
    void matches(String pattern, String name, boolean expected) {
        assertThat(new ListPattern(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    void costsLittleWhateverThePatternIs() { // I04
        var hard = new ListPattern("*%*%*%*%*a" + "*a%".repeat(100) + "b");
        var name = "a".repeat(200);
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        assertThat(hard.matches(name)).isFalse();
                    }
                });
    }
}
