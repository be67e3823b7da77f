package org.bocau.webmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bocau.mailbox.Flags;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailServer;
import org.bocau.mailclient.MailWatch;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.webmail.MessageLists.Position;
import org.bocau.webmail.Triage.Order;
import org.bocau.webmail.Triage.Verb;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The webmail's services against the bundled servers, over their real sockets. */
@IntegrationTest
class MailClientTest {
    private final TestServer server;
    private final MailAccount an;

    MailClientTest(TestServer server) {
        this.server = server;
        var account = server.account("an");
        this.an = new MailAccount(account.id(), account.login(), "An");
    }

    private Folders folders() {
        return server.bean(FolderStore.class).list(an);
    }

    private Folder inbox() {
        return folders().require(Role.INBOX);
    }

    private MessagePage page(Position at) {
        return server.bean(MessageLists.class).page(an, inbox(), at, true);
    }

    private void deliver(String subject, String body) throws IOException {
        server.deliver(
                an.address(),
                "From: Binh <binh@example.org>\r\nTo: an@x\r\nSubject: "
                        + subject
                        + "\r\n\r\n"
                        + body);
    }

    @Test
    void listsFoldersWithTheirRoles() throws IOException {
        deliver("one", "text");
        assertThat(folders().withRole())
                .extracting(Folder::role)
                .containsExactly(
                        Role.INBOX, Role.DRAFTS, Role.SENT, Role.ARCHIVE, Role.JUNK, Role.TRASH);
        assertThat(inbox().unseen()).isEqualTo(1);
    }

    private static @Nullable ListCursor below(MessagePage page) {
        return page.rows().getLast().cursor();
    }

    @Test
    void pagesByArrival() throws IOException {
        for (int i = 1; i <= 120; i++) deliver("number " + i, "text " + i);
        var first = page(Position.NEWEST);
        assertThat(first.rows())
                .hasSize(50)
                .first()
                .extracting(MessageRow::subject)
                .isEqualTo("number 120");
        assertThat(first.newer()).isNull();
        assertThat(first.rows().getFirst().preview()).isEqualTo("text 120");
        var second = page(new Position(below(first), null, null));
        assertThat(second.older()).isEqualTo("before=" + below(second));
        assertThat(second.newer()).isNotNull();
        assertThat(second.rows())
                .hasSize(50)
                .first()
                .extracting(MessageRow::subject)
                .isEqualTo("number 70");
        var third = page(new Position(below(second), null, null));
        assertThat(third.rows()).hasSize(20);
        assertThat(third.older()).isNull();
        assertThat(page(new Position(null, below(second), null)).rows()).hasSize(100);
        assertThat(page(new Position(null, null, 3L)).rows()).isNotEmpty();
    }

    @Test
    void whatComesOrGoesMeanwhileShiftsNothing() throws IOException {
        for (int i = 1; i <= 120; i++) deliver("number " + i, "text " + i);
        var first = page(Position.NEWEST);
        var triage = server.bean(Triage.class);
        var gone = first.rows().stream().limit(49).map(MessageRow::key).toList();
        triage.run(an, folders(), new Order(Verb.DELETE), gone);
        var second = page(new Position(below(first), null, null));
        assertThat(second.rows()).first().extracting(MessageRow::subject).isEqualTo("number 70");
        for (int i = 1; i <= 90; i++) deliver("later " + i, "text");
        assertThat(page(new Position(below(first), null, null)).rows())
                .extracting(MessageRow::uid)
                .isEqualTo(second.rows().stream().map(MessageRow::uid).toList());
    }

    @Test
    void whatIsDeletedIsGoneFromTheNextPageAndComesBackByUndo() throws IOException {
        for (int i = 1; i <= 5; i++) {
            var octets = ("Subject: number " + i + "\r\n\r\ntext").getBytes(StandardCharsets.UTF_8);
            var at = Instant.parse("2026-11-02T10:00:00Z").plusSeconds(60L * i);
            server.deliver(an.address(), octets, Flags.NONE, at);
        }
        var triage = server.bean(Triage.class);
        page(Position.NEWEST);
        var done = triage.run(an, folders(), new Order(Verb.DELETE), List.of("inbox:3.4"));
        assertThat(page(Position.NEWEST).rows())
                .extracting(MessageRow::uid)
                .containsExactly(5L, 2L, 1L);
        assertThat(triage.undo(an, done.undo())).isPresent();
        assertThat(page(Position.NEWEST).rows())
                .extracting(MessageRow::subject)
                .containsExactly("number 5", "number 4", "number 3", "number 2", "number 1");
        assertThat(folders().require(Role.TRASH).total()).isZero();
    }

