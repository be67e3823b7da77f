package org.bocau.web;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.context.MessageSourceProperties;
import org.springframework.context.support.ResourceBundleMessageSource;

/**
 * What pages say, of all bundles. A page asks for some hundred texts, and for each one bundle after
 * the other was looked through; what has been found is remembered, in the few languages there are.
 */
final class Texts extends ResourceBundleMessageSource {
    /** More than we have: who asks in others is answered all the same. */
    private static final int MOST_LANGUAGES = 8;

    private final Map<Locale, Map<String, String>> found = new ConcurrentHashMap<>();

    Texts(MessageSourceProperties properties) {
        setBasenames(properties.getBasename().toArray(String[]::new));
        setDefaultEncoding(properties.getEncoding().name());
        setFallbackToSystemLocale(properties.isFallbackToSystemLocale());
    }

    /** Texts without places to fill in; these are compiled and remembered by the superclass. */
    @Override
    protected @Nullable String resolveCodeWithoutArguments(String code, Locale locale) {
        var known = found.get(locale);
        if (known == null) {
            if (found.size() >= MOST_LANGUAGES) {
                return super.resolveCodeWithoutArguments(code, locale);
            }
            known = found.computeIfAbsent(locale, _ -> new ConcurrentHashMap<>());
        }
        var text = known.get(code);
        if (text == null) {
            text = super.resolveCodeWithoutArguments(code, locale);
            if (text != null) known.put(code, text);
        }
        return text;
    }
}
