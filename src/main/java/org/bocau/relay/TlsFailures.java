package org.bocau.relay;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.bocau.relay.TlsResult.Kind;

/** What an exception of Java's TLS means in the words of RFC 8460 §4.3.2. */
final class TlsFailures {
    private TlsFailures() {}

    static Kind kind(Throwable failure) {
        Kind kind = Kind.VALIDATION_FAILURE;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            kind = sharper(kind, cause);
        }
        return kind;
    }

    /** The innermost cause knows best. */
    private static Kind sharper(Kind known, Throwable cause) {
        return switch (cause) {
            case DaneTrust.MismatchException _ -> Kind.TLSA_INVALID;
            case CertificateExpiredException _ -> Kind.CERTIFICATE_EXPIRED;
            case CertificateNotYetValidException _ -> Kind.CERTIFICATE_EXPIRED;
            case CertPathValidatorException path
                    when path.getReason() == CertPathValidatorException.BasicReason.EXPIRED ->
                    Kind.CERTIFICATE_EXPIRED;
            case CertPathValidatorException _ -> Kind.CERTIFICATE_NOT_TRUSTED;
            case CertPathBuilderException _ -> Kind.CERTIFICATE_NOT_TRUSTED;
            // thrown as it is by the check of names, and by no other
            case CertificateException plain when plain.getClass() == CertificateException.class ->
                    Kind.CERTIFICATE_HOST_MISMATCH;
            default -> known;
        };
    }
}
