package org.bocau.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.bocau.message.EmailAddress;
import org.bocau.net.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All of it together, on mail as bad as it comes. S20, S21. */
class VerificationTest {
    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");

    private final Names dns = new Names();

    /** RFC 9989 §5: whose policy counts, and when nobody can tell. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    From: a@good.example                                    | PASS      | good.example
                    From: A <a@good.example>, b@good.example                | PASS      | good.example
                    From: a@good.example, b@bad.example                     | FAIL      | bad.example
                    From: b@bad.example, a@good.example                     | FAIL      | bad.example
                    From: Bank: b@bad.example;                              | FAIL      | bad.example
                    From: Bank <b@bad.example>:;                            | FAIL      | bad.example
                    From: =?utf-8?q?a=40good.example?= <b@bad.example>      | FAIL      | bad.example
                    From: b@BAD.example                                     | FAIL      | bad.example
                    From: b@none.example                                    | NONE      | none.example
                    From: undisclosed-recipients:;                          | PERMERROR | ''
                    From:                                                   | PERMERROR | ''
                    From: nobody                                            | PERMERROR | ''
                    From: a@good..example                                   | PERMERROR | ''
                    From: a@1.example,a@2.example,a@3.example,a@4.example   | PERMERROR | ''
                    Subject: no author                                      | NONE      | ''
                    """)
    void findsTheAuthorsDomain(String field, DmarcResult.Result expected, String domain)
            throws IOException {
        dns.txt("good.example", "v=spf1 ip4:192.0.2.1 -all")
                .txt("_dmarc.good.example", "v=DMARC1; p=reject")
                .txt("_dmarc.bad.example", "v=DMARC1; p=reject");

        var dmarc = verify(field + "\n\nHello\n").dmarc();

        assertThat(dmarc.result()).isEqualTo(expected);
        assertThat(dmarc.domain()).isEqualTo(domain);
    }

    @Test
    void twoFromFieldsHaveNoAuthor() throws IOException {
        assertThat(verify("From: a@good.example\nFrom: a@good.example\n\n").dmarc().result())
                .isEqualTo(DmarcResult.Result.PERMERROR);
    }

    /** The result is a field of one message, whatever a stranger puts into the parts of it. */
    @Test
    void writesItsFindings() throws IOException {
        dns.txt("good.example", "v=spf1 ip4:192.0.2.1 -all")
                .txt("_dmarc.bad.example", "v=DMARC1; p=quarantine");
        var verdict =
                verify(
                        "DKIM-Signature: v=1; a=x; d=bad.example; s=s; b=abcdefghijk\nFrom: b@bad.example\n\n");

        assertThat(AuthenticationResults.field("us.example", verdict.findings()))
                .isEqualTo(
                        """
                        Authentication-Results: us.example;
                        \tdmarc=fail header.from=bad.example policy.dmarc=quarantine;
                        \tspf=pass smtp.mailfrom=a@good.example;
                        \tdkim=permerror reason="no h=" header.d=bad.example header.s=s header.a=x header.b=abcdefgh\
                        """
                                .replace("\n", "\r\n"));
    }

    /** S21: a server that never answers costs the time we gave it, and decides nothing. */
    @Test
    void waitsNoLongerThanItMay() throws IOException {
        var never = new CountDownLatch(1);
        var mail = Mail.of("From: a@good.example\n\n");
        var verification =
                new Verification(
                        new Silence(never), Clock.systemUTC(), Duration.ofMillis(20), "us");

        var verdict = verification.verify(envelope(), mail.header(), mail);
        never.countDown();

        assertThat(verdict.spf().result()).isEqualTo(SpfResult.Result.TEMPERROR);
        assertThat(verdict.dmarc().result()).isEqualTo(DmarcResult.Result.TEMPERROR);
        assertThat(verdict.dmarc().asked()).isEqualTo(DmarcPolicy.NONE);
    }

    private Verdict verify(String message) throws IOException {
        var mail = Mail.of(message);
        return new Verification(
                        new Silence(new CountDownLatch(0)),
                        Clock.systemUTC(),
                        Duration.ofSeconds(20),
                        "us",
                        () -> 0)
                .verify(dns, envelope(), mail.header(), mail);
    }

    private static Verification.Envelope envelope() {
        return new Verification.Envelope(
                CLIENT, "mx.good.example", EmailAddress.parse("a@good.example"));
    }

    /** Resolvers that take their time. */
    private record Silence(CountDownLatch until) implements Dns {
        @Override
        public Answer<Mx> mx(String domain) {
            return late();
        }

        @Override
        public Answer<InetAddress> addresses(String host) {
            return late();
        }

        @Override
        public Answer<String> txt(String name) {
            return late();
        }

        @Override
        public Answer<String> ptr(InetAddress address) {
            return late();
        }

        @Override
        public Answer<Tlsa> tlsa(int port, String host) {
            return late();
        }

        private <T> Answer<T> late() {
            try {
                until.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return new Failure<>("too late");
        }
    }
}
