package org.bocau.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.Flags;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.Role;
import org.bocau.search.Problem;
import org.bocau.search.SavedSearches;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.bocau.triage.LabelColour;
import org.bocau.triage.Labels;
import org.bocau.webmail.MessageRow;
import org.junit.jupiter.api.Test;

/** Searches over the whole account against the real server, and their pages without a script. */
@IntegrationTest
class SearchTest {
    private static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final Instant BASE = Instant.parse("2026-01-10T08:00:00Z");

    private final TestServer server;
    private final TestAccount account;
    private final MailAccount an;
    private final SearchPages search;
    private int delivered;

    SearchTest(TestServer server) {
        this.server = server;
        this.account = server.account("an");
        this.an = new MailAccount(account.id(), account.login(), "An");
        this.search = server.bean(SearchPages.class);
    }

    private Folders folders() {
        return server.bean(FolderStore.class).list(an);
    }

    /** Each an hour after the one before. */
    private void deliver(String from, String subject, String text) throws IOException {
        deliver(from, subject, text, Flags.NONE);
    }

    private void deliver(String from, String subject, String text, Flags flags) throws IOException {
        var message =
                "From: %s\r\nTo: an@x.example\r\nSubject: %s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n"
                        .formatted(from, subject, text);
        var at = BASE.plus(Duration.ofHours(delivered++));
        server.deliver(account.login(), message.getBytes(StandardCharsets.UTF_8), flags, at);
    }

    private void move(long uid, Role role) {
        var folders = folders();
        server.bean(MailClient.class)
                .in(
                        an,
                        "INBOX",
                        connection ->
                                connection.uidMove(new long[] {uid}, folders.require(role).name()));
    }

    private ReadSearch read(String text) {
        return ReadSearch.of(text, LocalDate.of(2026, 1, 11), folders(), name -> name);
    }

    private List<String> found(String text) {
        return search.page(an, folders(), read(text), HANOI, null).rows().stream()
                .map(MessageRow::subject)
                .toList();
    }

    @Test
    void mergesFoldersNewestFirst() throws IOException {
        deliver("binh@one.example", "apples one", "green");
        deliver("binh@one.example", "two", "apples too");
        deliver("lan@one.example", "plums", "blue");
        deliver("lan@one.example", "apples four", "red");
        move(2, Role.ARCHIVE);
        assertThat(found("apples")).containsExactly("apples four", "two", "apples one");
        assertThat(found("apples in:inbox")).containsExactly("apples four", "apples one");
        assertThat(found("apples -in:inbox")).containsExactly("two");
        assertThat(found("apples (in:archive OR from:lan)")).containsExactly("apples four", "two");
        assertThat(found("apples -subject:apples")).containsExactly("two");
    }

    @Test
    void junkAndTrashAreLookedInWhereTheyAreNamed() throws IOException {
        deliver("x@one.example", "kept", "needle");
        deliver("x@one.example", "gone", "needle");
        move(2, Role.TRASH);
        assertThat(found("needle")).containsExactly("kept");
        assertThat(found("needle in:trash")).containsExactly("gone");
        assertThat(found("needle in:anywhere")).containsExactly("gone", "kept");
    }

    @Test
    void diacriticsDoNotMatterButInQuotes() throws IOException {
        deliver("Bình <binh@one.example>", "Thư mời họp", "đến nhé");
        deliver("x@one.example", "thu", "collected");
        deliver("x@one.example", "moi thu", "other");
        assertThat(found("thu moi")).containsExactly("moi thu", "Thư mời họp");
        assertThat(found("subject:họp")).containsExactly("Thư mời họp");
        assertThat(found("subject:hop from:binh")).containsExactly("Thư mời họp");
        assertThat(found("\"thu moi\"")).containsExactly("Thư mời họp");
        assertThat(found("\"thư\"")).containsExactly("Thư mời họp");
        assertThat(found("thu -subject:thu")).containsExactly("Thư mời họp");
    }

