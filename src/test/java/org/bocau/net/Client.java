package org.bocau.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.bocau.testing.TrustAnyone;
import org.jspecify.annotations.Nullable;

/** The other side: says and hears lines, in the clear or under TLS. */
final class Client implements AutoCloseable {
    final Socket raw;
    private Socket socket;

    Client(Socket socket) throws IOException {
        this.raw = socket;
        this.socket = socket;
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
    }

    Client say(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    /** A line without its end; null at EOF. */
    @Nullable String hear() throws IOException {
        var line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) c);
        }
        return line.isEmpty() ? null : line.toString();
    }

    X509Certificate startTls() throws IOException {
        return startTls("TLSv1.3");
    }

    X509Certificate startTls(String version) throws IOException {
        var tls =
                (SSLSocket)
                        TrustAnyone.context()
                                .getSocketFactory()
                                .createSocket(raw, "localhost", 0, true);
        tls.setEnabledProtocols(new String[] {version});
        socket = tls;
        handshake();
        return (X509Certificate) tls.getSession().getPeerCertificates()[0];
    }

    /** Once more, where TLS protects the connection already. */
    void handshake() throws IOException {
        ((SSLSocket) socket).startHandshake();
    }

    /** Leaves without a word, before the test ends. */
    void hangUp() throws IOException {
        raw.close();
    }

    @Override
    public void close() throws IOException {
        hangUp();
    }
}
