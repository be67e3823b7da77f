package org.bocau.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ports, limits and certificates. */
@Timeout(60)
class ListenersTest {
    @TempDir Path directory;

    /** Greets, and stays until the peer goes. */
    private static Session greeting(Connection connection) {
        return () -> {
            connection.out().write("220 hello\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.flush();
            connection.in().transferTo(OutputStream.nullOutputStream());
        };
    }

    private Harbour harbour(String... settings) {
        return new Harbour(
                directory, List.of(settings), Harbour.plain("a", ListenersTest::greeting));
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Test
    void refusesMoreThanOneAddressMayHave() throws Exception {
        try (var harbour = harbour("max-per-address=2");
                var first = harbour.connect("a");
                var second = harbour.connect("a");
                var third = harbour.connect("a")) {
            assertThat(first.hear()).isEqualTo("220 hello");
            assertThat(second.hear()).isEqualTo("220 hello");
            assertThat(third.hear()).isEqualTo(Harbour.REFUSAL);
            assertThat(third.hear()).isNull();
            assertThat(
                            harbour.meters
                                    .counter(
                                            "bocau.net.refused", "service", "a", "limit", "address")
                                    .count())
                    .isEqualTo(1);

            first.hangUp();
            await(() -> harbour.listeners().connections().size() == 1);
            try (var fourth = harbour.connect("a")) {
                assertThat(fourth.hear()).isEqualTo("220 hello");
            }
        }
    }

    @Test
    void aServiceMayHaveLimitsOfItsOwn() throws Exception {
        try (var harbour = harbour("services.a.max-per-address=1");
                var first = harbour.connect("a");
                var second = harbour.connect("a")) {
            assertThat(first.hear()).isEqualTo("220 hello");
            assertThat(second.hear()).isEqualTo(Harbour.REFUSAL);
        }
    }

    @Test
    void refusesTooManyNewConnectionsAMinute() throws Exception {
        try (var harbour = harbour("new-per-minute=2")) {
            for (int i = 0; i < 2; i++) {
                try (var client = harbour.connect("a")) {
                    assertThat(client.hear()).isEqualTo("220 hello");
                }
            }
            try (var client = harbour.connect("a")) {
                assertThat(client.hear()).isEqualTo(Harbour.REFUSAL);
            }
        }
    }

    @Test
    void trustedNetworksHaveOnlyTheTotalLimit() throws Exception {
        try (var harbour =
                        harbour(
                                "trusted=loopback",
                                "max-per-address=1",
                                "max-per-network=1",
                                "new-per-minute=1",
                                "max-connections=2");
                var first = harbour.connect("a");
                var second = harbour.connect("a");
                var third = harbour.connect("a")) {
            assertThat(first.hear()).isEqualTo("220 hello");
            assertThat(second.hear()).isEqualTo("220 hello");
            assertThat(third.hear()).isEqualTo(Harbour.REFUSAL);
        }
    }

    @Test
    void anInternalServiceListensOnLoopbackAloneAndHasNoLimits() throws Exception {
        var internal =
                new Service(
                        "inside",
                        0,
                        Service.Tls.NONE,
                        Service.Reach.INTERNAL,
                        Harbour.REFUSAL,
                        ListenersTest::greeting);
        var settings = List.of("max-connections=1", "max-per-address=1");
        try (var harbour =
                        new Harbour(
                                directory,
                                settings,
                                internal,
                                Harbour.plain("a", ListenersTest::greeting));
                var first = harbour.connect("inside");
                var second = harbour.connect("inside");
                var outside = new Client(new Socket("127.0.0.2", harbour.listeners().port("a")))) {
            assertThat(first.hear()).isEqualTo("220 hello");
            assertThat(second.hear()).isEqualTo("220 hello");
            assertThat(outside.hear()).isEqualTo("220 hello");
            int port = harbour.listeners().port("inside");
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> new Socket("127.0.0.2", port).close());
        }
    }

    @Test
    void aPortOfMinusOneLeavesTheServiceClosed() {
        var off =
                new Service(
                        "off",
                        -1,
                        Service.Tls.NONE,
                        Service.Reach.PUBLIC,
                        Harbour.REFUSAL,
                        ListenersTest::greeting);
        try (var harbour = new Harbour(directory, List.of(), off)) {
            assertThat(harbour.listeners().open("off")).isFalse();
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> harbour.listeners().port("off"));
        }
    }

    @Test
    void saysInOneSentenceThatAPortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0)) {
            var service =
                    new Service(
                            "imap",
                            taken.getLocalPort(),
                            Service.Tls.NONE,
                            Service.Reach.PUBLIC,
                            Harbour.REFUSAL,
                            ListenersTest::greeting);
            assertThatExceptionOfType(ListenRefusal.class)
                    .isThrownBy(() -> new Harbour(directory, List.of(), service))
                    .withMessage(
                            "Port %d (imap) is taken by another program.", taken.getLocalPort());
        }
    }

    @Test
    void newHandshakesUseANewCertificateAndABadFileKeepsTheOld() throws Exception {
        var service = Harbour.service("tls", Service.Tls.IMPLICIT, ListenersTest::greeting);
        try (var harbour = new Harbour(directory, List.of("tls.check-every=1h"), service)) {
            var old = certificate(harbour);
            var other =
                    SelfSigned.in(
                            directory.resolve("other"),
                            new HostName("new.example.org"),
                            Clock.systemUTC());

            Files.writeString(directory.resolve("self-signed.crt"), "rubbish");
            harbour.contexts.reloadIfChanged();
            assertThat(certificate(harbour)).isEqualTo(old);

            replace(other.certificate(), "self-signed.crt"); // the key is still the old one
            harbour.contexts.reloadIfChanged();
            assertThat(certificate(harbour)).isEqualTo(old);

            replace(other.key(), "self-signed.key");
            harbour.contexts.reloadIfChanged();
            assertThat(certificate(harbour)).contains("CN=new.example.org");
        }
    }

    @Test
    void saysInOneSentenceThatACertificateCannotBeUsed() {
        Path none = directory.resolve("none.pem");
        var properties = Harbour.properties(Map.of());
        assertThatExceptionOfType(ListenRefusal.class)
                .isThrownBy(() -> new TlsContexts(none, none, properties, Clock.systemUTC()))
                .withMessage(
                        "The TLS certificate %s with key %s cannot be used: NoSuchFile %s.",
                        none, none, none);
    }

    private void replace(Path from, String to) throws IOException {
        Files.copy(from, directory.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String certificate(Harbour harbour) throws IOException {
        try (var client = harbour.connect("tls")) {
            var subject = client.startTls();
            assertThat(client.hear()).isEqualTo("220 hello");
            return subject.getSubjectX500Principal() + " " + subject.getSerialNumber();
        }
    }

    @Test
    void theSelfSignedCertificateNamesTheHostAndLoopback() throws Exception {
        var service = Harbour.service("tls", Service.Tls.IMPLICIT, ListenersTest::greeting);
        try (var harbour = new Harbour(directory, List.of(), service);
                var client = harbour.connect("tls")) {
            assertThat(client.startTls().getSubjectAlternativeNames().toString())
                    .contains("mail.example.org", "localhost", "127.0.0.1");
            assertThat(Files.getPosixFilePermissions(directory.resolve("self-signed.key")))
                    .hasToString("[OWNER_READ, OWNER_WRITE]");
        }
    }
}
