package org.bocau.pop3;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a person may read in a response, in the language that LANG chose. RFC 6856 §3. The words are
 * in {@code i18n/pop3.properties}.
 *
 * @param arguments texts, numbers, or words that are the same in all languages
 */
record Text(String key, List<Object> arguments) {
    /** What is spoken before LANG, RFC 6856 §3 calls it i-default; and to nobody else's liking. */
    static final Locale ENGLISH = Locale.ENGLISH;

    /** In the order of the listing. */
    static final List<Locale> LANGUAGES = List.of(ENGLISH, Locale.of("vi"));

    private static final Control EXACT = // or the machine's own language would be spoken
            Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    /** Read once: there is one for each message that is downloaded. */
    private static final Map<Words, MessageFormat> FORMATS = new ConcurrentHashMap<>();

    private record Words(Locale language, String key) {
        MessageFormat format() {
            var words = ResourceBundle.getBundle("i18n/pop3", language, EXACT).getString(key);
            return new MessageFormat(words, Locale.ROOT);
        }
    }

    static Text of(String key, Object... arguments) {
        return new Text(key, List.of(arguments));
    }

    /** {@code 1 message}, {@code 2 messages}. */
    static Text messages(long count) {
        return of(count == 1 ? "messages.one" : "messages.other", count);
    }

    String in(Locale language) {
        var format = FORMATS.computeIfAbsent(new Words(language, key), Words::format);
        return ((MessageFormat) format.clone()) // one is not for several threads
                .format(arguments.stream().map(one -> word(one, language)).toArray());
    }

    private static String word(Object argument, Locale language) {
        return argument instanceof Text text ? text.in(language) : Objects.toString(argument);
    }

    /**
     * The language for a basic language range, by lookup (RFC 4647 §3.4): {@code vi-VN} finds
     * {@code vi}; {@code *} is the server's own choice. Null when there is none.
     */
    static @Nullable Locale language(String range) {
        if (range.equals("*")) {
            return ENGLISH;
        }
        var tags = LANGUAGES.stream().map(Locale::toLanguageTag).toList();
        var found = range.toLowerCase(Locale.ROOT);
        while (!tags.contains(found) && found.indexOf('-') > 0) {
            found = found.substring(0, found.lastIndexOf('-'));
        }
        return tags.contains(found) ? Locale.of(found) : null;
    }

    /** RFC 6856 §3.2: tag, then the language's name for itself. */
    static List<String> listing() {
        return LANGUAGES.stream()
                .map(one -> one.toLanguageTag() + " " + one.getDisplayLanguage(one))
                .toList();
    }
}
