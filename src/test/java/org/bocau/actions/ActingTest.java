package org.bocau.actions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.bocau.actions.Triage.Order;
import org.bocau.actions.Triage.Verb;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.Role;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.MailUser;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.bocau.triage.LabelColour;
import org.bocau.triage.Labels;
import org.bocau.webmail.MessageLists;
import org.bocau.webmail.MessageLists.Position;
import org.bocau.webmail.MessagePage;
import org.bocau.webmail.MessageRow;
import org.junit.jupiter.api.Test;

/** What is done to messages shows in the next page, and can be taken back. */
@IntegrationTest
class ActingTest {
    private final TestServer server;
    private final MailUser user;
    private final MailAccount an;

    ActingTest(TestServer server) {
        this.server = server;
        this.user = MailUser.of(server, "an", "An");
        this.an = user.account();
    }

    private MessagePage page(Position at) {
        return server.bean(MessageLists.class).page(an, user.folders(), user.inbox(), at, true);
    }

    @Test
    void whatComesOrGoesMeanwhileShiftsNothing() throws IOException {
        for (int i = 1; i <= 120; i++) user.deliver("Subject: number " + i + "\r\n\r\ntext");
        var first = page(Position.NEWEST);
        var triage = server.bean(Triage.class);
        var gone = first.rows().stream().limit(49).map(MessageRow::key).toList();
        triage.run(an, user.folders(), new Order(Verb.DELETE), gone);
        var second = page(new Position(first.rows().getLast().cursor(), null, null));
        assertThat(second.rows()).first().extracting(MessageRow::subject).isEqualTo("number 70");
        for (int i = 1; i <= 90; i++) user.deliver("Subject: later " + i + "\r\n\r\ntext");
        assertThat(page(new Position(first.rows().getLast().cursor(), null, null)).rows())
                .extracting(MessageRow::uid)
                .isEqualTo(second.rows().stream().map(MessageRow::uid).toList());
    }

    @Test
    void whatIsDeletedIsGoneFromTheNextPageAndComesBackByUndo() throws IOException {
        for (int i = 1; i <= 5; i++) user.deliver("Subject: number " + i + "\r\n\r\ntext", i);
        var triage = server.bean(Triage.class);
        page(Position.NEWEST);
        var done = triage.run(an, user.folders(), new Order(Verb.DELETE), List.of("inbox:3.4"));
        assertThat(page(Position.NEWEST).rows())
                .extracting(MessageRow::uid)
                .containsExactly(5L, 2L, 1L);
        assertThat(triage.undo(an, done.undo())).isPresent();
        assertThat(page(Position.NEWEST).rows())
                .extracting(MessageRow::subject)
                .containsExactly("number 5", "number 4", "number 3", "number 2", "number 1");
        assertThat(user.folders().require(Role.TRASH).total()).isZero();
    }

    @Test
    void deletingFromTrashIsFinal() throws IOException {
        user.deliver("Subject: one\r\n\r\ntext");
        var triage = server.bean(Triage.class);
        triage.run(an, user.folders(), new Order(Verb.DELETE), List.of("inbox:1"));
        var done = triage.run(an, user.folders(), new Order(Verb.DESTROY), List.of("trash:1"));
        assertThat(done.undo()).isEmpty();
        assertThat(user.folders().require(Role.TRASH).total()).isZero();
    }

    @Test
    void flagsAreSetAndTakenBack() throws IOException {
        user.deliver("Subject: one\r\n\r\ntext");
        var triage = server.bean(Triage.class);
        triage.run(an, user.folders(), new Order(Verb.STAR), List.of("inbox:1"));
        triage.run(an, user.folders(), new Order(Verb.READ), List.of("inbox:1"));
        assertThat(page(Position.NEWEST).rows())
                .allMatch(MessageRow::flagged)
                .allMatch(MessageRow::seen);
        triage.run(an, user.folders(), new Order(Verb.UNSTAR), List.of("inbox:1"));
        assertThat(page(Position.NEWEST).rows()).noneMatch(MessageRow::flagged);
    }

    @Test
    void anActionOnTheRowIsDoneToAll() throws IOException {
        user.deliver("Subject: trip\r\nMessage-ID: <trip@t>\r\n\r\none", 1);
        user.deliver("Subject: Re: trip\r\nIn-Reply-To: <trip@t>\r\n\r\ntwo", 2);
        user.deliver("Subject: roof\r\n\r\ntext", 3);
        var triage = server.bean(Triage.class);
        var key = page(Position.NEWEST).rows().getLast().key();

        var done = triage.run(an, user.folders(), new Order(Verb.ARCHIVE), List.of(key));

        assertThat(page(Position.NEWEST).rows())
                .extracting(MessageRow::subject)
                .containsExactly("roof");
        assertThat(user.folders().require(Role.ARCHIVE).total()).isEqualTo(2);
        assertThat(triage.undo(an, done.undo())).isPresent();
        assertThat(page(Position.NEWEST).rows())
                .extracting(MessageRow::subject)
                .containsExactly("roof", "Re: trip");
    }

    /** One message, named by its own button: a list of one is of another kind than the forms'. */
    @Test
    void whatCannotComeBackIsAskedAbout() throws IOException {
        server.deliver(an.address(), "Subject: bill\r\n\r\ntext");
        var owner = WebVisitor.signedIn(server, server.account("an"));
        owner.get("/mail/inbox");
        var asked = owner.post("/mail/actions", "one", "destroy inbox:1", "in", "inbox");
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.page().select("main h1").text()).isEqualTo("Delete for good?");
        owner.submit("/mail/actions", "action", "destroy");
        assertThat(owner.get("/mail/inbox").page().select(".row")).isEmpty();
    }

    @Test
    void labelsAreEditedWhetherThereIsOneOrSeveral() {
        var labels = server.bean(Labels.class);
        var first = labels.create(an.id(), "Gấp", LabelColour.RED).keyword();
        var owner = WebVisitor.signedIn(server, server.account("an"));
        var move = "form[action$=/move]";
        assertThat(owner.get("/labels/" + first).page().select(move)).isEmpty();
        labels.create(an.id(), "Gia đình", LabelColour.BLUE);
        assertThat(owner.get("/labels/" + first).page().select(move)).hasSize(1);
    }
}
