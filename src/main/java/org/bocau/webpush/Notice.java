package org.bocau.webpush;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bocau.account.AccountId;
import org.bocau.account.Directory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What a browser is told, in its owner's language, as JSON that the service worker reads. */
@Component
class Notice {
    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_BODY = 300;

    private final Directory directory;
    private final MessageSource texts;
    private final JsonMapper json = JsonMapper.builder().build();

    Notice(Directory directory, MessageSource texts) {
        this.directory = directory;
        this.texts = texts;
    }

    /** One for each message; a number where they are many. */
    List<byte[]> texts(AccountId account, NewMail.Arrivals arrivals) {
        if (arrivals.count() == 0) return List.of();
        var locale = locale(account);
        if (arrivals.count() > NewMail.SINGLY) {
            var title = texts.getMessage("push.many", new Object[] {arrivals.count()}, locale);
            return List.of(notice(title, "", "/mail/inbox", "many"));
        }
        var notices = new ArrayList<byte[]>();
        for (var one : arrivals.latest()) {
            var from = one.from().isEmpty() ? text("push.nobody", locale) : one.from();
            var subject = one.subject().isEmpty() ? text("push.no-subject", locale) : one.subject();
            var body = one.preview().isBlank() ? subject : subject + "\n" + one.preview();
            notices.add(notice(from, body, "/mail/inbox/" + one.uid(), "uid-" + one.uid()));
        }
        return notices;
    }

    private Locale locale(AccountId account) {
        return directory
                .account(account)
                .map(known -> known.language() == null ? "en" : known.language())
                .map(Locale::forLanguageTag)
                .orElse(Locale.ENGLISH);
    }

    private String text(String key, Locale locale) {
        return texts.getMessage(key, null, locale);
    }

    private byte[] notice(String title, String body, String path, String tag) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("title", shortened(title, LONGEST_TITLE));
        fields.put("body", shortened(body, LONGEST_BODY));
        fields.put("path", path);
        fields.put("tag", tag);
        return json.writeValueAsBytes(fields);
    }

    private static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "\u2026";
    }
}
