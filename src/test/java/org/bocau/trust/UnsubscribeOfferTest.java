package org.bocau.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bocau.trust.SenderVerdictTest.US;
import static org.bocau.trust.SenderVerdictTest.header;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8058: one click only where a signature that passed covers both fields (T34). */
class UnsubscribeOfferTest {
    private static final String SIGNED = "from:to:subject:list-unsubscribe:List-Unsubscribe-Post";
    private static final String WAYS =
            "List-Unsubscribe: <mailto:leave@list.example?subject=x>,\r\n <https://list.example/u?i=1>";
    private static final String POST = "List-Unsubscribe-Post: List-Unsubscribe=One-Click";

    private static @Nullable UnsubscribeOffer offer(String dkim, String signed, String... fields) {
        var all = new java.util.ArrayList<String>();
        all.add("Authentication-Results: " + US + "; dmarc=pass header.from=a.example; " + dkim);
        all.add("Received: from x by y; today");
        all.add("DKIM-Signature: v=1; d=a.example; s=k; h=" + signed + "; b=abc\r\n defgh ijkl=");
        all.addAll(List.of(fields));
        var header = header(all.toArray(String[]::new));
        return UnsubscribeOffer.of(header, SenderVerdict.of(header, US, List.of("n@a.example")));
    }

    private static final String PASS = "dkim=pass header.d=a.example header.s=k header.b=abcdefgh";

    @Test
    void oneClickWhereBothAreSigned() {
        var offer = Objects.requireNonNull(offer(PASS, SIGNED, WAYS, POST));
        assertThat(offer.oneClick()).isEqualTo("https://list.example/u?i=1");
        assertThat(offer.mail()).isEqualTo("mailto:leave@list.example?subject=x");
    }

    @Tag("T34")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dkim=fail header.d=a.example header.s=k header.b=abcdefgh",
                "dkim=pass header.d=b.example header.s=k header.b=abcdefgh",
                "dkim=pass header.d=a.example header.s=l header.b=abcdefgh",
                "dkim=pass header.d=a.example header.s=k header.b=zzz",
                "dkim=pass header.d=a.example header.s=k",
                "dkim=none"
            })
    void notWhereTheSignatureIsNotThatOne(String dkim) {
        var offer = Objects.requireNonNull(offer(dkim, SIGNED, WAYS, POST));
        assertThat(offer.oneClick()).isNull();
        assertThat(offer.page()).isEqualTo("https://list.example/u?i=1");
    }

    @Test
    void notWhereAFieldIsUnsignedOrTwice() {
        assertThat(
                        Objects.requireNonNull(offer(PASS, "from:list-unsubscribe", WAYS, POST))
                                .oneClick())
                .isNull();
        assertThat(Objects.requireNonNull(offer(PASS, SIGNED, WAYS)).oneClick()).isNull();
        assertThat(Objects.requireNonNull(offer(PASS, SIGNED, WAYS, POST, POST)).oneClick())
                .isNull();
        assertThat(offer(PASS, SIGNED, WAYS, WAYS, POST)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://list.example/u",
                "https://list.example/u",
                "mailto:leave@list.example"
            })
    void otherWaysNeedNoSignature(String way) {
        assertThat(offer("dkim=none", "from", "List-Unsubscribe: <" + way + ">")).isNotNull();
    }

    @Tag("T34")
    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "file:///x", "", "ftp://a/"})
    void someAreNoWay(String way) {
        assertThat(offer(PASS, SIGNED, "List-Unsubscribe: <" + way + ">", POST)).isNull();
    }
}
