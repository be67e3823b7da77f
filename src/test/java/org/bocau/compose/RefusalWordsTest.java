package org.bocau.compose;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Locale;
import org.bocau.webmail.SendRefusedException;
import org.bocau.webmail.SendRefusedException.Reason;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** What a server said, in the reader's language. */
class RefusalWordsTest {
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    private final RefusalWords words;

    RefusalWordsTest() {
        var texts = new ResourceBundleMessageSource();
        texts.setBasenames("i18n/compose");
        texts.setDefaultEncoding("UTF-8");
        texts.setFallbackToSystemLocale(false);
        this.words = new RefusalWords(texts);
    }

    private static SendRefusedException said(String address, int code, String status) {
        return new SendRefusedException(List.of(new Reason(address, code, status, "No, it's {0}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 | 5.1.1 | There is nobody with this address. | Không có ai dùng địa chỉ này.",
                "452 | 4.2.2 | This mailbox is full. | Hộp thư này đã đầy.",
                "552 | 5.3.4 | The message is larger than the server takes. | Thư lớn hơn mức máy chủ nhận.",
                "550 | 5.7.1 | The message is not wanted there. | Nơi nhận không chấp nhận thư này.",
                "553 | 5.7.1 | You may not send under this name. | Bạn không được gửi thư dưới tên này.",
                "550 | 5.6.0 | Something in the message is not written as mail must be. | Có chỗ trong thư không được viết đúng như thư điện tử.",
                "451 | 4.3.0 | The server cannot take it now. Try again later. | Máy chủ hiện chưa nhận được. Hãy thử lại sau.",
                "421 | '' | The server cannot take it now. Try again later. | Máy chủ hiện chưa nhận được. Hãy thử lại sau."
            })
    void knownCodesHaveWordsInBothLanguages(
            int code, String status, String english, String vietnamese) {
        assertThat(words.sending(said("", code, status), Locale.ENGLISH))
                .containsExactly(english + " (The server: “No, it's {0}”)");
        assertThat(words.sending(said("an@x.example", code, status), VIETNAMESE))
                .containsExactly("an@x.example: " + vietnamese + " (Máy chủ: “No, it's {0}”)");
    }

    @Test
    void whatIsPassedOnHasWordsOfItsOwnWhereThatMatters() {
        assertThat(words.redirecting(said("", 553, "5.7.1"), Locale.ENGLISH).getFirst())
                .startsWith("Nothing proves who wrote it")
                .contains("Forward it instead.");
        assertThat(words.redirecting(said("", 550, "5.1.1"), VIETNAMESE).getFirst())
                .startsWith("Không có ai dùng địa chỉ này.");
    }

    @ParameterizedTest
    @CsvSource({"550, 5.9.9", "554, ''", "0, ''"})
    void whatIsUnknownHasTheServersWordsAlone(int code, String status) {
        assertThat(words.sending(said("", code, status), VIETNAMESE))
                .containsExactly("No, it's {0}");
        assertThat(words.sending(said("an@x.example", code, status), VIETNAMESE))
                .containsExactly("an@x.example: No, it's {0}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.1.1 No such user here | 550 | 5.1.1 | No such user here",
                "550-5.7.1 Not wanted | 550 | 5.7.1 | Not wanted",
                "554 go away | 554 | '' | go away",
                "550 5.1.1 | 550 | '' | 5.1.1",
                "what? | 0 | '' | what?"
            })
    void repliesAreTakenApart(String reply, int code, String status, String text) throws Exception {
        var refused =
                new SMTPAddressFailedException(
                        new InternetAddress("Bình <binh@x.example>"), "RCPT", code, reply);
        assertThat(Outbox.reasons(new SendFailedException("no", refused)))
                .containsExactly(new Reason("binh@x.example", code, status, text));
    }
}
