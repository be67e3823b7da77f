package org.bocau.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.bocau.actions.Triage.Order;
import org.bocau.actions.Triage.Verb;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.bocau.triage.Job;
import org.bocau.triage.Jobs;
import org.bocau.triage.LabelColour;
import org.bocau.triage.Labels;
import org.bocau.triage.Mutes;
import org.bocau.triage.Snoozes;
import org.bocau.webmail.MessageRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done to messages, and taken back, by the bundled server over its real sockets. */
@IntegrationTest
class TriageTest {
    private final TestServer server;
    private final MailAccount an;
    private final Triage triage;

    TriageTest(TestServer server) {
        this.server = server;
        var account = server.account("an");
        this.an = new MailAccount(account.id(), account.login(), "An");
        this.triage = server.bean(Triage.class);
    }

    private Folders folders() {
        return server.bean(FolderStore.class).list(an);
    }

    private void deliver(String subject) throws IOException {
        server.deliver(
                an.address(),
                "From: Binh <binh@example.org>\r\nTo: an@x\r\nSubject: "
                        + subject
                        + "\r\nMessage-ID: <"
                        + subject.replaceAll("\\W", "")
                        + "@example.org>\r\n\r\ntext\r\n");
    }

    private void reply(String to) throws IOException {
        server.deliver(
                an.address(),
                "From: Lan <lan@example.org>\r\nTo: an@x\r\nSubject: Re: "
                        + to
                        + "\r\nIn-Reply-To: <"
                        + to.replaceAll("\\W", "")
                        + "@example.org>\r\n\r\nyes\r\n");
    }

    private void deliver(int count) throws IOException {
        for (int i = 1; i <= count; i++) deliver("number " + i);
    }

    /** UIDs in the folder of this role that the search key finds. */
    private List<Long> found(Role role, String key) {
        var folder = folders().with(role);
        return folder == null ? List.of() : found(folder, key);
    }

    private List<Long> found(Folder folder, String key) {
        var all = IntStream.rangeClosed(1, 2000).mapToLong(i -> i).toArray();
        var uids =
                server.bean(MailClient.class)
                        .in(an, folder.name(), connection -> connection.uidsWith(all, key));
        return java.util.Arrays.stream(uids).boxed().toList();
    }

    private Triage.Done run(Verb verb, String... keys) {
        return run(new Order(verb), keys);
    }

    private Triage.Done run(Order order, String... keys) {
        return triage.run(an, folders(), order, List.of(keys));
    }

    private void undo(Triage.Done done) {
        assertThat(done.undo()).isNotEmpty();
        assertThat(triage.undo(an, done.undo())).isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = Verb.class,
            names = {"ARCHIVE", "JUNK", "DELETE"})
    void movesAndTakesBack(Verb verb) throws IOException {
        deliver(4);
        var done = run(verb, "inbox:1.3", "inbox:4");
        assertThat(done.count()).isEqualTo(3);
        assertThat(found(Role.INBOX, "ALL")).containsExactly(2L);
        undo(done);
        assertThat(found(Role.INBOX, "ALL")).hasSize(4);
        assertThat(triage.undo(an, done.undo())).as("twice").isEmpty();
    }

    @Test
    void takingBackLeavesAloneWhatWasSoBefore() throws IOException {
        deliver(3);
        run(Verb.READ, "inbox:2");
        var done = run(Verb.READ, "inbox:1.2.3");
        assertThat(found(Role.INBOX, "SEEN")).containsExactly(1L, 2L, 3L);
        undo(done);
        assertThat(found(Role.INBOX, "SEEN")).containsExactly(2L);
    }

    @Test
    void anotherAccountTakesNothingBack() throws IOException {
        deliver(1);
        var done = run(Verb.DELETE, "inbox:1");
        var account = server.account("binh");
        var binh = new MailAccount(account.id(), account.login(), "Bình");
        assertThat(triage.undo(binh, done.undo())).isEmpty();
        assertThat(found(Role.INBOX, "ALL")).isEmpty();
    }

