package org.bocau.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.bocau.mailauth.DkimResult.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we sign verifies; what somebody makes of it does not. */
class DkimSignerTest {
    private static final String MESSAGE =
            """
            Received: from elsewhere
            From: An <an@example.org>
            To: Binh <binh@example.net>
            References: <a@example.org>
            References: <b@example.org>
            Subject: A  long
             subject

            Hello
            """;

    private static final Names DNS = new Names();
    private static final List<SigningKey> KEYS = keys();

    private static List<SigningKey> keys() {
        var keys = new ArrayList<SigningKey>();
        for (var algorithm : Algorithm.values()) {
            var made = DkimKeys.make(algorithm);
            var key = DkimKeys.privateKey(algorithm, made.privateKey());
            var selector = algorithm.keyType();
            DNS.txt(selector + "._domainkey.example.org", made.record());
            keys.add(new SigningKey("example.org", selector, algorithm, key));
        }
        return keys;
    }

    @Test
    void signsWithEveryKey() throws IOException {
        var results = DkimTest.verify(signed() + MESSAGE, DNS);

        assertThat(results)
                .extracting(DkimResult::result)
                .containsExactly(Result.PASS, Result.PASS);
        assertThat(results)
                .extracting(DkimResult::algorithm)
                .containsExactly("rsa-sha256", "ed25519-sha256");
        assertThat(results).extracting(DkimResult::domain).containsOnly("example.org");
    }

    @Test
    void keepsItsLinesShort() throws IOException {
        assertThat(signed().lines()).allMatch(line -> line.length() <= 78);
    }

    /** Those it has, and those it has not. RFC 6376 §8.15. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "From",
                "To",
                "Cc",
                "Subject",
                "Date",
                "Message-ID",
                "Reply-To",
                "MIME-Version",
                "Content-Type",
                "Content-Transfer-Encoding"
            })
    void nobodyCanAddAField(String name) throws IOException {
        var more = MESSAGE.replace("\n\nHello", "\n" + name + ": x\n\nHello");

        assertThat(DkimTest.verify(signed() + more, DNS))
                .extracting(DkimResult::result)
                .containsOnly(Result.FAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Received", "List-Id", "Authentication-Results"})
    void carriersMayAddTheirs(String name) throws IOException {
        assertThat(DkimTest.verify(name + ": x\n" + signed() + MESSAGE, DNS))
                .extracting(DkimResult::result)
                .containsOnly(Result.PASS);
    }

    @Test
    void fieldsThatAreThereTwiceAreBothSigned() throws IOException {
        var swapped = MESSAGE.replace("References: <a@example.org>\n", "");

        assertThat(DkimTest.verify(signed() + swapped, DNS))
                .extracting(DkimResult::result)
                .containsOnly(Result.FAIL);
    }

    @Test
    void makesNothingOfNoKeys() throws IOException {
        var mail = Mail.of(MESSAGE);

        assertThat(new DkimSigner(Clock.systemUTC()).sign(mail.header(), mail, List.of()))
                .isEmpty();
    }

    private static String signed() throws IOException {
        var clock = Clock.fixed(Instant.ofEpochSecond(1_599_999_999), ZoneOffset.UTC);
        var mail = Mail.of(MESSAGE);
        return String.join("\n", new DkimSigner(clock).sign(mail.header(), mail, KEYS)) + "\n";
    }
}