    @Test
    void knowsStatesSizesAndDays() throws IOException {
        deliver(
                "x@one.example",
                "first",
                "a",
                new Flags(Flags.of(Flag.SEEN).system(), List.of("work")));
        deliver("x@one.example", "second", "b".repeat(3000), Flags.of(Flag.FLAGGED));
        assertThat(found("is:unread")).containsExactly("second");
        assertThat(found("is:starred OR label:work")).containsExactly("second", "first");
        assertThat(found("larger:2K")).containsExactly("second");
        assertThat(found("smaller:2K")).containsExactly("first");
        assertThat(found("after:2026-01-10")).hasSize(2);
        assertThat(found("before:2026-01-10")).isEmpty();
        assertThat(found("older_than:1d before:11/1/2026")).hasSize(2);
        assertThat(found("newer_than:1h")).isEmpty();
        assertThat(found("after:2036")).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaidAndLeftOut() throws IOException {
        deliver("x@one.example", "here", "a");
        var read = read("here in:nowhere");
        assertThat(read.problems()).containsExactly(new Problem(Problem.Kind.FOLDER, "nowhere"));
        assertThat(search.page(an, folders(), read, HANOI, null).rows()).hasSize(1);
        assertThat(read("in:nowhere").expression()).isNull();
    }

    @Test
    void pagesFollowEachOtherAlthoughMailComesIn() throws IOException {
        for (int n = 0; n < 120; n++) deliver("x@one.example", "needle " + n, "text");
        var seen = new ArrayList<String>();
        String after = null;
        for (int page = 0; page < 3; page++) {
            var found = search.page(an, folders(), read("needle"), HANOI, after);
            assertThat(found.total()).isEqualTo(120 + page);
            found.rows().forEach(row -> seen.add(row.subject()));
            if (found.older() == null) break;
            after =
                    java.net.URLDecoder.decode(
                            found.older().replaceFirst(".*&after=", ""), StandardCharsets.UTF_8);
            deliver("x@one.example", "needle new " + page, "text");
        }
        assertThat(seen).hasSize(120).doesNotHaveDuplicates().last().isEqualTo("needle 0");
    }

    @Test
    void manyHitsOfOneFolderAreSortedByTheServer() throws IOException {
        for (int n = 0; n < 205; n++) deliver("x@one.example", "many " + n, "text");
        move(1, Role.ARCHIVE);
        assertThat(found("many")).hasSize(50).first().isEqualTo("many 204");
        var all = search.all(an, folders(), read("many"), HANOI);
        assertThat(all.values().stream().mapToLong(uids -> uids.length).sum()).isEqualTo(205);
    }

    @Test
    void thePageSaysWhatWasUnderstood() throws IOException {
        deliver("binh@one.example", "Thư mời", "nội dung");
        var visitor = WebVisitor.signedIn(server, account);
        var page = visitor.get("/search?q=thu+from:binh+before:someday").page();
        assertThat(page.select(".term > span").eachText()).containsExactly("thu", "from binh");
        assertThat(page.select(".search-problems").text()).contains("before:someday");
        assertThat(page.select(".row mark").eachText()).contains("Thư");
        assertThat(page.select(".row-folder").text()).isEqualTo("Inbox");
        assertThat(page.select(".term a").attr("href"))
                .isEqualTo("/search?q=from:binh%20before:someday");
        var scoped = visitor.get("/search?q=thu&in=inbox");
        assertThat(scoped.page().select("#q").val()).isEqualTo("thu in:inbox");
        assertThat(visitor.get("/search").page().select(".operators dt")).isNotEmpty();
        assertThat(visitor.get("/search?q=zzz").page().select(".search-help").text())
                .contains("in:anywhere");
        assertThat(visitor.get("/search?q=%28%28%22-OR").status()).isEqualTo(200);
    }

    @Test
    void fieldsBecomeOperatorsAndBack() {
        var visitor = WebVisitor.signedIn(server, account);
        var found =
                visitor.get(
                        "/search/fields?from=an&subject=h%E1%BB%8Dp+tu%E1%BA%A7n&words=x&without=y+z&folder=sent&after=2026-01-01&attachment=true&larger=5");
        var text =
                "from:an subject:\"họp tuần\" x -y -z in:sent after:2026-01-01 larger:5M has:attachment";
        assertThat(found.page().select("#q").val()).isEqualTo(text);
        var form =
                visitor.get(
                                "/search/advanced?q="
                                        + java.net.URLEncoder.encode(text, StandardCharsets.UTF_8))
                        .page();
        assertThat(form.select("#subject").val()).isEqualTo("họp tuần");
        assertThat(form.select("#without").val()).isEqualTo("y z");
        assertThat(form.select("#words").val()).isEqualTo("x larger:5M");
        assertThat(form.select("#attachment").hasAttr("checked")).isTrue();
    }

    @Test
    void searchesAreKeptRenamedAndDeleted() {
        var visitor = WebVisitor.signedIn(server, account);
        visitor.get("/search/saved/new?q=is:unread");
        visitor.submit("/search/saved", "name", "Chưa đọc");
        var link = visitor.get("/mail/inbox").page().select(".saved-searches a.folder");
        assertThat(link.text()).isEqualTo("Chưa đọc");
        assertThat(link.attr("href")).isEqualTo("/search?q=is:unread");
        visitor.get("/search/saved/new?q=x");
        assertThat(visitor.submit("/search/saved", "name", "Chưa đọc").errorAt("name"))
                .isNotEmpty();
        var id = server.bean(SavedSearches.class).all(account.id()).getFirst().id();
        visitor.get("/search/saved/" + id);
        visitor.submit("/search/saved/" + id, "name", "Mới");
        assertThat(visitor.get("/mail/inbox").page().select(".saved-searches a.folder").text())
                .isEqualTo("Mới");
        var other = WebVisitor.signedIn(server, server.account("binh"));
        assertThat(other.get("/search/saved/" + id).status()).isEqualTo(404);
        other.get("/search/saved/new?q=x");
        assertThat(other.post("/search/saved/" + id + "/delete").status()).isEqualTo(404);
        visitor.get("/search/saved/" + id);
        visitor.submit("/search/saved/" + id + "/delete");
        assertThat(visitor.last().page().select(".saved-searches")).isEmpty();
    }

    @Test
    void completesLabelsByTheirNamesWithTheirColours() {
        server.bean(Labels.class).adopt(an.id(), "viec-nha", "Việc nhà", LabelColour.TEAL);
        var completion = server.bean(SearchCompletion.class);
        var english = java.util.Locale.ENGLISH;
        assertThat(completion.of(an, "label:viec", 10, english))
                .extracting(
                        SearchCompletion.Completion::text,
                        SearchCompletion.Completion::about,
                        SearchCompletion.Completion::colour)
                .containsExactly(tuple("label:\"Việc nhà\" ", "Việc nhà", "teal"));
        assertThat(completion.of(an, "nha", 3, english))
                .extracting(SearchCompletion.Completion::text)
                .contains("label:\"Việc nhà\" ");
        assertThat(completion.of(an, "label:x", 7, english)).isEmpty();
    }

    @Test
    void completesOperatorsFoldersAndStates() {
        var completion = server.bean(SearchCompletion.class);
        var english = java.util.Locale.ENGLISH;
        assertThat(completion.of(an, "fr", 2, english))
                .extracting(SearchCompletion.Completion::text)
                .contains("from:");
        assertThat(completion.of(an, "x is:un y", 7, english))
                .extracting(SearchCompletion.Completion::text)
                .containsExactly("x is:unread y");
        assertThat(completion.of(an, "-in:tra", 7, english).getFirst().text())
                .isEqualTo("-in:trash ");
        assertThat(completion.of(an, "", 0, english)).isNotEmpty();
        assertThat(completion.of(an, "before:", 7, english))
                .extracting(SearchCompletion.Completion::label)
                .containsExactly("before:today", "before:yesterday");
    }
}
