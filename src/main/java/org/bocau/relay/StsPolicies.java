package org.bocau.relay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.bocau.net.Dns;
import org.bocau.relay.TlsResult.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the MTA-STS policy of a domain. RFC 8461 §3, §5. */
final class StsPolicies {
    private static final Logger log = LoggerFactory.getLogger(StsPolicies.class);

    /** §3.1: v=STSv1; id=… and perhaps more. */
    private static final Pattern RECORD =
            Pattern.compile("v=STSv1[ \t]*;(?:.*;)?[ \t]*id=([A-Za-z0-9]{1,32})[ \t]*(?:;.*)?");

    private static final Pattern VERSION = Pattern.compile("v=STSv1[ \t]*;");

    /** §3.3: one that could not be fetched is not asked for at once again. */
    private static final Duration FAILURE_KEPT = Duration.ofMinutes(5);

    private static final Duration REFRESHED = Duration.ofDays(1);

    private static final int MAX_FAILURES = 5_000;

    private final Dns dns;
    private final StsCache cache;
    private final Source source;
    private final Clock clock;
    private final Cache<String, Failed> failures =
            Caffeine.newBuilder().maximumSize(MAX_FAILURES).build();

    /**
     * A policy that is announced and cannot be had.
     *
     * @param at when it was asked for
     */
    record Failed(Instant at, Kind kind, String reason) {}

    /** Where the text of a policy comes from. */
    @FunctionalInterface
    interface Source {
        /**
         * @throws IOException there is none, or it is not authentic
         */
        String fetch(String domain) throws IOException;
    }

    StsPolicies(Dns dns, StsCache cache, Source source, Clock clock) {
        this.dns = dns;
        this.cache = cache;
        this.source = source;
        this.clock = clock;
    }

    /**
     * The policy that counts now; empty when the domain has none. One that is kept counts as long
     * as it lives, even if the domain seems to have dropped it: somebody may hide it from us
     * (§5.1).
     */
    Optional<StsPolicy> of(String domain) {
        var kept = cache.find(domain).filter(policy -> clock.instant().isBefore(policy.until()));
        var id = id(domain);
        boolean known =
                id.isEmpty() || kept.filter(k -> k.id().equals(id.get()) && isFresh(k)).isPresent();
        var counts = known ? kept : fetch(domain, id.get()).or(() -> kept);
        return counts.map(StsCache.Kept::policy)
                .filter(policy -> policy.mode() != StsPolicy.Mode.NONE);
    }

    /** §3.3: fetched anew before it ends, so that its end is no moment to strip TLS at. */
    private boolean isFresh(StsCache.Kept kept) {
        var fetched = kept.until().minusSeconds(kept.policy().maxAge());
        return clock.instant().isBefore(fetched.plus(REFRESHED));
    }

    /** §3.1: exactly one record, or the domain has no policy. */
    private Optional<String> id(String domain) {
        var records =
                dns.txt("_mta-sts." + domain).records().stream()
                        .filter(text -> VERSION.matcher(text).lookingAt())
                        .toList();
        if (records.size() != 1) {
            return Optional.empty();
        }
        var matcher = RECORD.matcher(records.getFirst());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private Optional<StsCache.Kept> fetch(String domain, String id) {
        if (failure(domain).isPresent()) {
            return Optional.empty();
        }
        try {
            var policy = StsPolicy.parse(source.fetch(domain));
            var until = clock.instant().plusSeconds(policy.maxAge());
            var kept = new StsCache.Kept(id, policy, until);
            cache.keep(domain, kept);
            return Optional.of(kept);
        } catch (SSLException e) {
            return failed(domain, Kind.STS_WEBPKI_INVALID, e);
        } catch (IOException e) {
            return failed(domain, Kind.STS_POLICY_FETCH_ERROR, e);
        } catch (IllegalArgumentException e) {
            return failed(domain, Kind.STS_POLICY_INVALID, e);
        }
    }

    private Optional<StsCache.Kept> failed(String domain, Kind kind, Exception e) {
        var reason = String.valueOf(e.getMessage());
        log.info("the MTA-STS policy of {} cannot be used: {}", domain, reason);
        failures.put(domain, new Failed(clock.instant(), kind, reason));
        return Optional.empty();
    }

    /** Why its policy could not be had when it was last asked for, some minutes ago at most. */
    Optional<Failed> failure(String domain) {
        return Optional.ofNullable(failures.getIfPresent(domain))
                .filter(failed -> clock.instant().isBefore(failed.at().plus(FAILURE_KEPT)));
    }
}
