package org.bocau.relay;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bocau.net.Dns;

/**
 * Asks web servers that a stranger's zone names. The name is looked up once and the address that
 * was judged is the one that is connected to: who changes his zone in between gains nothing. The
 * certificate must be valid for the name, redirects are not followed, everything is bounded. HTTP
 * as RFC 9110 and 9112 have it, one request a connection.
 */
public final class Https {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PORT = 443;
    private static final int MAX_ADDRESSES = 3;
    private static final int MAX_LINE = 8192;
    private static final int MAX_FIELDS = 100;

    /** What a response may have. */
    static final int MAX_OCTETS = 64 << 10;

    private final SSLContext trust;
    private final Dns dns;
    private final Reach reach;

    Https(SSLContext trust, Dns dns, Reach reach) {
        this.trust = trust;
        this.dns = dns;
        this.reach = reach;
    }

    /**
     * @param type the media type, in lower case, without parameters; empty without one
     */
    public record Response(int status, String type, byte[] content) {}

    /**
     * @throws javax.net.ssl.SSLException the server is not who it should be
     * @throws IOException no answer, or none that can be read
     */
    Response get(URI place) throws IOException {
        return exchange(place, head("GET", place) + "\r\n", new byte[0]);
    }

    /**
     * Gives content to a server.
     *
     * @throws javax.net.ssl.SSLException the server is not who it should be
     * @throws IOException no answer, or none that can be read
     */
    public Response post(URI place, String type, byte[] content) throws IOException {
        var fields = "Content-Type: " + type + "\r\nContent-Length: " + content.length + "\r\n";
        return exchange(place, head("POST", place) + fields + "\r\n", content);
    }

    private static String head(String method, URI place) {
        var path =
                place.getRawPath() == null || place.getRawPath().isEmpty()
                        ? "/"
                        : place.getRawPath();
        var query = place.getRawQuery() == null ? "" : "?" + place.getRawQuery();
        return method
                + " "
                + path
                + query
                + " HTTP/1.1\r\nHost: "
                + place.getRawAuthority()
                + "\r\nUser-Agent: Bo-Cau\r\nAccept: */*\r\nConnection: close\r\n";
    }

    private Response exchange(URI place, String head, byte[] content) throws IOException {
        var host = place.getHost();
        if (!"https".equalsIgnoreCase(place.getScheme())
                || host == null
                || place.getRawUserInfo() != null) {
            throw new IOException("not an https address");
        }
        var addresses = dns.addresses(host).records();
        if (addresses.isEmpty() || !addresses.stream().allMatch(reach::allows)) {
            throw new IOException(host + " has no public address");
        }
        int port = place.getPort() < 0 ? PORT : place.getPort();
        IOException failed = new IOException(host + " has no address");
        for (var address : addresses.subList(0, Math.min(addresses.size(), MAX_ADDRESSES))) {
            try (var raw = connect(address, port)) {
                return exchange(raw, host, port, head, content);
            } catch (ConnectException | SocketTimeoutException unreachable) {
                failed = unreachable;
            }
        }
        throw failed;
    }

    private static Socket connect(InetAddress address, int port) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, port), (int) CONNECT.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Response exchange(Socket raw, String host, int port, String head, byte[] content)
            throws IOException {
        var watch = Thread.ofVirtual().name("https-watch-" + host).start(() -> watch(raw));
        try {
            var socket = (SSLSocket) trust.getSocketFactory().createSocket(raw, host, port, true);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.startHandshake();
            var out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(content);
            out.flush();
            return response(new BufferedInputStream(socket.getInputStream()));
        } finally {
            watch.interrupt();
        }
    }

    /** A server that says an octet now and then must not hold us. */
    private static void watch(Socket raw) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (long left = PATIENCE.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                return;
            }
        }
        try {
            raw.close();
        } catch (IOException closed) {
            // as far as anybody can
        }
    }

    private static Response response(InputStream in) throws IOException {
        var line = line(in);
        int status = status(line);
        while (status / 100 == 1) { // RFC 9110 §15.2: not the answer yet
            fields(in);
            status = status(line(in));
        }
        var fields = fields(in);
        var type = fields.getOrDefault("content-type", "").split(";", 2)[0].strip();
        return new Response(status, type.toLowerCase(Locale.ROOT), content(in, fields));
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new IOException("no HTTP response");
        }
        return Integer.parseInt(line, 9, 12, 10);
    }

    private static Map<String, String> fields(InputStream in) throws IOException {
        var fields = new HashMap<String, String>();
        for (int n = 0; n < MAX_FIELDS; n++) {
            var line = line(in);
            if (line.isEmpty()) {
                return fields;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                fields.putIfAbsent(name, line.substring(colon + 1).strip());
            }
        }
        throw new IOException("a header section without end");
    }

    /** RFC 9112 §6.3. */
    private static byte[] content(InputStream in, Map<String, String> fields) throws IOException {
        var coding = fields.getOrDefault("transfer-encoding", "");
        if (coding.equalsIgnoreCase("chunked")) {
            return chunked(in);
        }
        if (!coding.isEmpty()) {
            throw new IOException("a transfer coding that was not asked for");
        }
        var length = fields.get("content-length");
        if (length == null) {
            byte[] all = in.readNBytes(MAX_OCTETS + 1);
            if (all.length > MAX_OCTETS) {
                throw new IOException("over 64 KiB");
            }
            return all;
        }
        if (!length.matches("[0-9]{1,9}") || Integer.parseInt(length) > MAX_OCTETS) {
            throw new IOException("over 64 KiB");
        }
        byte[] content = in.readNBytes(Integer.parseInt(length));
        if (content.length < Integer.parseInt(length)) {
            throw new IOException("the content is cut off");
        }
        return content;
    }

    /** RFC 9112 §7.1. */
    private static byte[] chunked(InputStream in) throws IOException {
        var content = new ByteArrayOutputStream();
        while (true) {
            var size = line(in).split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,6}")) {
                throw new IOException("a chunk without a size");
            }
            int octets = Integer.parseInt(size, 16);
            if (octets == 0) {
                return content.toByteArray();
            }
            content.write(in.readNBytes(Math.min(octets, MAX_OCTETS + 1)));
            if (content.size() > MAX_OCTETS) {
                throw new IOException("over 64 KiB");
            }
            if (!line(in).isEmpty()) {
                throw new IOException("a chunk that is longer than it says");
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.size() == MAX_LINE) {
                throw new IOException("a line without end");
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
