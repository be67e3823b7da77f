package org.bocau.relay;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS with certificates that are checked, by authorities or by TLSA records, and without. */
final class TrustChoice {
    private final X509ExtendedTrustManager anchors;
    private final SSLContext authorities;
    private final SSLContext anybody;

    /**
     * @param more PEM file with authorities trusted beside those of this Java; null: none
     */
    TrustChoice(@Nullable Path more) {
        try {
            this.anchors = more == null ? pkix(null) : trusting(more);
            this.authorities = context(anchors);
            this.anybody = context(new Anybody());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    "the authorities of bocau.relay.authorities cannot be used: " + e.getMessage(),
                    e);
        }
    }

    /**
     * What checks certificates for a policy.
     *
     * @param noted told what is wrong with a certificate that is only looked at
     */
    SSLSocketFactory factory(TlsPolicy policy, Consumer<CertificateException> noted)
            throws IOException {
        try {
            return switch (policy) {
                case TlsPolicy.Verified _ -> authorities.getSocketFactory();
                case TlsPolicy.Dane(var base, var domain, var records) ->
                        context(new DaneTrust(List.of(base, domain), records)).getSocketFactory();
                case TlsPolicy.Observed _ ->
                        context(new Observer(anchors, noted)).getSocketFactory();
                case TlsPolicy.Off _, TlsPolicy.Opportunistic _, TlsPolicy.Encrypted _ ->
                        anybody.getSocketFactory();
            };
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS in this Java", e);
        }
    }

    /** For HTTPS. */
    SSLContext authorities() {
        return authorities;
    }

    private static SSLContext context(TrustManager trust) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        return context;
    }

    private static X509ExtendedTrustManager trusting(Path file)
            throws IOException, GeneralSecurityException {
        var anchors = new ArrayList<Certificate>(List.of(pkix(null).getAcceptedIssuers()));
        try (var in = Files.newInputStream(file)) {
            anchors.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
        return pkix(store(anchors));
    }

    static KeyStore store(Collection<? extends Certificate> anchors)
            throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (var anchor : anchors) {
            store.setCertificateEntry("anchor-" + number++, anchor);
        }
        return store;
    }

    /** Chains and names as RFC 5280 and RFC 6125 check them, against these anchors. */
    static X509ExtendedTrustManager pkix(@Nullable KeyStore anchors)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }

    /** Any certificate will do, but what is wrong with it is told. */
    private static final class Observer extends Anybody {
        private final X509ExtendedTrustManager anchors;
        private final Consumer<CertificateException> noted;

        Observer(X509ExtendedTrustManager anchors, Consumer<CertificateException> noted) {
            this.anchors = anchors;
            this.noted = noted;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            try {
                anchors.checkServerTrusted(chain, type, socket);
            } catch (CertificateException wrong) {
                noted.accept(wrong);
            }
        }
    }

    /** Any certificate will do: the same host would be spoken to in the clear. */
    private static class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
