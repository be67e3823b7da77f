package org.bocau.relay;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bocau.net.Dns.Tlsa;

/**
 * Believes what TLSA records say of a server's certificate, and no authority. RFC 7672 §3. The
 * records themselves must be authentic; that is for those who give them.
 */
final class DaneTrust extends X509ExtendedTrustManager {
    private static final int TRUST_ANCHOR = 2;
    private static final int END_ENTITY = 3;

    /** RFC 5280 §4.2.1.6: the tag of a dNSName. */
    private static final int DNS_NAME = 2;

    private final List<String> names;
    private final List<Tlsa> records;

    /**
     * @param names of which a certificate must have one where an authority vouches for it
     */
    DaneTrust(List<String> names, List<Tlsa> records) {
        this.names = List.copyOf(names);
        this.records = List.copyOf(records);
    }

    /** What can be checked; PKIX usages 0 and 1 are not for SMTP (RFC 7672 §3.1.3). */
    static boolean usable(Tlsa record) {
        boolean digest =
                switch (record.matching()) {
                    case 0 -> record.data().length > 0;
                    case 1 -> record.data().length == 32;
                    case 2 -> record.data().length == 64;
                    default -> false;
                };
        return (record.usage() == TRUST_ANCHOR || record.usage() == END_ENTITY)
                && (record.selector() == 0 || record.selector() == 1)
                && digest;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        try {
            // DANE-EE: name and dates of the certificate say nothing, the record does (§3.1.1)
            if (matches(END_ENTITY, chain[0]) || descends(chain, type)) {
                return;
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateException(e.getMessage(), e);
        }
        throw new MismatchException();
    }

    /** The host has another key than its zone says. */
    static final class MismatchException extends CertificateException {
        private static final long serialVersionUID = 1L;

        MismatchException() {
            super("no TLSA record matches the certificate");
        }
    }

    /** DANE-TA: the chain, its dates and the leaf's name count, up to the anchor (§3.1.2). */
    private boolean descends(X509Certificate[] chain, String type)
            throws IOException, GeneralSecurityException {
        for (int i = 1; i < chain.length; i++) {
            if (matches(TRUST_ANCHOR, chain[i])) {
                TrustChoice.pkix(TrustChoice.store(List.of(chain[i])))
                        .checkServerTrusted(Arrays.copyOf(chain, i), type);
                requireName(chain[0]);
                return true;
            }
        }
        return false;
    }

    /** §3.2.2, §3.2.3: one of the names, or a wildcard for its first label. */
    private void requireName(X509Certificate leaf) throws CertificateException {
        var alternatives = leaf.getSubjectAlternativeNames();
        for (var alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
            if (alternative.get(0).equals(DNS_NAME)
                    && alternative.get(1) instanceof String given
                    && names.stream().anyMatch(name -> covers(given, name))) {
                return;
            }
        }
        throw new CertificateException("No name matching " + String.join(" or ", names));
    }

    private static boolean covers(String given, String name) {
        int dot = name.indexOf('.');
        return given.equalsIgnoreCase(name)
                || (given.startsWith("*.")
                        && dot > 0
                        && given.substring(1).equalsIgnoreCase(name.substring(dot)));
    }

    private boolean matches(int usage, X509Certificate certificate)
            throws GeneralSecurityException {
        for (var record : records) {
            if (record.usage() == usage && matches(record, certificate)) {
                return true;
            }
        }
        return false;
    }

    /** RFC 6698 §2.1.2, §2.1.3. */
    private static boolean matches(Tlsa record, X509Certificate certificate)
            throws GeneralSecurityException {
        byte[] selected =
                record.selector() == 0
                        ? certificate.getEncoded()
                        : certificate.getPublicKey().getEncoded();
        byte[] compared =
                switch (record.matching()) {
                    case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
                    case 2 -> MessageDigest.getInstance("SHA-512").digest(selected);
                    default -> selected;
                };
        return MessageDigest.isEqual(compared, record.data());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("the connection is needed");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("the connection is needed");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("clients are not checked here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("clients are not checked here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("clients are not checked here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
