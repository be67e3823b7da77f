package org.bocau.webmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.Role;
import org.bocau.triage.Label;
import org.bocau.triage.LabelColour;
import org.bocau.triage.Mutes;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Rows are written by code: what they show is text, whatever it says. */
class RowMarkupTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final Folder INBOX = folder("inbox", Role.INBOX);

    private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();

    RowMarkupTest() {
        texts.setBasenames("i18n/webmail", "i18n/triage", "i18n/reading", "i18n/compose");
        texts.setDefaultEncoding("UTF-8");
        texts.setFallbackToSystemLocale(false);
    }

    @Test
    void aRowSaysWhatItsMessageIs() {
        var row = written(letter(INBOX, "Họp lúc 9 giờ", "An Nguyễn", "Mang theo biên bản"));

        assertThat(row.classNames()).containsExactly("row", "unread");
        assertThat(row.id()).isEqualTo("row-inbox-7");
        assertThat(row.attr("data-key")).isEqualTo("inbox:7");
        assertThat(row.hasAttr("data-thread")).isFalse();
        assertThat(row.select(".row-link").attr("href")).isEqualTo("/mail/inbox/7");
        assertThat(row.select(".row-link").attr("data-hx-get")).isEqualTo("/mail/inbox/7");
        assertThat(row.select(".row-people").text()).isEqualTo("An Nguyễn");
        assertThat(written(row, ".row-subject")).isEqualTo("Họp lúc 9 giờ");
        assertThat(row.select(".row-preview").text()).isEqualTo("Mang theo biên bản");
        assertThat(row.select("input").attr("aria-label")).isEqualTo("Select: Họp lúc 9 giờ");
        assertThat(row.select(".star").attr("value")).isEqualTo("star inbox:7");
        assertThat(row.select(".star").attr("aria-pressed")).isEqualTo("false");
        assertThat(row.select(".hover-action").eachAttr("value"))
                .containsExactly("archive inbox:7", "delete inbox:7");
        assertThat(row.select("time").attr("datetime")).isEqualTo("2026-11-22T08:30:00Z");
        assertThat(row.select("time").text()).isEqualTo("08:30");
        assertThat(row.select(".row-marks").text()).isEmpty();
        assertThat(row.select("use").eachAttr("href"))
                .containsExactly("/sprite.svg#star", "/sprite.svg#archive", "/sprite.svg#trash-2");
    }

    @Tag("T26")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "\"><svg onload=alert(1)>",
                "' autofocus onfocus='alert(1)",
                "&lt;b&gt; & <b>",
                "</a></li></ul><h1>",
                "Tom & \"Jerry\" <'>",
            })
    void whatStrangersWriteIsText(String hostile) {
        var letter = letter(INBOX, hostile, hostile, hostile);
        var row = written(letter, setting(hostile, null, false));
        var found = written(letter, setting(hostile, RowMarkupTest::whole, true));

        for (var one : List.of(row, found)) {
            assertThat(written(one, ".row-subject")).isEqualTo(normal(hostile));
            assertThat(one.select(".row-preview").text()).isEqualTo(normal(hostile));
            assertThat(one.select(".row-people").text()).contains(normal(hostile));
            assertThat(one.select("input").attr("aria-label")).isEqualTo("Select: " + hostile);
            assertThat(one.select(".chip").text()).isEqualTo(normal(hostile));
            assertThat(one.select("script, img, h1, b, [onload], [onfocus], [autofocus]"))
                    .isEmpty();
            assertThat(one.select(".row-link, .row-actions")).hasSize(2);
        }
        assertThat(found.select("mark").eachText())
                .containsExactly(normal(hostile), normal(hostile));
        assertThat(found.select(".row-folder").text()).isEqualTo("Inbox");
    }

    /** The text of a part of the row, without labels. */
    private static String written(Element row, String part) {
        var element = row.expectFirst(part).clone();
        element.select(".chip").remove();
        return element.text();
    }

    /** As Jsoup reads text. */
    private static String normal(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    @Test
    void aConversationNamesWhoBeganAndWhoSpokeLast() {
        var people =
                List.of(
                        new Correspondent("An Nguyễn", "an@example.org"),
                        new Correspondent("Binh Tran", "binh@example.org"),
                        new Correspondent("Carol Jones", "carol@example.org"),
                        new Correspondent("Me", "ME@example.org"));
        var row =
                written(row(INBOX, people, "Minutes", "", Set.of(), "T1", List.of(9L, 8L, 5L, 2L)));

        assertThat(row.select(".row-people").text()).isEqualTo("Nguyễn … Carol, me5");
        assertThat(row.select(".row-count").attr("title")).isEqualTo("5 messages");
        assertThat(row.attr("data-thread")).isEqualTo("T1");
        assertThat(row.attr("data-key")).isEqualTo("inbox:9.8.5.2");
        assertThat(row.id()).isEqualTo("row-inbox-T1");
    }

    @Test
    void ownMailNamesItsRecipientsAndADraftIsWrittenOn() {
        var sent = written(letter(folder("sent", Role.SENT), "", "Hạnh", ""));
        var draft =
                written(
                        row(
                                folder("drafts", Role.DRAFTS),
                                List.of(),
                                "",
                                "",
                                Set.of(),
                                "",
                                List.of(7L)));

        assertThat(sent.select(".row-people").text()).isEqualTo("To: Hạnh");
        assertThat(written(sent, ".row-subject")).isEqualTo("(no subject)");
        assertThat(sent.select(".hover-action")).hasSize(1);
        assertThat(draft.select(".row-people").text()).isEqualTo("To: (nobody)");
        assertThat(draft.select(".row-link").attr("href")).isEqualTo("/compose?draft=7");
        assertThat(draft.select(".row-link").hasAttr("data-hx-get")).isFalse();
    }

    @Test
    void whatIsAwaySaysWhenItComesBack() {
        var setting =
                new RowMarkup.Setting(
                        new DateView(NOW, ZoneOffset.UTC, Locale.ENGLISH),
                        "me@example.org",
                        "/sprite.svg",
                        LabelView.of(List.<Label>of()),
                        null,
                        Map.of(7L, Instant.parse("2026-11-22T18:00:00Z")),
                        false);
        var snoozed = folder("snoozed", Role.SNOOZED);

        assertThat(written(letter(snoozed, "A", "An", ""), setting).select(".wakes").text())
                .isEqualTo("Until 18:00");
        var stray = row(snoozed, List.of(), "B", "", Set.of(), "", List.of(8L));
        assertThat(written(stray, setting).select(".wakes").text()).isEqualTo("No time set");
    }

    /** Its name is the user's, or whoever's who shares it. */
    @Tag("T26")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"><img src=x onerror=alert(1)>",
                "' autofocus onfocus='alert(1)",
                "</a></li><script>alert(1)</script>",
                "Công việc & \"nhà\" <b>",
                "javascript:alert(1)"
            })
    void whatAFolderIsCalledIsText(String hostile) {
        for (var owner : new String[] {null, hostile}) {
            var path = MailboxPath.of(hostile, null);
            var folder = new Folder(path, hostile, hostile, owner, null, 0, true, 9, 1, 10);
            var row = written(letter(folder, "A", "An", ""), setting("Work", null, true));

            assertThat(row.select(".row-folder").text()).isEqualTo(normal(folder.title()));
            assertThat(row.attr("data-key")).isEqualTo(path + ":7");
            assertThat(row.select(".row-link").attr("href")).startsWith("/mail/~").endsWith("/7");
            assertThat(row.select(".star").attr("value")).isEqualTo("star " + path + ":7");
            assertThat(row.select("script, img, b, [onerror], [onfocus], [autofocus]")).isEmpty();
            assertThat(row.select(".hover-action").eachAttr("value"))
                    .containsExactly("archive " + path + ":7", "delete " + path + ":7");
        }
    }

    private static MessageRow marked(boolean flagged, Set<String> keywords) {
        var plain = letter(INBOX, "Họp", "An", "");
        return new MessageRow(
                INBOX,
                7,
                plain.people(),
                "Họp",
                "",
                plain.receivedAt(),
                1000,
                true,
                flagged,
                true,
                true,
                true,
                keywords,
                List.of(7L),
                0,
                "",
                null);
    }

    @Test
    void everyMarkHasItsIconAndSaysWhatItMeans() {
        for (var language : List.of("en", "vi")) {
            var locale = Locale.forLanguageTag(language);
            var muted = marked(true, Set.of("work", Mutes.KEYWORD));
            var row = written(muted, setting("Work", null, false), locale);

            assertThat(row.classNames()).containsExactly("row", "starred");
            assertThat(row.select("use").eachAttr("href"))
                    .containsExactly(
                            "/sprite.svg#bell",
                            "/sprite.svg#reply",
                            "/sprite.svg#forward",
                            "/sprite.svg#paperclip",
                            "/sprite.svg#star",
                            "/sprite.svg#archive",
                            "/sprite.svg#trash-2");
            assertThat(row.select(".row-marks svg[role=img]").eachAttr("aria-label"))
                    .containsExactly(
                            said("mail.row.answered", locale),
                            said("mail.row.forwarded", locale),
                            said("mail.row.attachment", locale));
            assertThat(row.select(".muted-chip").text()).isEqualTo(said("triage.muted", locale));
            assertThat(row.select(".star").attr("aria-pressed")).isEqualTo("true");
            assertThat(row.select(".star").attr("value")).isEqualTo("unstar inbox:7");
            assertThat(row.select("svg:not([role])")).allMatch(one -> one.hasAttr("aria-hidden"));
        }
        var away =
                new RowMarkup.Setting(
                        new DateView(NOW, ZoneOffset.UTC, Locale.ENGLISH),
                        "me@example.org",
                        "/sprite.svg",
                        LabelView.of(List.<Label>of()),
                        null,
                        Map.of(),
                        false);
        assertThat(written(letter(INBOX, "A", "An", ""), away).select(".wakes use").attr("href"))
                .isEqualTo("/sprite.svg#clock");
    }

    /** Where a subject stands in a sentence is the language's affair. */
    @Test
    void wordsAroundASubjectAreThoseOfTheLanguage() {
        for (var language : List.of("en", "vi")) {
            var locale = Locale.forLanguageTag(language);
            var unread = letter(INBOX, "Họp & {0} 'ăn' <trưa>", "An", "");
            var row = written(unread, setting("Work", null, false), locale);
            var starred = written(marked(true, Set.of()), setting("Work", null, false), locale);
            var sent = letter(folder("sent", Role.SENT), "", "", "");
            var several = row(INBOX, List.of(), "A", "", Set.of(), "T", List.of(9L, 8L, 7L));

            assertThat(row.select("input, button").eachAttr("aria-label"))
                    .containsExactly(
                            said("mail.select", locale, unread.subject()),
                            said("mail.star.named", locale, unread.subject()),
                            said("mail.archive.named", locale, unread.subject()),
                            said("mail.delete.named", locale, unread.subject()));
            assertThat(row.select("button").eachAttr("title"))
                    .containsExactly(
                            said("mail.star", locale),
                            said("mail.archive", locale),
                            said("mail.delete", locale));
            assertThat(starred.select(".star").attr("aria-label"))
                    .isEqualTo(said("mail.unstar.named", locale, "Họp"));
            assertThat(starred.select(".star").attr("title"))
                    .isEqualTo(said("mail.unstar", locale));
            assertThat(row.select(".row-link > .visually-hidden").text())
                    .isEqualTo(said("mail.row.unread", locale));
            assertThat(written(sent, setting("Work", null, false), locale).select(".row-to").text())
                    .isEqualTo(said("mail.row.to", locale));
            assertThat(
                            written(several, setting("Work", null, false), locale)
                                    .select(".row-count")
                                    .attr("title"))
                    .isEqualTo(said("reading.count", locale, "4"));
        }
    }

    private String said(String key, Locale locale, Object... values) {
        return texts.getMessage(key, values, locale);
    }

    @Test
    void everyLanguageHasItsWords() {
        for (var language : List.of("en", "vi")) {
            var words = RowWords.of(texts, Locale.forLanguageTag(language));
            assertThat(words.select().with("X")).endsWith("X").hasSizeGreaterThan(3);
            assertThat(words.folders()).hasSize(Role.values().length);
        }
    }

    private static Folder folder(String path, Role role) {
        return new Folder(
                new MailboxPath(path),
                role.usualName(),
                role.usualName(),
                null,
                role,
                0,
                true,
                9,
                1,
                10);
    }

    private static MessageRow letter(Folder folder, String subject, String name, String preview) {
        var people = List.of(new Correspondent(name, "someone@example.org"));
        return row(folder, people, subject, preview, Set.of("work"), "", List.of(7L));
    }

    private static MessageRow row(
            Folder folder,
            List<Correspondent> people,
            String subject,
            String preview,
            Set<String> keywords,
            String thread,
            List<Long> uids) {
        return new MessageRow(
                folder,
                uids.getFirst(),
                people,
                subject,
                preview,
                Instant.parse("2026-11-22T08:30:00Z"),
                1000,
                false,
                false,
                false,
                false,
                false,
                keywords,
                uids,
                uids.size() > 1 ? 1 : 0,
                thread,
                null);
    }

    private static List<LineMarks.Piece> whole(String line) {
        return List.of(new LineMarks.Piece(line, true));
    }

    /**
     * @param label the name of the label that letters have
     */
    private static RowMarkup.Setting setting(
            String label, @Nullable LineMarks marks, boolean severalFolders) {
        return new RowMarkup.Setting(
                new DateView(NOW, ZoneOffset.UTC, Locale.ENGLISH),
                "me@example.org",
                "/sprite.svg",
                LabelView.of(List.of(new Label("work", label, LabelColour.BLUE))),
                marks,
                null,
                severalFolders);
    }

    private Element written(MessageRow row) {
        return written(row, setting("Work", null, false));
    }

    private Element written(MessageRow row, RowMarkup.Setting setting) {
        return written(row, setting, Locale.ENGLISH);
    }

    private Element written(MessageRow row, RowMarkup.Setting setting, Locale locale) {
        var words = RowWords.of(texts, locale);
        var html = new RowMarkup(words, setting).rows(List.of(row));
        return Jsoup.parseBodyFragment("<ul>" + html + "</ul>").expectFirst("li");
    }
}
