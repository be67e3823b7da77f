package org.bocau.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
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
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
            var tls =
                    (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", 0, true);
            tls.startHandshake();
            socket = tls;
            return (X509Certificate) tls.getSession().getPeerCertificates()[0];
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Leaves without a word, before the test ends. */
    void hangUp() throws IOException {
        raw.close();
    }

    @Override
    public void close() throws IOException {
        hangUp();
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
