package org.bocau.webmail;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Role;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of a list. A template took half of the time of a page for them: each row has some
 * forty places, and there are fifty rows (decision 94). One request; owned by its thread.
 */
final class RowMarkup {
    private static final int ROW_LENGTH = 3000;

    private final RowWords words;
    private final Setting at;

    RowMarkup(RowWords words, Setting at) {
        this.words = words;
        this.at = at;
    }

    /**
     * What the rows of one list have in common.
     *
     * @param reader whose list it is, by address
     * @param sprite address of the icons
     * @param marks what was looked for; null where nothing was
     * @param wakes times when messages come back, by UID; null where none are away
     * @param severalFolders each row says which folder it is of
     */
    record Setting(
            DateView dates,
            String reader,
            String sprite,
            LabelView labels,
            @Nullable LineMarks marks,
            @Nullable Map<?, ?> wakes,
            boolean severalFolders) {}

    String rows(List<MessageRow> rows) {
        var html = new Html(rows.size() * ROW_LENGTH);
        for (var row : rows) row(html, row);
        return html.toString();
    }

    private void row(Html html, MessageRow row) {
        var subject = row.subject().isEmpty() ? words.noSubject() : row.subject();
        var key = row.key();
        html.tag("<li class=\"row").tag(!row.seen(), " unread").tag(row.flagged(), " starred");
        html.tag("\" id=\"").text(row.id());
        html.tag("\" data-key=\"").text(key);
        html.tag("\" data-uid=\"").number(row.uid());
        if (!row.thread().isEmpty()) html.tag("\" data-thread=\"").text(row.thread());
        if (row.cursor() != null) html.tag("\" data-at=\"").text(row.cursor().toString());
        html.tag("\">\n  ");
        check(html, row, key, subject);
        link(html, row, subject);
        html.tag("<span class=\"row-side\">");
        time(html, row.receivedAt());
        marks(html, row);
        actions(html, row, key, subject);
        html.tag("</span>\n</li>\n");
    }

    private void check(Html html, MessageRow row, String key, String subject) {
        html.tag("<label class=\"row-check\"><input type=\"checkbox\" name=\"m\" value=\"");
        html.text(key).tag("\" aria-label=\"");
        around(html, words.select(), subject).tag("\">");
        html.tag("<span class=\"avatar hue-").number(row.first().hue());
        html.tag("\" aria-hidden=\"true\">").text(row.first().initials());
        html.tag("</span></label>\n  ");
    }

    private static Html around(Html html, RowWords.Around words, String text) {
        return html.text(words.before()).text(text).text(words.after());
    }

    private void link(Html html, MessageRow row, String subject) {
        html.tag("<a class=\"row-link\" href=\"");
        if (row.draft()) {
            html.tag("/compose?draft=").number(row.uid());
        } else {
            var path = row.path();
            html.text(path).tag("\" data-hx-get=\"").text(path);
        }
        html.tag(
                "\" data-hx-target=\"#reading\" data-hx-sync=\"#reading:replace\""
                        + " data-hx-swap=\"outerHTML\" data-hx-push-url=\"true\">");
        if (!row.seen())
            html.tag("<span class=\"visually-hidden\">").text(words.unread()).tag("</span>");
        people(html, row);
        html.tag("<span class=\"row-subject\" dir=\"auto\">");
        chips(html, row);
        line(html, subject);
        html.tag("</span><span class=\"row-preview\" dir=\"auto\">");
        line(html, row.preview());
        html.tag("</span></a>\n  ");
    }

    private void people(Html html, MessageRow row) {
        html.tag("<span class=\"row-people\" dir=\"auto\">");
        if (row.folder().outgoing())
            html.tag("<span class=\"row-to\">").text(words.to()).tag("</span> ");
        var named = row.named();
        boolean leftOut = row.leftOut();
        for (int i = 0; i < named.size(); i++) {
            if (i > 0) html.tag(i == 1 && leftOut, " … ").tag(i != 1 || !leftOut, ", ");
            html.tag("<span>").text(called(named.get(i), named.size() > 1)).tag("</span>");
        }
        if (row.count() > 1) {
            html.tag("<span class=\"row-count\" title=\"");
            around(html, words.count(), Integer.toString(row.count())).tag("\">");
            html.number(row.count()).tag("</span>");
        }
        if (row.people().isEmpty()) html.tag("<span>").text(words.nobody()).tag("</span>");
        html.tag("</span>");
    }

