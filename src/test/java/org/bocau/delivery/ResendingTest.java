package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bocau.account.MailingListSettings;
import org.bocau.account.MailingLists;
import org.bocau.account.Posting;
import org.bocau.message.EmailAddress;
import org.bocau.queue.OutboundQueue;
import org.bocau.rules.Filters;
import org.bocau.rules.Scripts;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.Signatures;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/**
 * Letters are sent again under their author's name (RFC 5322 §3.6.6), and nobody gets a letter of
 * his own through under somebody else's.
 */
@IntegrationTest
class ResendingTest {
    private final TestServer server;
    private final TestAccount an;
    private final TestAccount binh;
    private final TestAccount chi;

    ResendingTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.binh = server.account("binh");
        this.chi = server.account("chi");
    }

    private String again(TestAccount by, String letter) {
        return "Resent-From: <" + by.login() + ">\r\nResent-To: <" + chi.login() + ">\r\n" + letter;
    }

    private static String letter(String from) {
        return "From: <"
                + from
                + ">\r\nMessage-ID: <luong@x.example>\r\nSubject: Chuyen tien\r\n\r\nGap.\r\n";
    }

    private String send(TestAccount by, String to, String message) throws IOException {
        return send(by, by.login(), to, message);
    }

    private String send(TestAccount by, String from, String to, String message) throws IOException {
        try (var talk = SmtpTalk.as(server, by)) {
            return talk.send(from, List.of(to), message);
        }
    }

    /** What An has written to Bình, as it lies in Bình's mailbox. */
    private String received() throws IOException {
        assertThat(send(an, binh.login(), letter(an.login()))).startsWith("250");
        var letter = TestInbox.messages(server, binh).getLast();
        assertThat(letter).contains("DKIM-Signature");
        return letter.replaceFirst("(?m)^Return-Path: .*\r\n", "");
    }

    @Test
    void aColleaguesLetterIsSentAgainHereAndElsewhere() throws IOException {
        Signatures.by(server, server.domain());
        var letter = received();
        assertThat(send(binh, chi.login(), again(binh, letter))).startsWith("250");
        var away = "x@away." + server.domain();
        assertThat(send(binh, away, again(binh, letter))).startsWith("250");
        assertThat(TestInbox.messages(server, chi)).hasSize(1);
        assertThat(queued(away)).contains("smtp.auth=" + binh.login(), "Resent-From");
        assertThat(Signatures.of(server, queued(away))) // An's, and no other of ours
                .allSatisfy(one -> assertThat(one.result().toString()).isEqualTo("pass"))
                .hasSize(2); // RSA and Ed25519
    }

    /** Written by Bình in An's name: neither here nor elsewhere, and put into a mailbox first. */
    @Test
    void aLetterOfOnesOwnDoesNotGoUnderAColleaguesName() throws IOException {
        Signatures.by(server, server.domain());
        var forged = again(binh, letter(an.login()));
        server.deliver(binh.login(), forged.getBytes(StandardCharsets.US_ASCII));
        for (var to : List.of(chi.login(), "x@y.example")) {
            assertThat(send(binh, to, forged))
                    .startsWith("553 5.7.1 Not signed by its author's domain");
        }
        assertThat(TestInbox.messages(server, chi)).isEmpty();
    }

    @Test
    void aColleaguesLetterWithOtherWordsIsNotHis() throws IOException {
        Signatures.by(server, server.domain());
        var letter = received();
        assertThat(send(binh, chi.login(), again(binh, letter.replace("Gap.", "Khong gap."))))
                .startsWith("553 5.7.1");
        assertThat(
                        send(
                                binh,
                                chi.login(),
                                again(binh, letter.replace("Subject: C", "Subject: Khong c"))))
                .startsWith("553 5.7.1");
    }

    /** RFC 9989 §4.10: SPF of our host speaks for what is above and below our domain as well. */
    @Test
    void domainsAboveAndBelowOursAreTakenForOurs() throws IOException {
        var above = server.domain().substring(server.domain().indexOf('.') + 1);
        for (var domain : List.of("hr." + server.domain(), "a.b." + server.domain(), above)) {
            assertThat(send(binh, "x@y.example", again(binh, letter("boss@" + domain))))
                    .as(domain)
                    .startsWith("553 5.7.1");
        }
    }

    /** Where nobody signs, nobody can prove it: it stays here, where readers see who sent it. */
    @Test
    void withoutSignaturesAColleaguesLetterStaysHere() throws IOException {
        var letter = again(binh, letter(an.login()));
        assertThat(send(binh, chi.login(), letter)).startsWith("250");
        assertThat(TestInbox.messages(server, chi).getFirst())
                .contains("smtp.auth=" + binh.login())
                .doesNotContain("DKIM-Signature");
        server.alias("away", List.of("x@y.example"));
        for (var to : List.of("x@y.example", "away@" + server.domain())) {
            assertThat(send(binh, to, letter)).startsWith("553 5.7.1");
        }
    }

    /** It is sent again out of a script, which would carry it away. */
    @Test
    void withoutSignaturesNoScriptSendsItOn() throws IOException {
        server.bean(Scripts.class)
                .save(
                        chi.id(),
                        Filters.NONE.with("redirect \"x@carried." + server.domain() + "\";", true));
        assertThat(send(binh, chi.login(), again(binh, letter(an.login())))).startsWith("250");
        assertThat(TestInbox.messages(server, chi)).hasSize(1);
        assertThat(server.bean(OutboundQueue.class).list(null))
                .noneMatch(one -> one.firstRecipient().contains("@carried."));
    }

    /** The webmail's undo is mail that waits: where it goes is known by its recipients. */
    @Test
    void withoutSignaturesItMayWaitForSomebodyHere() throws IOException {
        var letter = again(binh, letter(an.login()));
        assertThat(hold(chi.login(), letter)).startsWith("250");
        assertThat(hold("x@y.example", letter)).startsWith("553 5.7.1");
    }

    private String hold(String to, String message) throws IOException {
        try (var talk = SmtpTalk.as(server, binh)) {
            talk.must("250", "MAIL FROM:<" + binh.login() + "> HOLDFOR=600");
            talk.must("250", "RCPT TO:<" + to + ">");
            return talk.data(message + ".\r\n");
        }
    }

    /** As much before it as the store keeps of a header for itself. */
    @Test
    void aLongHeaderHidesNoForgery() throws IOException {
        Signatures.by(server, server.domain());
        var padding = "X-Padding: x\r\n" + ("\t" + "x".repeat(900) + "\r\n").repeat(160);
        var forged = padding + padding + again(binh, letter(an.login()));
        assertThat(send(binh, chi.login(), forged)).startsWith("553 5.7.1");
        assertThat(TestInbox.messages(server, chi)).isEmpty();
    }

    /** Our own Resent-Date goes on top: the letter was taken for a new one then, and signed. */
    @Test
    void aFieldAboveTheBlockHidesNoForgery() throws IOException {
        Signatures.by(server, server.domain());
        var forged = "X-Mailer: x\r\n" + again(binh, letter(an.login()));
        assertThat(send(binh, chi.login(), forged)).startsWith("553 5.7.1");
        assertThat(TestInbox.messages(server, chi)).isEmpty();
    }

    @Test
    void aStrangersLetterIsSentAgainAndNotSignedByUs() throws IOException {
        Signatures.by(server, server.domain());
        var away = "z@away." + server.domain();
        assertThat(send(binh, away, again(binh, letter("ada@example.net")))).startsWith("250");
        assertThat(queued(away))
                .contains("smtp.auth=" + binh.login())
                .doesNotContain("DKIM-Signature");
    }

    @Test
    void ownLettersNeedNoProof() throws IOException {
        var away = "w@away." + server.domain();
        assertThat(send(binh, away, again(binh, letter(binh.login())))).startsWith("250");
    }

    @Test
    void theEnvelopeIsOnesOwn() throws IOException {
        assertThat(send(binh, "", chi.login(), again(binh, letter("ada@example.net"))))
                .startsWith("553 5.7.1");
        try (var talk = SmtpTalk.as(server, binh)) {
            talk.must("553 5.7.1", "MAIL FROM:<" + an.login() + ">");
            talk.must("553 5.7.1", "MAIL FROM:<ada@example.net>");
        }
    }

    /** What other programs might show as An. */
    @Test
    void anAuthorNobodyCanMakeOutIsRefused() throws IOException {
        for (var from :
                List.of(
                        "From: <ada@example.net>\r\nFrom: <" + an.login() + ">\r\n",
                        "From: <ada@example.net>\r\nSender: ?\r\n",
                        "From: " + an.login().replace('@', ' ') + "\r\n")) {
            assertThat(send(binh, "x@y.example", again(binh, from + "Subject: x\r\n\r\nx\r\n")))
                    .as(from)
                    .startsWith("55");
        }
        var both = "From: <ada@example.net>, <" + an.login() + ">\r\n\r\nx\r\n";
        assertThat(send(binh, "x@y.example", again(binh, both))).startsWith("553 5.7.1");
    }

    /** Who may write to a list is who sends, not whom the letter names. */
    @Test
    void nobodyPostsToAListInAMembersName() throws IOException {
        var list = EmailAddress.parse("board@" + server.domain());
        var members = List.of(EmailAddress.parse(an.login()), EmailAddress.parse(chi.login()));
        server.bean(MailingLists.class)
                .create(
                        list,
                        new MailingListSettings("board", members, Posting.MEMBERS, List.of()));
        assertThat(send(binh, list.toString(), again(binh, letter(an.login())))).startsWith("55");
        Signatures.by(server, server.domain());
        assertThat(send(binh, list.toString(), again(binh, received()))).startsWith("550 5.7.1");
        assertThat(TestInbox.messages(server, chi)).isEmpty();
    }

    private String queued(String to) throws IOException {
        var queue = server.bean(OutboundQueue.class);
        var entry =
                queue.list(null).stream()
                        .filter(one -> one.firstRecipient().equals(to))
                        .findFirst()
                        .orElseThrow();
        try (var in = queue.open(entry.id()).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
