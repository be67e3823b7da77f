package org.bocau.net;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate for a server that was given none, made once: ECDSA P-256, for the host's name and
 * this machine. Clients must be told to trust it, but nobody listens in meanwhile.
 */
record SelfSigned(Path certificate, Path key) {
    private static final Duration VALID = Duration.ofDays(3650);
    private static final int SERIAL_BITS = 127;
    private static final int LONGEST_COMMON_NAME = 64; // RFC 5280, ub-common-name

    /** Makes the files in {@code directory} unless they are there. */
    static SelfSigned in(Path directory, HostName host, Clock clock) {
        var files =
                new SelfSigned(
                        directory.resolve("self-signed.crt"), directory.resolve("self-signed.key"));
        if (!Files.exists(files.certificate) || !Files.exists(files.key)) {
            try {
                Files.createDirectories(
                        directory,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
                files.make(host.value(), clock);
            } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
                throw new ListenRefusal(
                        "No TLS certificate can be made in " + directory + ": " + e + ".", e);
            }
        }
        return files;
    }

    private void make(String host, Clock clock)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        X500Name name =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.CN, host.length() <= LONGEST_COMMON_NAME ? host : "Bo Cau")
                        .build();
        var from = clock.instant().minus(Duration.ofDays(1)); // clients' clocks run late
        var builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                        Date.from(from),
                        Date.from(from.plus(VALID)),
                        name,
                        pair.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, names(host));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        write(key, "PRIVATE KEY", pair.getPrivate().getEncoded());
        write(certificate, "CERTIFICATE", builder.build(signer).getEncoded());
    }

    private static GeneralNames names(String host) {
        return new GeneralNames(
                new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, host),
                    new GeneralName(GeneralName.dNSName, "localhost"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                    new GeneralName(GeneralName.iPAddress, "::1")
                });
    }

    /** Readable by us alone, and either whole or not there. RFC 7468. */
    private static void write(Path file, String label, byte[] der) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer out = Files.newBufferedWriter(fresh)) {
            out.write("-----BEGIN " + label + "-----\n");
            out.write(
                    Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(der));
            out.write("\n-----END " + label + "-----\n");
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
