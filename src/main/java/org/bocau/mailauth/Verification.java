package org.bocau.mailauth;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.bocau.mailauth.Dmarc.Authenticated;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.bocau.message.HeaderSection;
import org.bocau.net.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who vouches for a message from outside: SPF, DKIM, ARC and, from these, DMARC. Blocks
 * for DNS, so never within a transaction. For use by many threads.
 */
public final class Verification {
    /** Author domains of one From field that are checked; more are nobody's mail. */
    static final int MOST_AUTHORS = 3;

    private final Dns dns;
    private final Clock clock;
    private final Duration budget;
    private final String receiver;
    private final IntSupplier percentile;

    /**
     * @param budget for all DNS questions of one message together; what is not answered by then
     *     counts as a temporary failure
     * @param receiver our own name
     */
    public Verification(Dns dns, Clock clock, Duration budget, String receiver) {
        this(dns, clock, budget, receiver, () -> ThreadLocalRandom.current().nextInt(100));
    }

    Verification(Dns dns, Clock clock, Duration budget, String receiver, IntSupplier percentile) {
        this.dns = dns;
        this.clock = clock;
        this.budget = budget;
        this.receiver = receiver;
        this.percentile = percentile;
    }

    /**
     * Where a message came from.
     *
     * @param helo as the client named itself
     * @param reversePath null for the null reverse-path
     */
    public record Envelope(InetAddress client, String helo, @Nullable EmailAddress reversePath) {}

    /**
     * Reads the body at most once; takes no longer than the budget, beside the reading.
     *
     * @param header as it was received, nothing taken out
     * @throws IOException the body cannot be read
     */
    public Verdict verify(Envelope envelope, HeaderSection header, Body body) throws IOException {
        return verify(new TimedLookups(dns, budget), envelope, header, body);
    }

    /**
     * What becomes of the signatures alone, in their order; likewise.
     *
     * @throws IOException the body cannot be read
     */
    public List<DkimResult> signatures(HeaderSection header, Body body) throws IOException {
        var signatures = Dkim.read(header);
        var hashes = BodyHashes.of(signatures.demands(), body);
        return signatures.verify(new TimedLookups(dns, budget), clock, hashes);
    }

    /** Whether this client may send for that sender; takes no longer than the budget. */
    public SpfResult spf(InetAddress client, String helo, EmailAddress reversePath) {
        var subject = subject(new Envelope(client, helo, reversePath));
        return Spf.check(new TimedLookups(dns, budget), clock, subject);
    }

    /**
     * What becomes of mail by this author that nobody vouches for: FAIL with the policy of its
     * domain, NONE where there is none, TEMPERROR when DNS does not tell within the budget.
     *
     * @param author A-labels, lower case
     */
    public DmarcResult policy(String author) {
        return new Dmarc(new TimedLookups(dns, budget), percentile)
                .check(author, List.of(), List.of());
    }

    Verdict verify(Lookups lookups, Envelope envelope, HeaderSection header, Body body)
            throws IOException {
        var signatures = Dkim.read(header);
        var chain = Arc.read(header);
        var demands = new ArrayList<>(signatures.demands());
        demands.addAll(chain.demands());
        var hashes = BodyHashes.of(demands, body);

        var spf = Spf.check(lookups, clock, subject(envelope));
        var dkim = signatures.verify(lookups, clock, hashes);
        var arc = chain.verify(lookups, hashes);
        return new Verdict(spf, dkim, dmarc(lookups, header, spf, dkim), arc);
    }

    private Spf.Subject subject(Envelope envelope) {
        var from = envelope.reversePath();
        return new Spf.Subject(
                envelope.client(),
                envelope.helo(),
                from == null ? null : from.localPart(),
                from == null ? envelope.helo() : from.domain(),
                receiver);
    }

    /** RFC 9989 §5.3: of several author domains, the one that would refuse the message decides. */
    private DmarcResult dmarc(
            Lookups lookups, HeaderSection header, SpfResult spf, List<DkimResult> dkim) {
        if (!header.has("From")) {
            return DmarcResult.without(DmarcResult.Result.NONE, "");
        }
        var authors = authors(header);
        if (authors.isEmpty()) {
            return DmarcResult.without(DmarcResult.Result.PERMERROR, "");
        }
        var authenticated = vouching(spf, SpfResult.Result.PASS, dkim, DkimResult.Result.PASS);
        var undecided =
                vouching(spf, SpfResult.Result.TEMPERROR, dkim, DkimResult.Result.TEMPERROR);
        var dmarc = new Dmarc(lookups, percentile);
        DmarcResult worst = null;
        for (var author : authors.get()) {
            var result = dmarc.check(author, authenticated, undecided);
            if (worst == null || severity(result) > severity(worst)) {
                worst = result;
            }
        }
        return worst == null ? DmarcResult.without(DmarcResult.Result.PERMERROR, "") : worst;
    }

    private static int severity(DmarcResult result) {
        return switch (result.result()) {
            case PASS -> 0;
            case NONE -> 1;
            case TEMPERROR, PERMERROR -> 2;
            case FAIL ->
                    switch (result.asked()) {
                        case NONE -> 3;
                        case QUARANTINE -> 4;
                        case REJECT -> 5;
                    };
        };
    }

    /** The author domains, or empty where readers might disagree about them. */
    private static Optional<Set<String>> authors(HeaderSection header) {
        var fields = header.all("From");
        var domains = new LinkedHashSet<String>();
        for (var one : HeaderAddress.list(fields.getFirst().value())) {
            var address = one.emailAddress();
            if (address.isEmpty()) {
                return Optional.empty();
            }
            domains.add(address.get().domain());
        }
        boolean clear = fields.size() == 1 && !domains.isEmpty() && domains.size() <= MOST_AUTHORS;
        return clear ? Optional.of(domains) : Optional.empty();
    }

    /** The domains of those checks that came out so. */
    private static List<Authenticated> vouching(
            SpfResult spf, SpfResult.Result sent, List<DkimResult> dkim, DkimResult.Result signed) {
        var domains = new ArrayList<Authenticated>();
        if (spf.result() == sent) {
            domains.add(new Authenticated(spf.domain().toLowerCase(Locale.ROOT), false));
        }
        for (var one : dkim) {
            if (one.result() == signed) {
                domains.add(new Authenticated(one.domain(), true));
            }
        }
        return domains;
    }
}
