package org.bocau.bench;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS to servers that this benchmark has started itself, with certificates of their own making. */
final class Trusting implements X509TrustManager {
    private static final SSLContext CONTEXT = context();

    private Trusting() {}

    private static SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Socket tls(Socket plain) throws IOException {
        var secured =
                (SSLSocket)
                        CONTEXT.getSocketFactory()
                                .createSocket(plain, "localhost", plain.getPort(), true);
        secured.startHandshake();
        return secured;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
