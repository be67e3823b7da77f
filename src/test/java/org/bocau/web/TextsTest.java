package org.bocau.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.context.MessageSourceProperties;
import org.springframework.context.NoSuchMessageException;

/** Texts stay those of their language, however often and in whatever order they are asked for. */
class TextsTest {
    private static final Locale VIETNAMESE = Locale.of("vi");

    private final Texts texts;

    TextsTest() {
        var properties = new MessageSourceProperties();
        properties.setBasename(List.of("i18n/common", "i18n/webmail"));
        properties.setFallbackToSystemLocale(false);
        texts = new Texts(properties);
    }

    private String text(String code, Locale locale) {
        return texts.getMessage(code, null, locale);
    }

    @Test
    void eachLanguageHasItsOwn() {
        for (int time = 0; time < 2; time++) {
            assertThat(text("folder.inbox", Locale.ENGLISH)).isEqualTo("Inbox");
            assertThat(text("folder.inbox", VIETNAMESE)).isEqualTo("Hộp thư đến");
            assertThat(text("sign-in.submit", Locale.ENGLISH)).isEqualTo("Sign in");
        }
    }

    @Test
    void manyLanguagesAreAnsweredToo() {
        for (var locale : Locale.getAvailableLocales()) {
            assertThat(text("folder.inbox", locale)).isIn("Inbox", "Hộp thư đến");
        }
        assertThat(text("folder.inbox", VIETNAMESE)).isEqualTo("Hộp thư đến");
    }

    @Test
    void whatIsNotThereIsNotThereTheSecondTimeEither() {
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> text("no.such.text", Locale.ENGLISH))
                    .isInstanceOf(NoSuchMessageException.class);
        }
    }
}
