package org.bocau.webmail;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.bocau.mailclient.Role;
import org.springframework.context.MessageSource;

/**
 * What a list's rows say in one language, looked up once for all of them.
 *
 * @param select and those that follow have a subject in the middle
 * @param wakes has a time in the middle
 * @param count has a number in the middle
 */
record RowWords(
        String unread,
        String to,
        String nobody,
        String me,
        String noSubject,
        String answered,
        String forwarded,
        String attachment,
        String star,
        String unstar,
        String archive,
        String delete,
        String muted,
        String untimed,
        Around select,
        Around starThis,
        Around unstarThis,
        Around archiveThis,
        Around deleteThis,
        Around wakes,
        Around count,
        Map<Role, String> folders) {
    private static final String GAP = "\u0000";

    /** A sentence with one gap. */
    record Around(String before, String after) {
        String with(String text) {
            return before + text + after;
        }
    }

    static RowWords of(MessageSource texts, Locale locale) {
        var say = new Speaker(texts, locale);
        var folders = new EnumMap<Role, String>(Role.class);
        for (var role : Role.values()) folders.put(role, say.text("folder." + role.key()));
        return new RowWords(
                say.text("mail.row.unread"),
                say.text("mail.row.to"),
                say.text("mail.row.nobody"),
                say.text("reading.me"),
                say.text("mail.no-subject"),
                say.text("mail.row.answered"),
                say.text("mail.row.forwarded"),
                say.text("mail.row.attachment"),
                say.text("mail.star"),
                say.text("mail.unstar"),
                say.text("mail.archive"),
                say.text("mail.delete"),
                say.text("triage.muted"),
                say.text("triage.snooze.untimed"),
                say.around("mail.select"),
                say.around("mail.star.named"),
                say.around("mail.unstar.named"),
                say.around("mail.archive.named"),
                say.around("mail.delete.named"),
                say.around("triage.snooze.wakes"),
                say.around("reading.count"),
                folders);
    }

    private record Speaker(MessageSource texts, Locale locale) {
        String text(String key) {
            return texts.getMessage(key, null, locale);
        }

        Around around(String key) {
            var whole = texts.getMessage(key, new Object[] {GAP}, locale);
            int gap = whole.indexOf(GAP);
            return gap < 0
                    ? new Around(whole, "")
                    : new Around(whole.substring(0, gap), whole.substring(gap + GAP.length()));
        }
    }
}
