package org.bocau.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bocau.account.DkimKeyRing;
import org.bocau.account.DkimKeyRow;
import org.bocau.account.DomainRow;
import org.bocau.account.NewDkimKey;
import org.bocau.database.Vault;
import org.bocau.mailauth.Algorithm;
import org.bocau.mailauth.Body;
import org.bocau.mailauth.DkimKeys;
import org.bocau.mailauth.DkimSigner;
import org.bocau.mailauth.SigningKey;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.bocau.message.HeaderSection;
import org.bocau.message.HeaderSection.HeaderTooLargeException;
import org.bocau.message.Spool;
import org.bocau.net.Dns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * DKIM for the domains that are ours: makes their keys, knows whether DNS has them, signs with
 * them. A key signs only after somebody has said so, since before it is published nobody could
 * verify it. RFC 6376, RFC 8463.
 */
@Component
public class DomainKeys {
    private static final Logger log = LoggerFactory.getLogger(DomainKeys.class);
    private static final int KEYS_IN_MEMORY = 1000;
    private static final int MAX_HEADER = 1 << 20; // of what we write ourselves
    private static final int MAX_FIELDS = 2000;
    private static final byte[] NOTHING = {};
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private final DkimKeyRing ring;
    private final Vault vault;
    private final Dns dns;
    private final Clock clock;
    private final DkimSigner signer;
    private final MeterRegistry meters;
    private final Cache<Long, PrivateKey> opened =
            Caffeine.newBuilder().maximumSize(KEYS_IN_MEMORY).build();

    DomainKeys(DkimKeyRing ring, Vault vault, Dns dns, MeterRegistry meters, Clock clock) {
        this.ring = ring;
        this.vault = vault;
        this.dns = dns;
        this.clock = clock;
        this.meters = meters;
        this.signer = new DkimSigner(clock);
    }

    /** For a domain that has just come: its first keys, unless it has some. */
    public void provide(DomainRow domain) {
        if (ring.of(domain.id()).isEmpty()) {
            ring.add(domain.id(), make(domain));
        }
    }

    /** A new key of each algorithm, to be kept. Takes up to a second of processor time. */
    public List<NewDkimKey> make(DomainRow domain) {
        var taken = ring.of(domain.id()).stream().map(DkimKeyRow::selector).toList();
        var fresh = new ArrayList<NewDkimKey>();
        for (var algorithm : Algorithm.values()) {
            var selector = selector(algorithm, taken);
            var made = DkimKeys.make(algorithm);
            byte[] sealed = vault.seal(made.privateKey(), purpose(domain.name(), selector));
            fresh.add(new NewDkimKey(selector, algorithm.name(), sealed, made.record()));
        }
        return fresh;
    }

