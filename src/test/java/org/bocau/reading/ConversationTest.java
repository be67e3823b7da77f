package org.bocau.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.Flags;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.bocau.webmail.MessageActions;
import org.bocau.webmail.MessageLists;
import org.bocau.webmail.MessageLists.Position;
import org.bocau.webmail.MessageRow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One row for what belongs together, and one page, whatever folders it is in. */
@IntegrationTest
class ConversationTest {
    private static final Instant START = Instant.parse("2026-11-02T08:00:00Z");

    private final TestServer server;
    private final MailAccount an;
    private int minutes;

    ConversationTest(TestServer server) {
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

    private List<MessageRow> rows(Position at) {
        return server.bean(MessageLists.class).page(an, folders(), inbox(), at, true).rows();
    }

    /** One message of a conversation, a minute after the last one that was delivered. */
    private void deliver(String from, String thread, int number, Flag... flags) throws IOException {
        var text =
                "From: %1$s <%1$s@example.net>\r\nTo: %4$s\r\nSubject: %5$s%2$s\r\nMessage-ID: <%2$s-%3$d@t>\r\n%6$s\r\ntext %3$d"
                        .formatted(
                                from,
                                thread,
                                number,
                                an.address(),
                                number == 1 ? "" : "Re: ",
                                number == 1 ? "" : "References: <" + thread + "-1@t>\r\n");
        server.deliver(
                an.address(),
                text.getBytes(StandardCharsets.UTF_8),
                Flags.of(flags),
                START.plusSeconds(60L * ++minutes));
    }

    @Test
    void aConversationIsOneRowWhereItsNewestMessageIs() throws IOException {
        deliver("Lan", "trip", 1, Flag.SEEN);
        deliver("Hung", "roof", 1, Flag.SEEN);
        deliver("Minh", "trip", 2);
        deliver("Lan", "trip", 3, Flag.SEEN, Flag.FLAGGED);

        var rows = rows(Position.NEWEST);

        assertThat(rows).extracting(MessageRow::subject).containsExactly("Re: trip", "roof");
        var trip = rows.getFirst();
        assertThat(trip.uids()).containsExactly(4L, 3L, 1L);
        assertThat(trip.key()).isEqualTo("inbox:4.3.1");
        assertThat(trip.seen()).as("one of three is unread").isFalse();
        assertThat(trip.flagged()).isTrue();
        assertThat(trip.preview()).isEqualTo("text 3");
        assertThat(trip.people()).extracting(Correspondent::name).containsExactly("Lan", "Minh");
        assertThat(rows.getLast().count()).isEqualTo(1);
    }

    @Test
    void oneThatWasShownAboveIsNotShownAgain() throws IOException {
        deliver("Lan", "long", 1);
        for (int i = 1; i <= 130; i++) deliver("Hung", "note" + i, 1);
        deliver("Lan", "long", 2);

        var first = rows(Position.NEWEST);
        var second = rows(new Position(first.getLast().cursor(), null, null));
        var third = rows(new Position(second.getLast().cursor(), null, null));

        assertThat(first.getFirst().uids()).containsExactly(132L, 1L);
        assertThat(first).hasSize(50);
        assertThat(second).hasSize(50).extracting(MessageRow::subject).contains("note81", "note32");
        assertThat(third).hasSize(31).last().extracting(MessageRow::subject).isEqualTo("note1");
    }

    @Test
    void oneOfManyMessagesDoesNotFillThePage() throws IOException {
        for (int i = 1; i <= 10; i++) deliver("Hung", "note" + i, 1);
        for (int i = 1; i <= 250; i++) deliver("Lan", "list", i);

        var rows = rows(Position.NEWEST);

        assertThat(rows).hasSize(11);
        assertThat(rows.getFirst().count()).isEqualTo(250);
    }

    /** What is below it is on the list, however long it goes on. */
    @Test
    void oneThatGoesOnAndOnHidesNothing() throws IOException {
        for (int i = 1; i <= 3; i++) deliver("Hung", "note" + i, 1);
        for (int i = 1; i <= 1000; i++) deliver("Lan", "list", i);

        var page =
                server.bean(MessageLists.class).page(an, folders(), inbox(), Position.NEWEST, true);

        assertThat(page.rows())
                .extracting(MessageRow::subject)
                .containsExactly("Re: list", "note3", "note2", "note1");
        assertThat(page.older()).isNull();
    }

    @Test
    void itIsReadWholeWhateverFoldersItIsIn() throws IOException {
        deliver("Lan", "trip", 1, Flag.SEEN);
        deliver("An", "trip", 2, Flag.SEEN);
        deliver("Minh", "trip", 3, Flag.SEEN);
        deliver("Spam", "trip", 4);
        deliver("Hung", "roof", 1);
        var actions = server.bean(MessageActions.class);
        var folders = folders();
        actions.move(an, inbox(), new long[] {2}, folders.require(Role.SENT));
        actions.move(an, inbox(), new long[] {1}, folders.require(Role.ARCHIVE));
        actions.move(an, inbox(), new long[] {4}, folders.require(Role.TRASH));

        var conversation = server.bean(Conversations.class).of(an, folders, inbox(), 3);

        assertThat(conversation.messages())
                .extracting(m -> m.folder().name())
                .containsExactly("Archive", "Sent", "INBOX");
        assertThat(conversation.key()).isEqualTo("inbox:3");
        assertThat(conversation.open()).extracting(MessageView::uid).containsExactly(3L);
        assertThatThrownBy(() -> server.bean(Conversations.class).of(an, folders, inbox(), 99))
                .isInstanceOf(NoSuchMailException.class);
    }

    @Test
    void openingMarksReadUnlessTheBrowserOnlyLooksAhead() throws IOException {
        var binh = server.account("binh");
        server.deliver(binh.login(), "Subject: one\r\n\r\ntext");
        var visitor = WebVisitor.signedIn(server, binh).with("Sec-Purpose", "prefetch");
        assertThat(visitor.get("/mail/inbox/1").page().select(".letter.unread")).hasSize(1);
        assertThat(visitor.get("/mail/inbox").page().select(".row.unread")).hasSize(1);
        visitor = WebVisitor.signedIn(server, binh);
        visitor.get("/mail/inbox/1");
        assertThat(visitor.get("/mail/inbox").page().select(".row.unread")).isEmpty();
    }

    @Test
    void readersMayHaveMessagesOneByOne() throws IOException {
        var binh = server.account("binh");
        server.deliver(binh.login(), "Subject: a\r\nMessage-ID: <a@t>\r\n\r\none");
        server.deliver(
                binh.login(),
                "Subject: Re: a\r\nMessage-ID: <b@t>\r\nIn-Reply-To: <a@t>\r\n\r\ntwo");
        var visitor = WebVisitor.signedIn(server, binh);
        assertThat(visitor.get("/mail/inbox").page().select(".row")).hasSize(1);
        assertThat(visitor.get("/mail/inbox/2").page().select(".letter")).hasSize(2);

        var answer = visitor.post("/mail/view", "conversations", "false", "layout", "sideways");
        assertThat(answer.at().getPath()).isEqualTo("/mail/inbox");
        assertThat(answer.page().select(".row")).hasSize(2);
        assertThat(answer.page().body().attr("data-layout")).isEqualTo("right");
        assertThat(visitor.get("/mail/inbox/2").page().select(".letter")).hasSize(1);
    }

    @Test
    void linksNobodyMadeLeadToTheNewest() throws IOException {
        deliver("Lan", "trip", 1);
        for (var before : List.of("", "x", "1", "1.2", "9.9.9.9", "-1.0.0", "99999999999.1.1")) {
            assertThat(rows(Position.of(before, null))).as(before).hasSize(1);
        }
        assertThat(rows(Position.of("1.0.1", null))).as("below all there is").isEmpty();
    }

    @Tag("T43")
    @Test
    void whatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> server.bean(MessageReader.class).read(an, inbox(), 77))
                .isInstanceOf(NoSuchMailException.class);
    }
}
