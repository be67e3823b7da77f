package org.bocau.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.bocau.actions.Triage.Order;
import org.bocau.actions.Triage.Verb;
import org.bocau.mailbox.Flags;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.Role;
import org.bocau.testing.ExpectsErrors;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.triage.Change;
import org.bocau.triage.Snoozes;
import org.bocau.triage.SnoozesFullException;
import org.bocau.triage.Step;
import org.bocau.triage.Uids;
import org.bocau.webmail.ListRows;
import org.bocau.webmail.MessageLists;
import org.bocau.webmail.MessageLists.Position;
import org.bocau.webmail.MessageRow;
import org.junit.jupiter.api.Test;

/** How snoozed messages come back: on top, whole, and each account's whatever others' do. */
@IntegrationTest
class WakingTest {
    private final TestServer server;
    private final MailAccount an;
    private final Triage triage;
    private final Instant now;

    WakingTest(TestServer server) {
        this.server = server;
        this.an = account(server, "an");
        this.triage = server.bean(Triage.class);
        this.now = server.bean(Clock.class).instant();
    }

    private static MailAccount account(TestServer server, String name) {
        var account = server.account(name);
        return new MailAccount(account.id(), account.login(), name);
    }

    private void deliver(MailAccount to, String subject, Duration ago, String more)
            throws IOException {
        var message =
                "From: Bình <binh@example.org>\r\nTo: an@x\r\nSubject: "
                        + subject
                        + "\r\nMessage-ID: <"
                        + subject.replaceAll("\\W", "")
                        + "@example.org>\r\n"
                        + more
                        + "\r\nHẹn gặp lại.\r\n";
        server.deliver(
                to.address(), message.getBytes(StandardCharsets.UTF_8), Flags.NONE, now.minus(ago));
    }

    private Folders folders(MailAccount account) {
        return server.bean(FolderStore.class).list(account);
    }

    private List<MessageRow> inbox(MailAccount account) {
        var inbox = folders(account).require(Role.INBOX);
        return server.bean(MessageLists.class)
                .page(account, folders(account), inbox, Position.NEWEST, true)
                .rows();
    }

    private static List<String> subjects(List<MessageRow> rows) {
        return rows.stream().map(MessageRow::subject).toList();
    }

    private void snooze(MailAccount account, Instant until, String... keys) {
        triage.run(account, folders(account), new Order(Verb.SNOOZE, "", until), List.of(keys));
    }

    @Test
    void whatWakesStandsOnTopWithAllItHad() throws IOException {
        deliver(an, "old", Duration.ofDays(5), "");
        deliver(an, "newer", Duration.ofDays(3), "");
        deliver(an, "newest", Duration.ofDays(1), "");
        var folders = folders(an);
        triage.run(an, folders, new Order(Verb.STAR), List.of("inbox:1"));
        triage.run(an, folders, new Order(Verb.READ), List.of("inbox:1"));
        var client = server.bean(MailClient.class);
        client.in(
                an,
                "INBOX",
                connection -> {
                    connection.uidStore(new long[] {1}, true, "cong_viec");
                    return true;
                });
        snooze(an, now.minusSeconds(5), "inbox:1");
        assertThat(subjects(inbox(an))).containsExactly("newest", "newer");

        server.bean(AlarmClock.class).look();
        var rows = inbox(an);
        assertThat(subjects(rows)).containsExactly("old", "newest", "newer");
        var woken = rows.getFirst();
        assertThat(woken.seen()).isFalse();
        assertThat(woken.flagged()).isTrue();
        assertThat(woken.keywords()).isEqualTo(Set.of("cong_viec"));
        assertThat(woken.preview()).isEqualTo("Hẹn gặp lại.");
        assertThat(woken.receivedAt()).isAfter(now.minusSeconds(2));
        var snoozed = folders(an).require(Role.SNOOZED);
        int left = client.in(an, snoozed.name(), connection -> connection.exists());
        assertThat(left).isZero();
    }