    /** Today's date and the kind of key; with a number if that is taken. */
    private String selector(Algorithm algorithm, List<String> taken) {
        var day = DAY.format(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        var plain = algorithm.keyType() + "-" + day;
        var selector = plain;
        for (int n = 2; taken.contains(selector); n++) {
            selector = plain + "-" + n;
        }
        return selector;
    }

    private static String purpose(String domain, String selector) {
        return "dkim " + name(domain, selector);
    }

    /** Where the record of a key is. RFC 6376 §3.6.2.1. */
    public static String name(String domain, String selector) {
        return selector + "._domainkey." + domain;
    }

    /**
     * Asks DNS, and waits for its answer: not for one it kept, which would hide a record that is
     * new, from us and from our own verifier.
     */
    public Published published(String domain, DkimKeyRow key) {
        var answer = dns.anew().txt(name(domain, key.selector()));
        if (answer.failed()) {
            return Published.UNKNOWN;
        }
        if (answer.records().isEmpty()) {
            return Published.NO;
        }
        boolean same =
                answer.records().size() == 1
                        && bare(answer.records().getFirst()).equals(bare(key.record()));
        return same ? Published.YES : Published.DIFFERENT;
    }

    /** Blanks mean nothing, and the panels of many registrars add some, or a last semicolon. */
    private static String bare(String record) {
        var bare = record.replaceAll("\\s", "");
        return bare.endsWith(";") ? bare.substring(0, bare.length() - 1) : bare;
    }

    /**
     * What signs for the author of a message: the keys of the author's domain, if it is ours and
     * has any that sign. None for a letter that is sent again: its author did not send it, and what
     * the author's domain said of it stands in it already.
     *
     * @throws org.springframework.dao.DataAccessException the store is down
     */
    public List<SigningKey> of(HeaderSection header) {
        if (Submission.isAgain(header)) {
            return List.of();
        }
        return counted(author(header).map(this::of).orElse(List.of()));
    }

    /** The domain of the only or first author; empty where nobody could tell for certain. */
    private static Optional<String> author(HeaderSection header) {
        var from = header.all("From");
        return from.size() != 1
                ? Optional.empty()
                : HeaderAddress.list(from.getFirst().value()).stream()
                        .findFirst()
                        .flatMap(HeaderAddress::emailAddress)
                        .map(EmailAddress::domain);
    }

    private List<SigningKey> of(String domain) {
        var keys = new ArrayList<SigningKey>();
        for (var row : ring.signing(domain)) {
            try {
                keys.add(key(domain, row));
            } catch (IllegalArgumentException lost) { // unsigned is better than unsent
                log.warn("cannot open the key {}", name(domain, row.selector()), lost);
            }
        }
        return keys;
    }

    /**
     * Reads the body once.
     *
     * @param header as it leaves, without trace fields
     * @param keys as {@link #of} gave them
     * @return fields for the top, each without its last line end
     */
    public List<String> sign(HeaderSection header, Body body, List<SigningKey> keys)
            throws IOException {
        return signer.sign(header, body, keys);
    }

    /**
     * Signs a message that the server itself has written: for its author's domain, or the nearest
     * one above it that signs, which DMARC takes for the same (RFC 9989 §4.4.1). Notices come from
     * the host's name, and keys are of mail domains.
     *
     * @param message whole, in its spool
     * @param from where its header section begins
     * @return fields for the top, with their line ends; empty when it has a signature, or nothing
     *     signs
     */
    public byte[] signature(Spool message, long from) throws IOException {
        HeaderSection header;
        try (var in = message.open(from, message.size())) {
            header = HeaderSection.read(in, MAX_HEADER, MAX_FIELDS);
        } catch (HeaderTooLargeException _) {
            return NOTHING;
        }
        long body = from + header.octets();
        return signature(header, () -> message.open(body, message.size()));
    }

    /** The same for a small one. */
    byte[] signature(byte[] message) throws IOException {
        var in = new ByteArrayInputStream(message);
        try {
            var header = HeaderSection.read(in, MAX_HEADER, MAX_FIELDS);
            byte[] body = in.readAllBytes();
            return signature(header, () -> new ByteArrayInputStream(body));
        } catch (HeaderTooLargeException _) {
            return NOTHING;
        }
    }

    private byte[] signature(HeaderSection header, Body body) throws IOException {
        if (header.has(DkimSigner.FIELD)) {
            return NOTHING;
        }
        var keys = counted(author(header).map(this::nearest).orElse(List.of()));
        return fields(sign(header, body, keys));
    }

    /** Whether mail of this domain's people is signed now. */
    boolean signsFor(String domain) {
        return !nearest(domain).isEmpty();
    }

    private List<SigningKey> nearest(String domain) {
        for (var name = domain; !name.isEmpty(); name = name.substring(name.indexOf('.') + 1)) {
            var keys = of(name);
            if (!keys.isEmpty() || name.indexOf('.') < 0) {
                return keys;
            }
        }
        return List.of();
    }

    /**
     * For a message that leaves this domain in several copies: a mailing list's.
     *
     * @param from where the header section begins in the message
     */
    SignedBody body(String domain, Spool message, long from) {
        return new SignedBody(signer, counted(of(domain)), message, from);
    }

    /** Signatures as they stand on top of a message. */
    static byte[] fields(List<String> signatures) {
        return signatures.stream()
                .map(field -> field + "\r\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private List<SigningKey> counted(List<SigningKey> keys) {
        var signed = String.valueOf(!keys.isEmpty());
        meters.counter("bocau.mailauth.outgoing", "signed", signed).increment();
        return keys;
    }

    private SigningKey key(String domain, DkimKeyRow row) {
        var algorithm = Algorithm.valueOf(row.algorithm());
        var key =
                opened.get(
                        row.id(),
                        _ ->
                                DkimKeys.privateKey(
                                        algorithm,
                                        vault.open(row.sealed(), purpose(domain, row.selector()))));
        return new SigningKey(domain, row.selector(), algorithm, key);
    }
}
