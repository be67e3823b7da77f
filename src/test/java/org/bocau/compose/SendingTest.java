package org.bocau.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.Role;
import org.bocau.reading.DraftSource;
import org.bocau.reading.MessageReader;
import org.bocau.reading.MessageTexts;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.MailUser;
import org.bocau.testing.TestServer;
import org.bocau.webmail.MessageLists;
import org.bocau.webmail.MessageLists.Position;
import org.bocau.webmail.MessagePage;
import org.bocau.webmail.MessageRow;
import org.junit.jupiter.api.Test;

/** A message on its way out, over the real sockets: sent, kept, and what it answers is marked. */
@IntegrationTest
class SendingTest {
    private final TestServer server;
    private final MailUser user;
    private final MailAccount an;

    SendingTest(TestServer server) {
        this.server = server;
        this.user = MailUser.of(server, "an", "An");
        this.an = user.account();
    }

    private MessagePage page(Position at) {
        return server.bean(MessageLists.class).page(an, user.folders(), user.inbox(), at, true);
    }

    @Test
    void sendsWithAttachmentKeepsACopyAndMarksTheAnswered() throws IOException {
        var account = server.account("binh");
        var binh = new MailAccount(account.id(), account.login(), "Bình");
        user.deliver("Question", "How are you?\r\n");
        var upload =
                server.bean(Uploads.class)
                        .keep(
                                an.id(),
                                "ghi chú.txt",
                                "text/plain",
                                new ByteArrayInputStream(
                                        "xin chào".getBytes(StandardCharsets.UTF_8)));
        var form =
                ComposeForm.to("Bình <" + binh.address() + ">", "", "Re: Question", "Khỏe, cảm ơn!")
                        .withAttachments(List.of(upload.id()))
                        .withSource(DraftSource.parse("reply inbox 1"))
                        .withThread("<q@example.org>", List.of("<q@example.org>"));
        var compositions = server.bean(Compositions.class);
        var draft = compositions.save(an, user.folders(), form);
        assertThat(user.folders().require(Role.DRAFTS).total()).isEqualTo(1);
        var sent =
                compositions.send(
                        an,
                        user.folders(),
                        form.withDraft(draft),
                        null,
                        Duration.ZERO,
                        Locale.ENGLISH);
        assertThat(sent.problems()).isEmpty();
        assertThat(sent.held()).isNull();

        assertThat(user.folders().require(Role.DRAFTS).total()).isZero();
        assertThat(user.folders().require(Role.SENT).total()).isEqualTo(1);
        assertThat(page(Position.NEWEST).rows()).first().matches(MessageRow::answered);
        var theirs = server.bean(FolderStore.class).list(binh).require(Role.INBOX);
        var message = server.bean(MessageReader.class).read(binh, theirs, 1);
        assertThat(message.subject()).isEqualTo("Re: Question");
        assertThat(message.references()).contains("<q@example.org>");
        assertThat(server.bean(MessageTexts.class).whole(binh, message))
                .isEqualTo("Khỏe, cảm ơn!\n");
        var part = message.parts().attachments().getFirst();
        assertThat(part.filename()).isEqualTo("ghi chú.txt");
        try (InputStream in = server.bean(MessageReader.class).content(binh, theirs, 1, part)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("xin chào");
        }
    }

    @Test
    void saysWhyAMessageWasNotSent() {
        var form = ComposeForm.to("nobody@" + server.domain(), "", "s", "t");
        var outcome =
                server.bean(Compositions.class)
                        .send(
                                an,
                                user.folders(),
                                form,
                                null,
                                Duration.ofSeconds(10),
                                Locale.ENGLISH);
        assertThat(outcome.problems()).hasSizeGreaterThan(1).anyMatch(p -> p.contains("nobody@"));
        assertThat(user.folders().require(Role.SENT).total()).isZero();
    }

    /** As long as EHLO says (RFC 4865 §3): nothing is handed over that would be refused. */
    @Test
    void aTimeTooFarOffIsToldWithTheServersLimit() {
        var form = ComposeForm.to(an.address(), "", "s", "t");
        var longest = server.bean(Outbox.class).longestHold(an);
        var far = server.bean(Clock.class).instant().plus(longest).plusSeconds(60);
        var outcome =
                server.bean(Compositions.class)
                        .send(an, user.folders(), form, far, Duration.ZERO, Locale.ENGLISH);
        assertThat(longest).isEqualTo(Duration.ofDays(30));
        assertThat(outcome.problems()).containsExactly("A message can wait for 30 days at most.");
    }
}
