package org.bocau.settings;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Finds the page a setting is on, by any words of its name, its explanation or its choices. */
@Component
class SettingsIndex {
    /** Of pages that are not made of settings; {@code settings.index.NAME} has more words. */
    private static final List<String> PAGES =
            List.of(
                    "identities",
                    "templates",
                    "rules",
                    "absence",
                    "folders",
                    "privacy",
                    "transfer",
                    "notifications",
                    "security",
                    "sessions",
                    "phone");

    private static final int LONGEST_QUERY = 200;

    private final MessageSource texts;

    SettingsIndex(MessageSource texts) {
        this.texts = texts;
    }

    /**
     * Where something is.
     *
     * @param page its title
     * @param label what is found there; the page's title again where the page itself is meant
     */
    record Hit(String page, String label, String path) {}

    private record Entry(Hit hit, String words) {}

    /** Every word of the query must be there, in any case and without its diacritics. */
    List<Hit> find(String query, Locale locale) {
        var words =
                folded(query.substring(0, Math.min(query.length(), LONGEST_QUERY))).split("\\s+");
        return entries(locale).stream()
                .filter(entry -> Arrays.stream(words).allMatch(entry.words()::contains))
                .map(Entry::hit)
                .toList();
    }

    private List<Entry> entries(Locale locale) {
        var entries = new ArrayList<Entry>();
        for (var topic : Topic.values()) {
            var title = text("settings.section." + topic.key(), locale);
            var path = "/settings/" + topic.key();
            entries.add(entry(title, title, path, text("settings.index." + topic.key(), locale)));
            for (var setting : topic.settings()) {
                var field = ChoiceField.of(setting, "", texts, locale);
                entries.add(entry(title, field.label(), path + "#" + field.key(), field.hint()));
            }
        }
        for (var page : PAGES) {
            var title = text("settings.section." + page, locale);
            entries.add(
                    entry(
                            title,
                            title,
                            "/settings/" + page,
                            text("settings.index." + page, locale)));
        }
        return entries;
    }

    private static Entry entry(String page, String label, String path, String more) {
        return new Entry(new Hit(page, label, path), folded(page + " " + label + " " + more));
    }

    private String text(String key, Locale locale) {
        var text = texts.getMessage(key, null, "", locale);
        return text == null ? "" : text;
    }

    /** Small letters without diacritics, so that {@code chu ky} finds {@code chữ ký}. */
    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replace('đ', 'd')
                .strip();
    }
}
