package org.bocau.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A client's end of a connection, as plain as possible: octets are ISO 8859-1 characters, a line
 * ends at CRLF and nowhere else, and every read has a time limit.
 */
public final class Wire implements AutoCloseable {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to a port of this machine. */
    public static Wire connect(int port) throws IOException {
        return connect(InetAddress.getLoopbackAddress(), port);
    }

    /** Connects by one of this machine's addresses. */
    public static Wire connect(InetAddress address, int port) throws IOException {
        return of(new Socket(address, port));
    }

    /** Connects as one of 127.0.0.0/8, all of which are this machine. */
    public static Wire connectFrom(String literal, int port) throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        return of(new Socket(loopback, port, InetAddress.ofLiteral(literal), 0));
    }

    private static Wire of(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return new Wire(socket);
    }

    /** Connects and makes the handshake at once: {@code imaps} and its kind. */
    public static Wire connectTls(int port) throws IOException {
        var wire = connect(port);
        wire.startTls();
        return wire;
    }

    /** Makes the client's side of the handshake; any certificate will do. */
    public void startTls() throws IOException {
        if (in.available() > 0) {
            throw new IOException("the server sent octets in the clear before the handshake");
        }
        var layered =
                (SSLSocket)
                        TrustAnyone.context()
                                .getSocketFactory()
                                .createSocket(socket, "localhost", socket.getPort(), true);
        layered.startHandshake();
        socket = layered;
        out = layered.getOutputStream();
        in = new BufferedInputStream(layered.getInputStream());
    }

    /** The client's end of tls-exporter. RFC 9266. */
    public byte[] exported() throws IOException {
        var session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
        return session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
    }

    /** The octets of the server's certificate. */
    public byte[] certificate() throws IOException {
        try {
            return ((SSLSocket) socket).getSession().getPeerCertificates()[0].getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
    }

    /** Compresses both ways from here on. RFC 4978. */
    public void startDeflate() throws IOException {
        if (in.available() > 0) {
            throw new IOException("the server sent octets before the compression");
        }
        in = new BufferedInputStream(new Inflated(socket.getInputStream()));
        out = new DeflaterOutputStream(out, new Deflater(-1, true), true);
    }

    /** The other way round. */
    public void stopDeflate() throws IOException {
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends these octets in one write. */
    public void send(String octets) throws IOException {
        out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Sends a line and its CRLF. */
    public void line(String text) throws IOException {
        send(text + "\r\n");
    }

    /**
     * The next line without its CRLF, or null at the end of the stream.
     *
     * @throws java.net.SocketTimeoutException nothing came for twenty seconds
     */
    public @Nullable String readLine() throws IOException {
        var line = new ByteArrayOutputStream();
        int last = -1;
        for (int octet; (octet = in.read()) >= 0; last = octet) {
            if (last == '\r' && octet == '\n') {
                var text = line.toString(StandardCharsets.ISO_8859_1);
                return text.substring(0, text.length() - 1);
            }
            line.write(octet);
        }
        if (line.size() > 0) {
            throw new EOFException(
                    "closed within a line: " + line.toString(StandardCharsets.ISO_8859_1));
        }
        return null;
    }

    /** One IMAP response with its literals, as on the wire but for the last CRLF. */
    public @Nullable String readResponse() throws IOException {
        var line = readLine();
        if (line == null) {
            return null;
        }
        var response = new StringBuilder(line);
        for (var literal = LITERAL.matcher(line); literal.find(); literal = LITERAL.matcher(line)) {
            int octets = Integer.parseInt(literal.group(1));
            response.append("\r\n")
                    .append(new String(in.readNBytes(octets), StandardCharsets.ISO_8859_1));
            line = readLine();
            if (line == null) {
                throw new EOFException("closed after a literal");
            }
            response.append(line);
        }
        return response.toString();
    }

    /** Sends an SMTP or POP3 line and returns the first line of the reply. */
    public @Nullable String ask(String text) throws IOException {
        line(text);
        return readLine();
    }

    /** The stream behind, for large transfers; lines already read are gone. */
    public InputStream in() {
        return in;
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Ends where the connection does: what is compressed here has no end of its own. */
    private static final class Inflated extends InflaterInputStream {
        Inflated(InputStream compressed) {
            super(compressed, new Inflater(true));
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (EOFException end) {
                return -1;
            }
        }
    }
}
