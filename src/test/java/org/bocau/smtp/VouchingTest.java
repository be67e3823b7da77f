package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.bocau.account.Domains;
import org.bocau.account.InboundRule;
import org.bocau.mailauth.DkimResult;
import org.bocau.mailbox.SpecialUse;
import org.bocau.net.HostName;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.Signatures;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.Test;

/**
 * Who vouches for mail that comes in, and what comes of it; and that we vouch for what goes out.
 */
@IntegrationTest
class VouchingTest {
    private static final String CLIENT = "127.1.2.3";

    private final TestServer server;
    private final Zone zone;
    private final TestAccount an;
    private final String sender; // a domain elsewhere

    VouchingTest(TestServer server) {
        this.server = server;
        this.zone = server.bean(Zone.class);
        this.an = server.account("an");
        this.sender = "sender." + server.domain();
    }

    @Test
    void writesDownWhatItFound() throws IOException {
        zone.txt(sender, "v=spf1 ip4:127.1.2.3 -all").txt("_dmarc." + sender, "v=DMARC1; p=reject");

        assertThat(deliver(message())).startsWith("250");

        var host = server.bean(HostName.class).value();
        assertThat(TestInbox.messages(server, an))
                .singleElement()
                .asString()
                .startsWith(
                        "Return-Path: <ada@%s>\r\nAuthentication-Results: %s;\r\n"
                                .formatted(sender, host))
                .contains("\tdmarc=pass header.from=" + sender + " policy.dmarc=reject;\r\n")
                .contains("\tspf=pass smtp.mailfrom=ada@" + sender + ";\r\n")
                .contains("\tdkim=none\r\nReceived: from client.example ([127.1.2.3])")
                .endsWith("\r\n" + message());
    }

    /** RFC 3461 §5.2.3, S09: success is told to who is known to have sent the message. */
    @Test
    void tellsOfSuccessWhomSpfHasProved() throws IOException {
        successAsked("before@" + sender);
        zone.txt(sender, "v=spf1 ip4:127.1.2.3 -all");
        successAsked("after@" + sender);

        assertThat(
                        server.jdbc()
                                .sql(
                                        """
                                        select r.address from queue_recipient r join queue_message m on m.id = r.message_id
                                         where m.reverse_path = '' and r.address like ?
                                        """)
                                .param("%@" + sender)
                                .query(String.class)
                                .list())
                .containsExactly("after@" + sender);
    }

    private void successAsked(String from) throws IOException {
        try (var talk = SmtpTalk.stranger(server, CLIENT)) {
            talk.must("250", "EHLO client.example");
            talk.must("250", "MAIL FROM:<" + from + ">");
            talk.must("250", "RCPT TO:<" + an.login() + "> NOTIFY=SUCCESS");
            assertThat(talk.data(message() + ".\r\n")).startsWith("250");
        }
    }

    @Test
    void refusesWhatTheAuthorsDomainDisowns() throws IOException {
        policy("reject");

        assertThat(deliver(message()))
                .isEqualTo(
                        "550 5.7.26 The author's domain %s does not vouch for it (DMARC)"
                                .formatted(sender));
        assertThat(inbox()).isEmpty();
        assertThat(junk()).isEmpty();
    }

    @Test
    void filesIntoJunkWhatIsToBeQuarantined() throws IOException {
        policy("quarantine");

        assertThat(deliver(message())).startsWith("250");
        assertThat(inbox()).isEmpty();
        assertThat(junk()).singleElement().asString().contains("dmarc=fail", "spf=fail");
    }

    /** RFC 7208 §8.4: a forwarder makes it fail. */
    @Test
    void spfAloneRefusesNothing() throws IOException {
        zone.txt(sender, "v=spf1 -all");

        assertThat(deliver(message())).startsWith("250");
        assertThat(inbox()).singleElement().asString().contains("spf=fail", "dmarc=none");
    }

    @Test
    void aDomainOfOursMayJudgeOtherwise() throws IOException {
        policy("reject");
        rule(InboundRule.JUNK);
        assertThat(deliver(message())).startsWith("250");
        assertThat(junk()).hasSize(1);

        rule(InboundRule.ACCEPT);
        assertThat(deliver(message())).startsWith("250");
        assertThat(inbox()).hasSize(1);

        zone.remove("_dmarc." + sender);
        zone.txt("_dmarc." + sender, "v=DMARC1; p=quarantine");
        rule(InboundRule.REJECT);
        assertThat(deliver(message())).startsWith("550 5.7.26");
    }

    /** One reply counts for all: who would have refused it finds it in Junk. */
    @Test
    void severalRecipientsAreRefusedTogetherOrNotAtAll() throws IOException {
        policy("reject");
        var binh = elsewhere("binh", InboundRule.ACCEPT);
        assertThat(deliver(message(), an.login(), binh.login())).startsWith("250");
        assertThat(junk()).hasSize(1);
        assertThat(inbox()).isEmpty();
        assertThat(TestInbox.messages(server, binh)).hasSize(1);

        var chi = elsewhere("chi", InboundRule.REJECT);
        assertThat(deliver(message(), an.login(), chi.login())).startsWith("550 5.7.26");
        assertThat(TestInbox.messages(server, chi)).isEmpty();
    }