    private String called(Correspondent person, boolean amongOthers) {
        if (person.address().equalsIgnoreCase(at.reader())) return words.me();
        return amongOthers ? person.given() : person.label();
    }

    private void chips(Html html, MessageRow row) {
        if (row.keywords().isEmpty()) return;
        if (at.labels().muted(row.keywords())) {
            html.tag("<span class=\"chip muted-chip\">");
            html.tag("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"").text(at.sprite());
            html.tag("#bell\"></use></svg><span>").text(words.muted()).tag("</span></span>");
        }
        for (var label : at.labels().of(row.keywords())) {
            html.tag("<span class=\"chip label-").text(label.colour().key());
            html.tag("\" data-keyword=\"").text(label.keyword()).tag("\">");
            html.text(label.name()).tag("</span>");
        }
    }

    private void line(Html html, String line) {
        if (at.marks() == null) {
            html.text(line);
            return;
        }
        for (var piece : at.marks().of(line))
            html.tag(piece.hit(), "<mark>").text(piece.text()).tag(piece.hit(), "</mark>");
    }

    private void time(Html html, Instant received) {
        html.tag("<time class=\"row-time\" datetime=\"").text(received.toString());
        html.tag("\" title=\"").text(at.dates().full(received)).tag("\">");
        html.text(
                at.severalFolders() ? at.dates().brief(received) : at.dates().underHead(received));
        html.tag("</time>\n  ");
    }

    private void marks(Html html, MessageRow row) {
        html.tag("<span class=\"row-marks\">");
        if (at.wakes() != null)
            wakes(html, at.wakes().get(row.uid()) instanceof Instant back ? back : null);
        if (at.severalFolders())
            html.tag("<span class=\"row-folder\">").text(name(row.folder())).tag("</span>");
        if (row.answered()) {
            mark(html, words.answered()).tag("#reply\"></use></svg>");
        }
        if (row.forwarded()) {
            mark(html, words.forwarded()).tag("#forward\"></use></svg>");
        }
        if (row.attachment()) {
            mark(html, words.attachment()).tag("#paperclip\"></use></svg>");
        }
        html.tag("</span>\n  ");
    }

    private void wakes(Html html, @Nullable Instant back) {
        html.tag("<span class=\"wakes\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"");
        html.text(at.sprite()).tag("#clock\"></use></svg><span>");
        if (back == null) html.text(words.untimed());
        else around(html, words.wakes(), at.dates().soon(back));
        html.tag("</span></span>");
    }

    private String name(Folder folder) {
        var role = folder.role();
        return role == null ? folder.title() : words.folders().getOrDefault(role, folder.title());
    }

    private Html mark(Html html, String says) {
        html.tag("<svg class=\"icon\" role=\"img\" aria-label=\"").text(says);
        return html.tag("\"><use href=\"").text(at.sprite());
    }

    private void actions(Html html, MessageRow row, String key, String subject) {
        var role = row.folder().role();
        html.tag("<span class=\"row-actions\">");
        html.tag("<button class=\"star\" name=\"one\" value=\"");
        html.tag(row.flagged(), "unstar ").tag(!row.flagged(), "star ").text(key);
        html.tag("\" aria-pressed=\"").tag(row.flagged(), "true").tag(!row.flagged(), "false");
        var star = row.flagged() ? words.unstarThis() : words.starThis();
        named(html, star, subject, row.flagged() ? words.unstar() : words.star());
        html.tag("#star\"></use></svg></button>");
        if (role == null || role == Role.INBOX) {
            html.tag("<button class=\"hover-action\" name=\"one\" value=\"archive ").text(key);
            named(html, words.archiveThis(), subject, words.archive());
            html.tag("#archive\"></use></svg></button>");
        }
        if (role != Role.TRASH) {
            html.tag("<button class=\"hover-action\" name=\"one\" value=\"delete ").text(key);
            named(html, words.deleteThis(), subject, words.delete());
            html.tag("#trash-2\"></use></svg></button>");
        }
        html.tag("</span>");
    }

    /** What a button is called, and its icon up to the name. */
    private void named(Html html, RowWords.Around label, String subject, String title) {
        html.tag("\" aria-label=\"");
        around(html, label, subject);
        html.tag("\" title=\"").text(title);
        html.tag("\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"").text(at.sprite());
    }
}