    @Test
    void deletingFromTrashIsFinal() throws IOException {
        deliver("one", "text");
        var triage = server.bean(Triage.class);
        triage.run(an, folders(), new Order(Verb.DELETE), List.of("inbox:1"));
        var done = triage.run(an, folders(), new Order(Verb.DESTROY), List.of("trash:1"));
        assertThat(done.undo()).isEmpty();
        assertThat(folders().require(Role.TRASH).total()).isZero();
    }

    @Test
    void flagsAreSetAndTakenBack() throws IOException {
        deliver("one", "text");
        var triage = server.bean(Triage.class);
        triage.run(an, folders(), new Order(Verb.STAR), List.of("inbox:1"));
        triage.run(an, folders(), new Order(Verb.READ), List.of("inbox:1"));
        assertThat(page(Position.NEWEST).rows())
                .allMatch(MessageRow::flagged)
                .allMatch(MessageRow::seen);
        triage.run(an, folders(), new Order(Verb.UNSTAR), List.of("inbox:1"));
        assertThat(page(Position.NEWEST).rows()).noneMatch(MessageRow::flagged);
    }

    @Test
    void sendsWithAttachmentKeepsACopyAndMarksTheAnswered() throws IOException {
        var account = server.account("binh");
        var binh = new MailAccount(account.id(), account.login(), "Bình");
        deliver("Question", "How are you?\r\n");
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
        var draft = compositions.save(an, folders(), form);
        assertThat(folders().require(Role.DRAFTS).total()).isEqualTo(1);
        var sent =
                compositions.send(
                        an, folders(), form.withDraft(draft), null, Duration.ZERO, Locale.ENGLISH);
        assertThat(sent.problems()).isEmpty();
        assertThat(sent.held()).isNull();

        assertThat(folders().require(Role.DRAFTS).total()).isZero();
        assertThat(folders().require(Role.SENT).total()).isEqualTo(1);
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
                        .send(an, folders(), form, null, Duration.ofSeconds(10), Locale.ENGLISH);
        assertThat(outcome.problems()).hasSizeGreaterThan(1).anyMatch(p -> p.contains("nobody@"));
        assertThat(folders().require(Role.SENT).total()).isZero();
    }

    @Test
    void foldersAreMadeRenamedAndDeleted() throws IOException {
        var store = server.bean(FolderStore.class);
        var path = store.create(an, null, "Du lịch & nghỉ");
        var made = folders().at(path);
        assertThat(made.label()).isEqualTo("Du lịch & nghỉ");
        store.create(an, made, "2026");
        var newPath = store.rename(an, made, "Chuyến đi");
        assertThat(folders().own()).extracting(Folder::path).contains(newPath);
        var renamed = folders().at(newPath);
        assertThat(folders().own())
                .extracting(Folder::name)
                .containsExactly("Chuyến đi", "Chuyến đi/2026");
        assertThatThrownBy(() -> store.create(an, null, "Chuyến đi"))
                .isInstanceOf(MailRefusedException.class);
        deliver("one", "text");
        server.bean(MessageActions.class).move(an, inbox(), new long[] {1}, renamed);
        assertThat(folders().at(renamed.path()).total()).isEqualTo(1);
        store.delete(an, folders().all().getLast());
        assertThat(folders().own()).hasSize(1);
    }

    @Tag("T43")
    @Test
    void whatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> server.bean(MessageReader.class).read(an, inbox(), 77))
                .isInstanceOf(NoSuchMailException.class);
        assertThatThrownBy(() -> folders().at(new MailboxPath("~Nowhere")))
                .isInstanceOf(NoSuchMailException.class);
    }

    @Test
    void newMailIsTold() throws Exception {
        var told = new LinkedBlockingQueue<String>();
        var watch = new MailWatch(server.bean(MailServer.class), an, "INBOX");
        watch.add(
                new MailWatch.Listener() {
                    @Override
                    public void changed(int arrived) {
                        told.add("arrived " + arrived);
                    }

                    @Override
                    public void alert(String text) {
                        told.add("alert " + text);
                    }
                });
        var thread = Thread.ofVirtual().start(watch);
        assertThat(watch.awaitIdle(10, TimeUnit.SECONDS)).isTrue();
        deliver("new", "text");
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("arrived 1");
        watch.stop();
        assertThat(thread.join(java.time.Duration.ofSeconds(10))).isTrue();
    }
}