    /** What might pass a minute later is not lost, and not let in either. */
    @Test
    void whatNobodyCanTellNowIsDeferred() throws IOException {
        zone.txt("_dmarc." + sender, "v=DMARC1; p=reject").fails(sender);

        assertThat(deliver(message()))
                .isEqualTo(
                        "451 4.4.3 The DNS of the author's domain %s does not answer, try again later"
                                .formatted(sender));
        zone.answers(sender).txt(sender, "v=spf1 ip4:127.1.2.3 -all");
        assertThat(deliver(message())).startsWith("250");
        assertThat(inbox()).hasSize(1);
    }

    @Test
    void examinesWhatComesInChunks() throws IOException {
        policy("reject");
        try (var talk = SmtpTalk.stranger(server, CLIENT)) {
            talk.must("250", "EHLO client.example");
            talk.envelope("ada@" + sender, List.of(an.login()));
            talk.wire().send("BDAT " + message().length() + " LAST\r\n" + message());
            assertThat(talk.reply()).startsWith("550 5.7.26");
        }
    }

    /** S20: what readers could take for two authors. */
    @Test
    void anAuthorWhoCannotBeToldGoesToJunk() throws IOException {
        deliver("From: <ada@" + sender + ">\r\n" + message());
        deliver("From: a@.." + sender + "\r\n\r\n");

        assertThat(inbox()).isEmpty();
        assertThat(junk()).hasSize(2).allMatch(m -> m.contains("dmarc=permerror"));
    }

    @Test
    void nobodyElseWritesInOurName() throws IOException {
        var host = server.bean(HostName.class).value();

        deliver("Authentication-Results: " + host + "; dmarc=pass\r\n" + message());

        assertThat(inbox())
                .singleElement()
                .asString()
                .doesNotContain("dmarc=pass")
                .contains("dmarc=none");
    }

    /** A user's words about others are no better. */
    @Test
    void usersAreNotExaminedAndWriteNoVerdictsEither() throws IOException {
        var host = server.bean(HostName.class).value();
        var forged = "Authentication-Results: " + host + "; dmarc=pass\r\n";
        var message = forged + "From: <%s>\r\n\r\nx\r\n".formatted(an.login());

        try (var talk = SmtpTalk.as(server, an)) {
            assertThat(talk.send(an.login(), List.of(an.login()), message)).startsWith("250");
        }

        assertThat(inbox())
                .singleElement()
                .asString()
                .doesNotContain("dmarc", "spf=")
                .contains(";\r\n\tauth=pass smtp.auth=" + an.login() + "\r\n");
    }

    @Test
    void nobodyIsRefusedWhileTheDnsIsSilent() throws IOException {
        zone.fails(sender).fails("_dmarc." + sender);

        assertThat(deliver(message())).startsWith("250");
        assertThat(inbox()).singleElement().asString().contains("spf=temperror", "dmarc=temperror");
        zone.answers(sender).answers("_dmarc." + sender);
    }

    /** Its own gateway, for one: the address says nothing about the sender. */
    @Test
    void leavesExemptClientsAlone() throws IOException {
        policy("reject");

        try (var talk = SmtpTalk.mx(server)) {
            assertThat(talk.send("ada@" + sender, List.of(an.login()), message()))
                    .startsWith("250");
        }
        assertThat(inbox()).singleElement().asString().contains("; none\r\n");
    }

    @Test
    void signsWhatOurUsersSend() throws IOException {
        Signatures.by(server, server.domain());
        var message = "From: <%s>\r\nSubject: signed\r\n\r\nHello\r\n \r\n".formatted(an.login());

        try (var talk = SmtpTalk.as(server, an)) {
            assertThat(talk.send(an.login(), List.of(an.login()), message)).startsWith("250");
        }

        var received = inbox().getFirst();
        assertThat(received).startsWith("Return-Path: ").contains("auth=pass");
        assertThat(Signatures.of(server, received))
                .extracting(DkimResult::result)
                .containsExactly(DkimResult.Result.PASS, DkimResult.Result.PASS);
    }

    private void policy(String policy) {
        zone.txt(sender, "v=spf1 -all").txt("_dmarc." + sender, "v=DMARC1; p=" + policy);
    }

    private void rule(InboundRule rule) {
        rule(server.domain(), rule);
    }

    private void rule(String domain, InboundRule rule) {
        var domains = server.bean(Domains.class);
        domains.inboundRule(domains.find(domain).orElseThrow().id(), rule);
    }

    private String message() {
        return "From: <ada@%s>\r\nSubject: hello\r\n\r\nA line.\r\n".formatted(sender);
    }

    /** An account in another domain of ours. */
    private TestAccount elsewhere(String name, InboundRule rule) {
        var domain = name + "." + server.domain();
        var account = server.account(name + "@" + domain);
        rule(domain, rule);
        return account;
    }

    private String deliver(String message) throws IOException {
        return deliver(message, an.login());
    }

    private String deliver(String message, String... to) throws IOException {
        try (var talk = SmtpTalk.stranger(server, CLIENT)) {
            talk.must("250", "EHLO client.example");
            return talk.send("ada@" + sender, List.of(to), message);
        }
    }

    private List<String> inbox() throws IOException {
        return TestInbox.messages(server, an);
    }

    private List<String> junk() throws IOException {
        return TestInbox.messages(server, an, SpecialUse.JUNK);
    }
}