    @Test
    void labelsAreKeywordsAndTakenBack() throws IOException {
        deliver(3);
        var labels = server.bean(Labels.class);
        var work = labels.create(an.id(), "Công việc", LabelColour.BLUE);
        assertThat(work.keyword()).isEqualTo("cong_viec");
        var second = labels.create(an.id(), "Cong viec", LabelColour.RED);
        assertThat(second.keyword()).isEqualTo("cong_viec_2");
        var both = new Order(Verb.LABEL, "cong_viec,cong_viec_2", null);
        var done = run(both, "inbox:1.2");
        assertThat(found(Role.INBOX, "KEYWORD cong_viec KEYWORD cong_viec_2"))
                .containsExactly(1L, 2L);
        var mail = server.bean(LabelledMail.class);
        run(Verb.ARCHIVE, "inbox:1");
        var page = mail.page(an, folders(), work, ZoneOffset.UTC, null);
        assertThat(page.rows())
                .extracting(MessageRow::folder)
                .extracting(Folder::role)
                .containsExactlyInAnyOrder(Role.INBOX, Role.ARCHIVE);
        triage.undo(an, done.undo());
        assertThat(found(Role.INBOX, "KEYWORD cong_viec")).isEmpty();
    }

    @Test
    void keywordsOfOtherProgramsAreAdopted() throws IOException {
        deliver(1);
        var mail = server.bean(LabelledMail.class);
        run(new Order(Verb.LABEL, "$label1", null), "inbox:1");
        assertThat(mail.strangeKeywords(an, folders())).containsExactly("$label1");
        var adopted =
                server.bean(Labels.class).adopt(an.id(), "$Label1", "Wichtig", LabelColour.RED);
        assertThat(adopted.keyword()).isEqualTo("$label1");
        assertThat(mail.strangeKeywords(an, folders())).isEmpty();
        assertThat(mail.page(an, folders(), adopted, ZoneOffset.UTC, null).rows()).hasSize(1);
    }

    @Test
    void labelsOfAFolderThatHasJustGoneAreNoMatter() throws IOException {
        deliver(1);
        run(new Order(Verb.LABEL, "$label1", null), "inbox:1");
        var store = server.bean(FolderStore.class);
        var path = store.create(an, null, "Du lịch");
        var before = folders();
        store.delete(an, before.at(path));

        var mail = server.bean(LabelledMail.class);

        assertThat(mail.strangeKeywords(an, before)).containsExactly("$label1");
        assertThat(mail.having(an, before, "$label1").keySet())
                .extracting(MailboxPath::segment)
                .containsExactly("inbox");
    }

    @Test
    void aDeletedLabelComesOffTheMessages() throws IOException {
        deliver(2);
        var work = server.bean(Labels.class).create(an.id(), "Work", LabelColour.BLUE);
        run(new Order(Verb.LABEL, "work", null), "inbox:1.2");
        server.bean(LabelledMail.class).takeOff(an, work);
        Awaitility.await().until(() -> found(Role.INBOX, "KEYWORD work").isEmpty());
    }

    @Test
    void snoozedMessagesLeaveTheInboxAndComeBackUnread() throws IOException {
        deliver(3);
        run(Verb.READ, "inbox:1.2.3");
        var tomorrow = server.bean(Clock.class).instant().plus(Duration.ofDays(1));
        var done = run(new Order(Verb.SNOOZE, "", tomorrow), "inbox:1.2");
        assertThat(found(Role.INBOX, "ALL")).containsExactly(3L);
        assertThat(times()).hasSize(2).containsOnly(tomorrow.truncatedTo(ChronoUnit.SECONDS));
        undo(done);
        assertThat(found(Role.INBOX, "ALL")).hasSize(3);
        assertThat(times()).isEmpty();

        run(new Order(Verb.SNOOZE, "", tomorrow), "inbox:3");
        var woken = run(Verb.WAKE, "snoozed:3");
        assertThat(found(Role.INBOX, "UNSEEN")).hasSize(1);
        undo(woken);
        assertThat(times()).hasSize(1);
        assertThat(found(Role.INBOX, "ALL")).hasSize(2);
    }

