package org.bocau.bench;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bocau.testing.TrustAnyone;

/** TLS to servers that this benchmark has started itself, with certificates of their own making. */
final class Trusting {
    private static final SSLContext CONTEXT = TrustAnyone.context();

    private Trusting() {}

    static Socket tls(Socket plain) throws IOException {
        var secured =
                (SSLSocket)
                        CONTEXT.getSocketFactory()
                                .createSocket(plain, "localhost", plain.getPort(), true);
        secured.startHandshake();
        return secured;
    }
}
