package org.bocau.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.bocau.account.Account;
import org.bocau.account.AccountId;
import org.bocau.message.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens hold for one account, as it was, for a while, and cannot be made by others. */
class TokensTest {
    private final HandClock clock = new HandClock();
    private final Tokens tokens = new Tokens(clock, Duration.ofMinutes(5));

    private static Account account(long id, boolean enabled, int credentials) {
        var address = EmailAddress.parse("an@example.org");
        return new Account(
                new AccountId(id),
                address,
                "",
                enabled,
                false,
                0,
                credentials,
                null,
                Instant.EPOCH);
    }

    @Test
    void holdForTheAccountAsItWas() {
        var claim = tokens.read(tokens.issue(account(7, true, 3))).orElseThrow();

        assertThat(claim.holdsFor(account(7, true, 3))).isTrue();
        assertThat(claim.holdsFor(account(7, true, 4))).isFalse();
        assertThat(claim.holdsFor(account(7, false, 3))).isFalse();
        assertThat(claim.holdsFor(account(8, true, 3))).isFalse();
    }

    @Test
    void endWithTheirTime() {
        var token = tokens.issue(account(7, true, 3));

        clock.pass(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(tokens.read(token)).isPresent();
        clock.pass(Duration.ofSeconds(1));
        assertThat(tokens.read(token)).isEmpty();
    }

    @Test
    void cannotBeChangedInAnyPlace() {
        var token = tokens.issue(account(7, true, 3));

        for (int at = 0; at < token.length(); at++) {
            for (char c : new char[] {'A', 'B', '.', '\n', 'é'}) {
                var forged = token.substring(0, at) + c + token.substring(at + 1);
                // the last character of 32 octets in base64 has bits without meaning
                boolean same = forged.equals(token) || at == token.length() - 1;
                assertThat(same || tokens.read(forged).isEmpty()).as(forged).isTrue();
            }
        }
    }

    @Test
    void ofAnotherProcessAreNothing() {
        var other = new Tokens(clock, Duration.ofMinutes(5));

        assertThat(tokens.read(other.issue(account(7, true, 3)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a", "a.b", "....", "=.=", "Ny4zLjk5OTk5OTk5OTk."})
    void nonsenseIsNothing(String token) {
        assertThat(tokens.read(token)).isEmpty();
    }

    @Test
    void aClaimWithoutSignatureIsNothing() {
        var claim = "7.3.99999999999".getBytes(StandardCharsets.US_ASCII);
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(claim);

        assertThat(tokens.read(text + "." + text)).isEmpty();
        assertThat(tokens.read(text.repeat(1000) + "." + text)).isEmpty();
    }
}
