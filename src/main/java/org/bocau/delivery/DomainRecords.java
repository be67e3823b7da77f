package org.bocau.delivery;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bocau.account.DkimKeyRow;
import org.bocau.account.DomainRow;
import org.bocau.mailauth.DmarcResult;
import org.bocau.mailauth.SpfResult;
import org.bocau.mailauth.Verification;
import org.bocau.message.EmailAddress;
import org.bocau.net.Dns;
import org.bocau.net.HostName;
import org.springframework.stereotype.Component;

/**
 * What DNS should say of a domain of ours, and what it says. Blocks for DNS, all questions at once
 * and {@link #TIME} at most, so never within a transaction.
 */
@Component
public class DomainRecords {
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final int MOST_ADDRESSES = 4; // of this host that are shown

    private final Dns dns;
    private final DomainKeys keys;
    private final String host;
    private final Verification verification;

    DomainRecords(Dns dns, DomainKeys keys, HostName host, Clock clock) {
        this.dns = dns.anew(); // whoever asks has changed something
        this.keys = keys;
        this.host = host.value();
        this.verification = new Verification(this.dns, clock, TIME, host.value());
    }

    /** What a record is for. */
    public enum Kind {
        /** Mail for the domain comes here. RFC 5321 §5. */
        MX,
        /** This host may send for it. RFC 7208. */
        SPF,
        /** What others are to do with mail that nobody vouches for. RFC 9989. */
        DMARC,
        /** Where this host is; its MX records and SPF lead there. */
        HOST,
        /** What this host is called by who knows its address: many take no mail from others. */
        PTR
    }

    /**
     * One record.
     *
     * @param type as a panel of DNS calls it
     * @param value one that will do; empty for the addresses of this host, which it does not know
     * @param found what is there now, of this type
     */
    public record Advice(
            Kind kind,
            String name,
            String type,
            String value,
            Published published,
            List<String> found) {}

    /**
     * What DNS was found to say.
     *
     * @param keys by their number
     */
    public record Found(List<Advice> advice, Map<Long, Published> keys) {}

    /** Asks DNS for the domain's records and for those of its keys. */
    public Found look(DomainRow domain, List<DkimKeyRow> ring) {
        long end = System.nanoTime() + TIME.toNanos();
        var name = domain.name();
        var mx = start(() -> mx(name));
        var spf = start(() -> spf(name));
        var dmarc = start(() -> dmarc(name));
        var published = new LinkedHashMap<Long, FutureTask<Published>>();
        for (var key : ring) {
            published.put(key.id(), start(() -> keys.published(name, key)));
        }
        var here = start(this::here);
        var advice = new ArrayList<Advice>();
        advice.add(await(mx, end, mx(name, Published.UNKNOWN, List.of())));
        advice.add(await(spf, end, spf(name, Published.UNKNOWN, List.of())));
        advice.add(await(dmarc, end, dmarc(name, Published.UNKNOWN, List.of())));
        advice.addAll(await(here, end, List.of(host(Published.UNKNOWN, List.of()))));
        var found = new LinkedHashMap<Long, Published>();
        published.forEach((id, task) -> found.put(id, await(task, end, Published.UNKNOWN)));
        return new Found(advice, found);
    }

    private static <T> FutureTask<T> start(Callable<T> question) {
        var task = new FutureTask<>(question);
        Thread.ofVirtual().name("domain-records").start(task);
        return task;
    }

    /** A question that is given up ends by the resolver's own limits. */
    private static <T> T await(FutureTask<T> task, long end, T otherwise) {
        try {
            return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return otherwise;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (ExecutionException bug) {
            throw new IllegalStateException("a look at the DNS failed", bug.getCause());
        }
    }

    private Advice mx(String domain) {
        var answer = dns.mx(domain);
        var found = answer.records().stream().map(mx -> mx.preference() + " " + mx.host()).toList();
        boolean ours = answer.records().stream().anyMatch(mx -> mx.host().equalsIgnoreCase(host));
        return mx(domain, state(answer.failed(), ours, found), found);
    }

    private Advice mx(String domain, Published published, List<String> found) {
        return new Advice(Kind.MX, domain, "MX", "10 " + host, published, found);
    }

    private static Published state(boolean failed, boolean right, List<String> found) {
        if (failed) {
            return Published.UNKNOWN;
        }
        if (right) {
            return Published.YES;
        }
        return found.isEmpty() ? Published.NO : Published.DIFFERENT;
    }

    /** Right is any record that lets this host send, from every address it has. */
    private Advice spf(String domain) {
        var texts = texts(dns.txt(domain), "v=spf1");
        var results = new ArrayList<SpfResult.Result>();
        for (var address : dns.addresses(host).records()) {
            results.add(spf(domain, address));
        }
        boolean failed = results.contains(SpfResult.Result.TEMPERROR);
        boolean right =
                !results.isEmpty() && results.stream().allMatch(SpfResult.Result.PASS::equals);
        return spf(domain, state(failed, right, texts), texts);
    }

    private SpfResult.Result spf(String domain, InetAddress address) {
        return verification.spf(address, host, new EmailAddress("postmaster", domain)).result();
    }

    private static Advice spf(String domain, Published published, List<String> found) {
        return new Advice(Kind.SPF, domain, "TXT", "v=spf1 mx -all", published, found);
    }

    /** Right is any policy that others find, the one of the domain above too. */
    private Advice dmarc(String domain) {
        var texts = texts(dns.txt("_dmarc." + domain), "v=dmarc1");
        var policy = verification.policy(domain).result();
        boolean right = policy == DmarcResult.Result.FAIL;
        return dmarc(domain, state(policy == DmarcResult.Result.TEMPERROR, right, texts), texts);
    }

    private static Advice dmarc(String domain, Published published, List<String> found) {
        var value = "v=DMARC1; p=quarantine; rua=mailto:postmaster@" + domain;
        return new Advice(Kind.DMARC, "_dmarc." + domain, "TXT", value, published, found);
    }

    private List<Advice> here() {
        var answer = dns.addresses(host);
        var addresses = answer.records().stream().map(InetAddress::getHostAddress).toList();
        var all = new ArrayList<Advice>();
        all.add(host(state(answer.failed(), !addresses.isEmpty(), addresses), addresses));
        answer.records().stream().limit(MOST_ADDRESSES).map(this::ptr).forEach(all::add);
        return all;
    }

    private Advice host(Published published, List<String> found) {
        return new Advice(Kind.HOST, host, "A, AAAA", "", published, found);
    }

    private Advice ptr(InetAddress address) {
        var answer = dns.ptr(address);
        boolean ours = answer.records().stream().anyMatch(host::equalsIgnoreCase);
        return new Advice(
                Kind.PTR,
                address.getHostAddress(),
                "PTR",
                host,
                state(answer.failed(), ours, answer.records()),
                answer.records());
    }

    private static List<String> texts(Dns.Answer<String> answer, String start) {
        return answer.records().stream()
                .filter(text -> text.toLowerCase(Locale.ROOT).startsWith(start))
                .toList();
    }
}