    @Test
    void whatIsDueComesBackByItself() throws IOException {
        deliver(2);
        run(Verb.READ, "inbox:1.2");
        var past = server.bean(Clock.class).instant().minus(Duration.ofSeconds(5));
        run(new Order(Verb.SNOOZE, "", past), "inbox:1");
        server.bean(AlarmClock.class).look();
        Awaitility.await().until(() -> found(Role.INBOX, "UNSEEN").size() == 1);
        assertThat(found(Role.INBOX, "ALL")).hasSize(2);
        assertThat(times()).isEmpty();
    }

    private List<Instant> times() {
        return List.copyOf(server.bean(Snoozes.class).times(an.id()).values());
    }

    @Test
    void aMutedConversationLeavesTheInbox() throws IOException {
        deliver(2);
        var done = run(Verb.MUTE, "inbox:1");
        assertThat(found(Role.INBOX, "ALL")).containsExactly(2L);
        assertThat(found(Role.ARCHIVE, "KEYWORD $Muted")).hasSize(1);
        assertThat(server.bean(Mutes.class).of(an.id())).hasSize(1);
        undo(done);
        assertThat(found(Role.INBOX, "UNKEYWORD $Muted")).hasSize(2);
        assertThat(server.bean(Mutes.class).of(an.id())).isEmpty();
    }

    @Test
    void repliesToAMutedConversationGoToTheArchive() throws IOException {
        deliver(2);
        run(Verb.MUTE, "inbox:1");
        reply("number 1");
        reply("number 2");
        server.bean(Doorkeeper.class).look();
        assertThat(found(Role.INBOX, "ALL")).hasSize(2);
        assertThat(found(Role.ARCHIVE, "KEYWORD $Muted SEEN")).hasSize(1);
        var back = found(Role.ARCHIVE, "KEYWORD $Muted SEEN").getFirst();
        run(Verb.NOT_JUNK, "archive:" + back); // whoever fetches it back keeps it
        server.bean(Doorkeeper.class).look();
        assertThat(found(Role.INBOX, "ALL")).hasSize(3);
    }

    @Test
    void aReplyWakesWhatIsSnoozed() throws IOException {
        deliver(2);
        var later = server.bean(Clock.class).instant().plus(Duration.ofDays(9));
        run(new Order(Verb.SNOOZE, "", later), "inbox:1.2");
        reply("number 1");
        server.bean(Doorkeeper.class).look();
        server.bean(AlarmClock.class).look();
        Awaitility.await().until(() -> found(Role.INBOX, "ALL").size() == 2);
        assertThat(times()).hasSize(1);
    }

    @Test
    void allOfAFolderIsAJobThatCanBeTakenBack() throws IOException {
        deliver(30);
        var scope = server.bean(Scope.class).messages(an, folders(), "inbox", "", ZoneOffset.UTC);
        var job = triage.begin(an, folders(), new Order(Verb.ARCHIVE), scope);
        assertThat(job.total()).isEqualTo(30);
        Awaitility.await().until(() -> state(job) == Job.State.DONE);
        assertThat(found(Role.ARCHIVE, "ALL")).hasSize(30);
        assertThat(triage.undo(an, job.id())).isPresent();
        assertThat(found(Role.INBOX, "ALL")).hasSize(30);
        assertThat(server.bean(Jobs.class).find(an.id(), job.id())).isEmpty();
    }

    private Job.State state(Job job) {
        return server.bean(Jobs.class).find(an.id(), job.id()).orElseThrow().state();
    }

    @Test
    void allThatASearchFinds() throws IOException {
        deliver(3);
        deliver("other");
        var scope =
                server.bean(Scope.class)
                        .messages(an, folders(), "", "subject:number", ZoneOffset.UTC);
        assertThat(scope).hasSize(1);
        var job = triage.begin(an, folders(), new Order(Verb.STAR), scope);
        Awaitility.await().until(() -> state(job) == Job.State.DONE);
        assertThat(found(Role.INBOX, "FLAGGED")).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatIsNoKeyIsNotFound() {
        assertThatThrownBy(() -> run(Verb.DELETE, "inbox:x"))
                .isInstanceOf(NoSuchMailException.class);
        assertThatThrownBy(() -> run(new Order(Verb.MOVE, "~Nowhere", null), "inbox:1"))
                .isInstanceOf(NoSuchMailException.class);
    }
}
