package org.bocau;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.bocau.net.TlsDirectory;
import org.bocau.testing.TrustAnyone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizerBeanPostProcessor;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;

/** The web server with the mail services' certificate. */
class WebTlsTest {
    @TempDir static Path directory;

    /** Not marked as configuration, or the whole application would find it by its scan. */
    @ComponentScan("org.bocau.net")
    @ConfigurationPropertiesScan("org.bocau.net")
    @Import({WebTls.class, WebServerFactoryCustomizerBeanPostProcessor.class})
    static class Parts {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        TlsDirectory tlsDirectory() {
            return new TlsDirectory(directory.resolve("tls"));
        }

        @Bean
        TomcatServletWebServerFactory tomcat() {
            return new TomcatServletWebServerFactory(0);
        }
    }

    @Test
    void speaksHttpsWithTheCertificateOfTheMailServices() throws Exception {
        try (var context = new AnnotationConfigServletWebServerApplicationContext()) {
            Map<String, Object> settings =
                    Map.of("bocau.web.tls", "true", "bocau.net.host-name", "mail.example.org");
            var sources = context.getEnvironment().getPropertySources();
            sources.addFirst(new MapPropertySource("test", settings));
            context.register(Parts.class);
            context.refresh();
            var server = java.util.Objects.requireNonNull(context.getWebServer());
            assertThat(certificate(server.getPort()).getSubjectX500Principal().getName())
                    .isEqualTo("CN=mail.example.org");
        }
    }

    private static X509Certificate certificate(int port) throws Exception {
        var context = TrustAnyone.context();
        try (var socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
