package org.bocau;

import java.util.LinkedHashSet;
import org.bocau.net.TlsContexts;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * With {@code bocau.web.tls=true} {@code server.port} speaks HTTPS, with the certificate of the
 * mail services and reloaded when theirs is. Off by default: most put a proxy in front.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("bocau.web.tls")
class WebTls {
    private static final String BUNDLE = "bocau";

    @Bean
    WebServerFactoryCustomizer<ConfigurableWebServerFactory> https(TlsContexts contexts) {
        var bundles = new DefaultSslBundleRegistry(BUNDLE, bundle(contexts));
        contexts.onReload(() -> bundles.updateBundle(BUNDLE, bundle(contexts)));
        return factory -> {
            factory.setSsl(Ssl.forBundle(BUNDLE));
            factory.setSslBundles(bundles);
        };
    }

    private static SslBundle bundle(TlsContexts contexts) {
        return SslBundle.of(
                SslStoreBundle.of(contexts.keyStore(), "", null),
                SslBundleKey.NONE,
                SslOptions.of(
                        new LinkedHashSet<>(TlsContexts.cipherSuites()),
                        new LinkedHashSet<>(TlsContexts.protocols())));
    }
}
