package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.bocau.message.HeaderSection;
import org.bocau.net.TrustedNetworks;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Errors cost time, then the connection; guessing addresses the more. */
class PatienceTest {
    private static final SmtpReply ERROR = SmtpReply.of(500, "5.5.2", "no");

    private final List<Duration> held = new ArrayList<>();
    private final Patience patience = new Patience(limits(), held::add);

    @Test
    void tenErrorsAreFreeTenCostAndTheLastEndsIt() {
        for (int i = 0; i < 10; i++) {
            assertThat(patience.after(ERROR)).isEqualTo(ERROR);
        }
        assertThat(held).isEmpty();
        for (int i = 0; i < 9; i++) {
            assertThat(patience.after(ERROR)).isEqualTo(ERROR);
        }
        assertThat(held).startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2)).hasSize(9);
        assertThat(held).allMatch(time -> time.compareTo(Tarpit.LONGEST) <= 0);
        assertThat(patience.after(ERROR).closes()).isTrue();
    }

    @Test
    void anAcceptedMessageForgivesErrors() {
        for (int i = 0; i < 19; i++) {
            patience.after(ERROR);
        }
        patience.restore();

        assertThat(patience.after(ERROR)).isEqualTo(ERROR);
    }

    @Test
    void whatIsNoErrorDoesNotCount() {
        var fine = SmtpReply.of(250, "2.0.0", "OK");
        for (int i = 0; i < 100; i++) {
            assertThat(patience.after(fine)).isEqualTo(fine);
        }
    }

    @Test
    void commandsWithoutAMessageEndItAndAMessageBeginsAnew() {
        for (int i = 0; i < 100; i++) {
            patience.idleCommand();
        }
        patience.restore();
        for (int i = 0; i < 100; i++) {
            patience.idleCommand();
        }
        assertThatThrownBy(patience::idleCommand).hasMessageContaining("421");
    }

    @Test
    void theEleventhUnknownRecipientEndsIt() {
        for (int i = 0; i < 10; i++) {
            patience.unknownRecipient();
        }
        assertThat(held).hasSize(10);
        assertThatThrownBy(patience::unknownRecipient).hasMessageContaining("421");
    }

    @Test
    void anAddressGuessesAHundredTimesAnHourInAllItsSessions() throws Exception {
        var trusted = new TrustedNetworks(List.of("192.0.2.0/24"));
        var remote = InetAddress.getByName("198.51.100.7");
        var strangers = new Strangers(100, trusted, at("2026-11-02T10:00:00Z"));
        for (int i = 0; i < 100; i++) {
            assertThat(strangers.guessedTooMuch(remote)).isFalse();
        }
        assertThat(strangers.guessedTooMuch(remote)).isTrue();
        assertThat(strangers.guessedTooMuch(InetAddress.getByName("198.51.100.8"))).isFalse();
    }

    @Test
    void neighboursInOneIpv6NetworkCountAsOneAndTrustedOnesNever() throws Exception {
        var trusted = new TrustedNetworks(List.of("192.0.2.0/24"));
        var strangers = new Strangers(1, trusted, at("2026-11-02T10:00:00Z"));

        assertThat(strangers.guessedTooMuch(InetAddress.getByName("2001:db8::1"))).isFalse();
        assertThat(strangers.guessedTooMuch(InetAddress.getByName("2001:db8::2"))).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(strangers.guessedTooMuch(InetAddress.getByName("192.0.2.9"))).isFalse();
        }
    }

    private static Clock at(String time) {
        return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
    }

    static Limits limits() {
        return new Limits(
                DataSize.ofMegabytes(1).toBytes(),
                100,
                4096,
                new HeaderSection.Bounds(1 << 20, 2000, 1 << 18),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofSeconds(60),
                500,
                10,
                20,
                100,
                Duration.ofSeconds(1),
                10);
    }
}
