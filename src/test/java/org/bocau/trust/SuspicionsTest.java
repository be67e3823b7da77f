package org.bocau.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bocau.markup.HtmlBody;
import org.bocau.trust.SenderVerdict.Standing;
import org.bocau.trust.Suspicion.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What poses as something else is told, and honest mail is not (T52). */
class SuspicionsTest {
    private static final Acquaintances FRIENDS =
            Acquaintances.of("an@chimbay.example.vn")
                    .with("Trần Thị Bình", "binh@congty.example")
                    .build();

    private static List<Kind> kinds(Suspicions.Letter letter, Standing standing) {
        var verdict =
                new SenderVerdict(standing, SenderVerdict.domain(letter.address()), List.of());
        return Suspicions.of(letter, verdict, FRIENDS).stream().map(Suspicion::kind).toList();
    }

    private static Suspicions.Letter from(String name, String address) {
        return new Suspicions.Letter(name, address, List.of(), false, List.of(), List.of());
    }

    private static Suspicions.Letter linking(String host, @Nullable String claimed, boolean bulk) {
        var link = new HtmlBody.Link(host, "https://" + host + "/", claimed);
        return new Suspicions.Letter(
                "Lan", "lan@example.com", List.of(), bulk, List.of(link), List.of());
    }

    private static Suspicions.Letter answered(String address, String replyTo, boolean bulk) {
        return new Suspicions.Letter("X", address, List.of(replyTo), bulk, List.of(), List.of());
    }

    @Tag("T52")
    @ParameterizedTest
    @CsvSource({
        "service@paypal.com <x@evil.example>, x@evil.example, NAME_IS_ADDRESS",
        "binh@gmail.com, binh2@gmail.com, NAME_IS_ADDRESS",
        "TRAN THI BINH, tran.binh@gmail.com, KNOWN_NAME",
        "Trần Thị  Bình, binh@evil.example, KNOWN_NAME",
        "PayPal, x@paypa1.com, LOOKS_LIKE",
        "PayPal, x@paypaI.com.evil.example, ",
        "PayPal, x@paypal.com.evil.example, LOOKS_LIKE",
        "Bank, x@vietcornbank.com.vn, LOOKS_LIKE",
        "Bank, x@vietcombnak.com.vn, LOOKS_LIKE",
        "Chim Bay, x@chimbay-example.vn, ",
        "Apple, x@аpple.com, MIXED_SCRIPTS",
        "Apple, x@xn--pple-43d.com, MIXED_SCRIPTS",
        "Apple, x@аррӏе.com, LOOKS_LIKE"
    })
    void authorsWhoPose(String name, String address, @Nullable Kind kind) {
        var found = kinds(from(name, address), Standing.PROVEN);
        assertThat(found).isEqualTo(kind == null ? List.of() : List.of(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "Trần Thị Bình, binh@congty.example",
        "Trần Thị Bình, binh@mail.congty.example",
        "binh@congty.example, Binh@congty.example",
        "'Bình, sales@firma.example', binh@mail.firma.example",
        "PayPal, service@paypal.com",
        "PayPal, service@mail.paypal.com",
        "Google, no-reply@accounts.google.com",
        "Vietcombank, vcb@info.vietcombank.com.vn",
        "Ví Dụ, x@ví-dụ.vn",
        "日本, x@例えテスト.jp",
        "'', x@example.com"
    })
    void honestAuthors(String name, String address) {
        assertThat(kinds(from(name, address), Standing.PROVEN)).isEmpty();
    }

    @Test
    void whomTheDomainDeniesIsSaidFirst() {
        var letter = from("security@paypal.com", "x@paypa1.com");
        assertThat(kinds(letter, Standing.REFUTED))
                .containsExactly(Kind.REFUTED, Kind.NAME_IS_ADDRESS, Kind.LOOKS_LIKE);
        assertThat(kinds(letter, Standing.OURS)).isEmpty();
    }

    @Tag("T52")
    @ParameterizedTest
    @CsvSource({
        "evil.example, bank.example, false, true",
        "track.mailer.example, bank.example, true, false",
        "track.mailer.example, paypal.com, true, true",
        "www.bank.example, bank.example, false, false",
        "login.bank.com.vn, bank.com.vn, false, false",
        "other.com.vn, bank.com.vn, false, true",
        "xn--v-d-rma6749a.vn, ví-dụ.vn, false, false",
        "evil.example, , false, false"
    })
    void linksThatSayOneThing(
            String host, @Nullable String claimed, boolean bulk, boolean suspicious) {
        assertThat(kinds(linking(host, claimed, bulk), Standing.PROVEN))
                .isEqualTo(suspicious ? List.of(Kind.LINK_ELSEWHERE) : List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "boss@firma.example, boss.firma@gmail.com, false, PROVEN, true",
        "boss@firma.example, boss@elsewhere.example, false, UNPROVEN, true",
        "boss@firma.example, boss@elsewhere.example, false, PROVEN, false",
        "news@firma.example, reply@mailer.example, true, UNPROVEN, false",
        "boss@firma.example, office@firma.example, false, UNPROVEN, false",
        "a@gmail.com, b@gmail.com, false, PROVEN, false"
    })
    void answersThatGoElsewhere(
            String from, String replyTo, boolean bulk, Standing standing, boolean suspicious) {
        assertThat(kinds(answered(from, replyTo, bulk), standing))
                .isEqualTo(suspicious ? List.of(Kind.REPLY_ELSEWHERE) : List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"invoice.pdf.exe", "Hóa đơn.JS", "run.lnk"})
    void filesThatRun(String file) {
        var letter =
                new Suspicions.Letter(
                        "X", "x@a.example", List.of(), false, List.of(), List.of(file));
        assertThat(kinds(letter, Standing.PROVEN)).containsExactly(Kind.PROGRAM);
    }
}
