package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * S21: what a sender's zone may do to a session. The message is taken, the finding is an error of
 * the zone's, and few questions are asked. What never answers: {@code VerificationTest}; loops of
 * aliases: {@code DnsResolverTest}.
 */
@IntegrationTest
class HostileDnsTest {
    private static final int MOST_QUESTIONS = 60;

    private final TestServer server;
    private final Zone zone;
    private final TestAccount an;
    private final String sender;
    private int before;

    HostileDnsTest(TestServer server) {
        this.server = server;
        this.zone = server.bean(Zone.class);
        this.an = server.account("an");
        this.sender = "hostile." + server.domain();
    }

    @BeforeEach
    void count() {
        before = zone.questions();
    }

    /** RFC 7208 §4.6.4: ten terms that ask. */
    @Test
    void elevenLookups() throws IOException {
        var record = new StringBuilder("v=spf1");
        for (int i = 0; i < 11; i++) {
            record.append(" include:i").append(i).append('.').append(sender);
            zone.txt("i" + i + "." + sender, "v=spf1 ?exists:%{l}.x." + sender);
        }
        zone.txt(sender, record.toString());
        assertThat(taken("Subject: x\r\n")).contains("spf=permerror");
    }

    /** The same: a name of the macro that does not exist counts, two are too many. */
    @Test
    void namesThatDoNotExist() throws IOException {
        zone.txt(
                sender,
                "v=spf1 exists:%{l}.a.%{d} exists:%{ir}.b.%{d} exists:%{h}.c.%{d} exists:%{s}.d.%{d} -all");
        assertThat(taken("Subject: x\r\n")).contains("spf=permerror");
    }

    @Test
    void twoThousandRecords() throws IOException {
        for (int i = 0; i < 2000; i++) {
            zone.mx(sender, 10, "mx" + i + "." + sender);
            zone.txt("_dmarc." + sender, "v=DMARC1; p=reject; n=" + i);
        }
        zone.txt(sender, "v=spf1 mx -all");
        assertThat(taken("Subject: x\r\n")).contains("spf=permerror", "dmarc=none");
    }

    @Test
    void sixtyFourKilobytesOfText() throws IOException {
        zone.txt(sender, "v=spf1 " + "a ".repeat(32_000) + "-all");
        zone.txt("s._domainkey." + sender, "v=DKIM1; p=" + "A".repeat(16_384));
        assertThat(taken(signature("s"))).contains("spf=permerror", "dkim=permerror");
    }

    /** Five of them are looked at. */
    @Test
    void aHundredSignatures() throws IOException {
        var fields = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            fields.append(signature("s" + i));
        }
        assertThat(taken(fields.toString()).split("dkim=permerror", -1)).hasSize(6);
    }

    private String signature(String selector) {
        return "DKIM-Signature: v=1; a=rsa-sha256; d=%s; s=%s; h=from; bh=aGVsbG8=; b=aGVsbG8=\r\n"
                .formatted(sender, selector);
    }

    /** The fields that we have put on top. */
    private String taken(String fields) throws IOException {
        try (var talk = SmtpTalk.stranger(server, "127.1.2.4")) {
            talk.must("250", "EHLO client.example");
            var message = fields + "From: <ada@" + sender + ">\r\n\r\nx\r\n";
            assertThat(talk.send("ada@" + sender, List.of(an.login()), message)).startsWith("250");
            talk.must("250", "NOOP");
        }
        assertThat(zone.questions() - before).isLessThan(MOST_QUESTIONS);
        var stored = TestInbox.messages(server, an);
        assertThat(stored).hasSize(1);
        return stored.getFirst().substring(0, stored.getFirst().indexOf("Received: "));
    }
}
