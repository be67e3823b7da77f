package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5256 §2.1, step by step. */
class BaseSubjectTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Hello | HELLO",
                "Re: Hello | HELLO",
                "RE:Hello | HELLO",
                "Re : Hello | HELLO",
                "Fw: Hello | HELLO",
                "Fwd: Hello | HELLO",
                "Re: Re: Fwd: Hello | HELLO",
                "Re[2]: Hello | HELLO",
                "Re [blob] : Hello | HELLO",
                "[list] Hello | HELLO",
                "[list] Re: [other] Hello | HELLO",
                "[a][b] Re: Hello | HELLO",
                "[only] | [ONLY]",
                "Re: [only] | [ONLY]",
                "Hello (fwd) | HELLO",
                "Hello (fwd) (FWD)  | HELLO",
                "[Fwd: Hello] | HELLO",
                "[fwd: Re: [list] Hello (fwd)] | HELLO",
                "[Fwd: [Fwd: Hello]] | HELLO",
                "a   b\tc | A B C",
                "Reply: Hello | REPLY: HELLO",
                "Regarding | REGARDING",
                "re | RE",
                "Re: |",
                "(fwd) |",
                "[] Hello | HELLO",
                "[a[b] Hello | [A[B] HELLO",
                "Re: Thư mới | THƯ MỚI",
            })
    void strips(String subject, String base) {
        assertThat(BaseSubject.of(subject).key())
                .isEqualTo(UnicodeCasemap.key(base == null ? "" : base));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Hello | false",
                "[list] Hello | false",
                "[fwd] Hello | false",
                "Regarding | false",
                "Re: Hello | true",
                "[list] fw: Hello | true",
                "Re[2] : Hello | true",
                "Hello (fwd) | true",
                "[Fwd: Hello] | true",
                "[Fwd: Hello] now | false",
                "Re: | true",
            })
    void knowsRepliesAndForwards(String subject, boolean reply) {
        assertThat(BaseSubject.of(subject).reply()).isEqualTo(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[]", "[a]", "re:", "[fwd:", "(fwd)", " ", "re[", "]"})
    void takesLittleTime(String flood) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(BaseSubject.of(flood.repeat(100_000))).isNotNull());
    }
}