    @Test
    void ofAConversationTheNewestComesUpAndTheOthersKeepTheirTime() throws IOException {
        deliver(an, "trip", Duration.ofDays(5), "");
        deliver(an, "Re: trip", Duration.ofDays(4), "In-Reply-To: <trip@example.org>\r\n");
        deliver(an, "other", Duration.ofDays(1), "");
        snooze(an, now.minusSeconds(5), "inbox:1.2");
        server.bean(AlarmClock.class).look();
        var rows = inbox(an);
        assertThat(subjects(rows)).containsExactly("Re: trip", "other");
        assertThat(rows.getFirst().count()).isEqualTo(2);
        assertThat(dates("INBOX"))
                .filteredOn(date -> date.isBefore(now.minus(Duration.ofDays(4))))
                .hasSize(1);
    }

    /** A reply has brought the conversation up already; what it answers must not come after it. */
    @Test
    void aReplyStaysTheNewest() throws IOException {
        deliver(an, "trip", Duration.ofDays(5), "");
        snooze(an, now.plus(Duration.ofDays(1)), "inbox:1");
        deliver(an, "Re: trip", Duration.ofSeconds(3), "In-Reply-To: <trip@example.org>\r\n");
        server.bean(Doorkeeper.class).look();
        server.bean(AlarmClock.class).look();
        var rows = inbox(an);
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().count()).isEqualTo(2);
        assertThat(rows.getFirst().subject()).isEqualTo("Re: trip");
    }

    private List<Instant> dates(String mailbox) {
        var dates = new ArrayList<Instant>();
        server.bean(MailClient.class)
                .in(
                        an,
                        mailbox,
                        connection -> {
                            var all = LongStream.rangeClosed(1, 20).toArray();
                            for (var fetch : connection.fetchUids(all, "UID INTERNALDATE"))
                                dates.add(ListRows.received(fetch));
                            return true;
                        });
        dates.sort(null);
        return dates;
    }

    /** Its date, its place among the others, its time, and that it was read. */
    @Test
    void whoTakesWakingBackFindsItAsItWas() throws IOException {
        deliver(an, "trip", Duration.ofDays(5), "");
        deliver(an, "Re: trip", Duration.ofDays(4), "In-Reply-To: <trip@example.org>\r\n");
        deliver(an, "other", Duration.ofDays(1), "");
        triage.run(an, folders(an), new Order(Verb.READ), List.of("inbox:1"));
        triage.run(an, folders(an), new Order(Verb.STAR), List.of("inbox:2"));
        var monday = now.plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
        snooze(an, monday, "inbox:1.2");
        snooze(an, monday.plusSeconds(60), "inbox:3");
        var snoozed = folders(an).require(Role.SNOOZED).name();
        var before = dates(snoozed);

        var wake = new Order(Verb.WAKE);
        var woken = triage.run(an, folders(an), wake, List.of("snoozed:1.2.3"));
        assertThat(inbox(an)).hasSize(2).noneMatch(MessageRow::seen);
        assertThat(dates(snoozed)).isEmpty();
        assertThat(triage.undo(an, woken.undo())).isPresent();

        assertThat(inbox(an)).isEmpty();
        assertThat(dates(snoozed)).isEqualTo(before);
        assertThat(server.bean(Snoozes.class).times(an.id()).values())
                .containsExactlyInAnyOrder(monday, monday, monday.plusSeconds(60));
        var there = folders(an).require(Role.SNOOZED);
        var rows =
                server.bean(MessageLists.class)
                        .page(an, folders(an), there, Position.NEWEST, false)
                        .rows();
        assertThat(subjects(rows)).containsExactly("other", "Re: trip", "trip");
        assertThat(rows.get(1).flagged()).isTrue();
        assertThat(rows.stream().map(MessageRow::seen)).containsExactly(false, false, true);
    }

    /** One that the night has left without a time has none again. */
    @Test
    void whatHadNoTimeHasNoneAgain() throws IOException {
        deliver(an, "one", Duration.ofDays(5), "");
        snooze(an, now.plus(Duration.ofDays(3)), "inbox:1");
        var snoozed = folders(an).require(Role.SNOOZED).name();
        var before = dates(snoozed);
        server.jdbc()
                .sql("delete from snoozed where account_id = ? and uid > 0")
                .param(an.id().value())
                .update();
        var woken = triage.run(an, folders(an), new Order(Verb.WAKE), List.of("snoozed:1"));
        triage.undo(an, woken.undo());
        assertThat(dates(snoozed)).isEqualTo(before);
        assertThat(server.bean(Snoozes.class).times(an.id())).isEmpty();
    }

    @Test
    void aFullTableIsRefusedBeforeAnythingIsMoved() throws IOException {
        deliver(an, "one", Duration.ofDays(5), "");
        deliver(an, "two", Duration.ofDays(5), "");
        var snoozes = server.bean(Snoozes.class);
        var tomorrow = now.plus(Duration.ofDays(1));
        var others =
                LongStream.range(1, Snoozes.MOST)
                        .mapToObj(uid -> new Snoozes.Sleeper(uid, ""))
                        .toList();
        snoozes.put(an.id(), 1, 1, others, tomorrow);
        assertThatThrownBy(() -> snooze(an, tomorrow, "inbox:1", "inbox:2"))
                .isInstanceOf(SnoozesFullException.class);
        assertThat(inbox(an)).hasSize(2);
        snooze(an, tomorrow, "inbox:1");
        assertThat(inbox(an)).hasSize(1);
    }

    private long validity(MailAccount account) {
        return server.jdbc()
                .sql("select distinct uid_validity from snoozed where account_id = ?")
                .param(account.id().value())
                .query(Long.class)
                .single();
    }

    /** The node that moved it has died before it could note the time. */
    @Test
    void whatLiesThereWithoutATimeComesBackAllTheSame() throws IOException {
        deliver(an, "one", Duration.ofDays(5), "");
        deliver(an, "two", Duration.ofDays(5), "");
        var nextYear = now.plus(Duration.ofDays(365)).truncatedTo(ChronoUnit.SECONDS);
        snooze(an, nextYear, "inbox:1", "inbox:2");
        var lost = "update snoozed set wake_at = now() - interval '1 minute' where account_id = ?";
        server.jdbc()
                .sql("delete from snoozed where account_id = ? and uid = 1")
                .param(an.id().value())
                .update();
        server.jdbc().sql(lost + " and uid = 0").param(an.id().value()).update();
        var alarm = server.bean(AlarmClock.class);
        alarm.look();
        var times = server.bean(Snoozes.class).times(an.id());
        assertThat(times).hasSize(2).containsEntry(2L, nextYear);
        assertThat(times.get(1L)).isBetween(now, now.plus(Duration.ofDays(2)));

        server.jdbc().sql(lost).param(an.id().value()).update();
        alarm.look();
        assertThat(inbox(an)).hasSize(2);
    }

    @Test
    void aMuteThatCouldNotMoveLeavesNoMark() throws IOException {
        deliver(an, "one", Duration.ofDays(5), "");
        var hush = new Step("INBOX", Uids.of(1), new Change.Hush("no such mailbox", true));
        assertThatThrownBy(() -> server.bean(Steps.class).run(an, folders(an), hush))
                .isInstanceOf(MailRefusedException.class);
        assertThat(inbox(an).getFirst().keywords()).isEmpty();
    }

    /** A row that no server understands stands for whatever fails for one person alone. */
    @Test
    @ExpectsErrors("triage-alarm: failed")
    void oneAccountsFailureDoesNotStopTheOthers() throws IOException {
        var all = new ArrayList<MailAccount>();
        for (var name : List.of("binh", "chi", "dung")) all.add(account(server, name));
        for (var one : all) {
            deliver(one, "one", Duration.ofDays(5), "");
            snooze(one, now.minusSeconds(5), "inbox:1");
        }
        var broken = all.get(1);
        server.jdbc()
                .sql("update snoozed set uid = -uid where account_id = ?") // no UID is negative
                .param(broken.id().value())
                .update();
        server.bean(AlarmClock.class).look();
        assertThat(inbox(all.getFirst())).hasSize(1);
        assertThat(inbox(all.getLast())).hasSize(1);
        server.bean(Snoozes.class)
                .forget(broken.id(), validity(broken), List.of(-1L)); // or it fails for ever
    }
}
