package org.bocau.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import org.bocau.account.FieldRefusal;
import org.bocau.message.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** How passwords are prepared, bounded and hashed. RFC 8265 §4.2, RFC 9106. */
class PasswordsTest {
    private static final EmailAddress AN = EmailAddress.parse("An@Example.ORG");

    private final Passwords passwords =
            new Passwords(
                    Passwords.argon2(), new HashPool(2, 10), new ScramSalts(() -> new byte[32]));

    @Test
    void hashesWithArgon2idAndASaltOfItsOwn() {
        var hash = passwords.hash(AN, "correct horse");

        assertThat(hash).startsWith("{argon2}$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.hash(AN, "correct horse")).isNotEqualTo(hash);
        assertThat(passwords.matches("correct horse", hash)).contains(true);
        assertThat(passwords.matches("Correct horse", hash)).contains(false);
        assertThat(passwords.renewed(AN, "correct horse", hash)).isEmpty();
        assertThat(passwords.brought(hash)).isEqualTo(KeptPassword.parse(hash).hash());
    }

    @Test
    void keepsTheKeysForScramBesideTheHashAndMakesThemWhereTheyAreMissing() {
        var column = passwords.hash(AN, "correct horse");
        var kept = KeptPassword.parse(column);

        assertThat(kept.column()).isEqualTo(column);
        assertThat(kept.scram())
                .isEqualTo(passwords.scramKeys("an@example.org", "correct horse"))
                .isNotEqualTo(passwords.scramKeys("binh@example.org", "correct horse"))
                .isNotEqualTo(passwords.scramKeys("an@example.org", "correct house"));
        assertThat(passwords.renewed(AN, "correct horse", kept.hash())).hasValue(column);
        assertThat(passwords.withScram(AN, kept.hash(), "\u0378\uE000")).isEqualTo(kept.hash());
        assertThat(kept.toString() + kept.scram()).doesNotContain("argon2").doesNotContain("=");
    }

    @Test
    void composedAndDecomposedAreTheSame() {
        var hash = passwords.hash(AN, "mật khẩu của tôi");

        var decomposed = Normalizer.normalize("mật\u00a0khẩu của\u3000tôi", Normalizer.Form.NFD);

        assertThat(passwords.matches(decomposed, hash)).contains(true);
    }

    @ParameterizedTest
    @CsvSource({
        "1234567, refusal.password.short",
        "'', refusal.password.short",
        "'12345678\u0000', refusal.password.control",
        "'12345678\r\n', refusal.password.control"
    })
    void refusesPasswordsNobodyShouldHave(String password, String key) {
        assertThatThrownBy(() -> passwords.hash(AN, password))
                .isInstanceOf(FieldRefusal.class)
                .hasMessageStartingWith("password: " + key);
    }

    @Test
    void refusesMoreThan1024OctetsUnhashed() {
        assertThat(Passwords.tooLong("é".repeat(512))).isFalse();
        assertThat(Passwords.tooLong("é".repeat(512) + "x")).isTrue();
        assertThatThrownBy(() -> passwords.hash(AN, "é".repeat(513)))
                .hasMessageStartingWith("password: refusal.password.long");
    }

    @Test
    void understandsBcryptAndReplacesIt() {
        var hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("correct horse");

        assertThat(passwords.brought(hash)).isEqualTo(hash);
        assertThat(passwords.matches("correct horse", hash)).contains(true);
        assertThat(passwords.renewed(AN, "correct horse", hash))
                .hasValueSatisfying(
                        renewed -> assertThat(renewed).startsWith("{argon2}$argon2id$"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "{noop}secret",
                "{sha256}97cde38028ad898ebc02e690819fa220",
                "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
                "{argon2}$argon2id$v=19$m=65537,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
                "{argon2}$argon2id$v=19$m=19456,t=11,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
                "{argon2}$argon2id$v=19$m=7,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
                "{argon2}$argon2id$v=19$m=64,t=0,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
                "{argon2}$argon2id$v=19$m=64,t=1,p=0$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
                "{bcrypt}$2a$31$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "{argon2}$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g\n"
            })
    void refusesHashesItCannotComputeOrBear(String hash) {
        assertThatThrownBy(() -> passwords.brought(hash))
                .hasMessageStartingWith("passwordHash: refusal.password.hash");
    }
}
