package org.bocau.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bocau.message.HeaderSection;
import org.bocau.trust.SenderVerdict.Standing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only what this server wrote is believed (T52), and only for the author it was written about. */
class SenderVerdictTest {
    static final String US = "mx.example.org";

    static HeaderSection header(String... fields) {
        var octets = (String.join("\r\n", fields) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        try {
            return HeaderSection.read(new ByteArrayInputStream(octets), 100_000, 100);
        } catch (Exception unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Standing standing(HeaderSection header) {
        return SenderVerdict.of(header, US, List.of("an@bank.example")).standing();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dmarc=pass header.from=bank.example | PROVEN",
                "dmarc=pass header.from=Bank.Example | PROVEN",
                "dmarc=pass header.from=other.example | UNPROVEN",
                "dmarc=pass | UNPROVEN",
                "dmarc=fail header.from=bank.example | REFUTED",
                "dmarc=none header.from=bank.example; spf=pass | UNPROVEN",
                "dmarc=temperror header.from=bank.example | UNPROVEN",
                "auth=pass smtp.auth=an@bank.example | OURS",
                "none | UNKNOWN",
                "spf=pass | UNKNOWN"
            })
    void readsOurVerdict(String results, Standing standing) {
        var ours = "Authentication-Results: " + US + "; " + results;
        assertThat(standing(header(ours, "Received: from x by y; today"))).isEqualTo(standing);
    }

    @Tag("T52")
    @Test
    void othersVerdictsAreNotAsked() {
        var pass = "; dmarc=pass header.from=bank.example";
        assertThat(standing(header("Authentication-Results: mx.bank.example" + pass)))
                .isEqualTo(Standing.UNKNOWN);
        assertThat(standing(header("X-Authentication-Results: " + US + pass)))
                .isEqualTo(Standing.UNKNOWN);
        assertThat(
                        standing(
                                header(
                                        "Received: from x by y; today",
                                        "Authentication-Results: " + US + pass)))
                .as("it came with the letter, and nobody took it out")
                .isEqualTo(Standing.UNKNOWN);
    }

    /** Who is signed in has sent it again, and need not be who wrote it. RFC 5322 §3.6.6 */
    @Test
    void whoPassesALetterOnIsNotItsAuthor() {
        var ours = "Authentication-Results: " + US + "; auth=pass smtp.auth=x@example.org";
        var again = "Resent-From: x@example.org";
        assertThat(standing(header(ours, "Received: from x by y; today", again)))
                .isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void theTopmostIsOurs() {
        var header =
                header(
                        "Return-Path: <x@evil.example>",
                        "Authentication-Results: " + US + "; dmarc=fail header.from=bank.example",
                        "Authentication-Results: " + US + "; dmarc=pass header.from=bank.example");
        assertThat(standing(header)).isEqualTo(Standing.REFUTED);
    }

    @Test
    void whoHasSeveralAuthorsHasNone() {
        var ours = "Authentication-Results: " + US + "; dmarc=pass header.from=bank.example";
        var authors = List.of("an@bank.example", "m@evil.example");
        assertThat(SenderVerdict.of(header(ours), US, authors).believed()).isFalse();
        assertThat(SenderVerdict.of(header(ours), US, List.of()).believed()).isFalse();
        assertThat(SenderVerdict.of(header(ours), US, List.of("bank")).believed()).isFalse();
    }
}
