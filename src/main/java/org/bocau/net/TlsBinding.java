package org.bocau.net;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Channel bindings of a TLS connection, the server's end. RFC 9266, RFC 5929. */
final class TlsBinding {
    private static final String LABEL = "EXPORTER-Channel-Binding"; // RFC 9266 §2
    private static final int EXPORTED = 32;

    private TlsBinding() {}

    static byte @Nullable [] of(SSLSession session, String type) {
        return switch (type) {
            case "tls-exporter" -> exporter(session);
            case "tls-server-end-point" -> serverEndPoint(session);
            default -> null;
        };
    }

    /** Only of TLS 1.3: of an older version it may not be unique (RFC 9266 §4.1). */
    private static byte @Nullable [] exporter(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)
                || !session.getProtocol().equals("TLSv1.3")) {
            return null;
        }
        try {
            return extended.exportKeyingMaterialData(LABEL, new byte[0], EXPORTED);
        } catch (SSLKeyException e) {
            return null;
        }
    }

    /** RFC 5929 §4.1: the hash of our certificate, by the hash in its signature or a better one. */
    private static byte @Nullable [] serverEndPoint(SSLSession session) {
        var local = session.getLocalCertificates();
        if (local == null || !(local[0] instanceof X509Certificate certificate)) {
            return null;
        }
        try {
            return MessageDigest.getInstance(hash(certificate.getSigAlgName()))
                    .digest(certificate.getEncoded());
        } catch (GeneralSecurityException e) { // signed without a hash, as by Ed25519: undefined
            return null;
        }
    }

    private static String hash(String signature) {
        var name = signature.toUpperCase(Locale.ROOT);
        int with = name.indexOf("WITH");
        var hash = with < 0 ? name : name.substring(0, with);
        return switch (hash) {
            case "MD5", "SHA1" -> "SHA-256";
            default -> hash.startsWith("SHA") ? "SHA-" + hash.substring(3) : hash;
        };
    }
}
