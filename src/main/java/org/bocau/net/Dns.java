package org.bocau.net;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;

/**
 * What the DNS says. Injected, so that tests answer from a zone in memory. Blocks until there is an
 * answer or {@code bocau.dns} allows no more waiting; never throws for what the DNS or a stranger's
 * zone does. Names are in A-label form, without the final dot; CNAMEs are followed (RFC 1034
 * §3.6.2).
 */
public interface Dns {
    /** Who takes a domain's mail, unordered. */
    Answer<Mx> mx(String domain);

    /**
     * IPv6 and IPv4 addresses; a failure of one kind counts only when there is none of the other.
     */
    Answer<InetAddress> addresses(String host);

    /** Each text with its strings joined (RFC 7208 §3.3), read as UTF-8. */
    Answer<String> txt(String name);

    /** Names of an address, from in-addr.arpa or ip6.arpa. */
    Answer<String> ptr(InetAddress address);

    /** What vouches for the TLS of a TCP service: {@code _25._tcp.host}. RFC 6698 §3. */
    Answer<Tlsa> tlsa(int port, String host);

    /**
     * The same DNS, asked again where this one would answer from what it kept. For people who have
     * just published a record; what it finds is kept as well.
     */
    default Dns anew() {
        return this;
    }

    /**
     * @param preference the lowest is asked first
     * @param host in lower case; empty in a null MX (RFC 7505)
     */
    record Mx(int preference, String host) {}

    /**
     * RFC 6698 §2.1.
     *
     * @param data the certificate, key or digest it is compared with
     */
    record Tlsa(int usage, int selector, int matching, byte[] data) {}

    /** Exactly one of four. */
    sealed interface Answer<T> {
        /** None unless {@link Found}. */
        default List<T> records() {
            return List.of();
        }

        /** DNSSEC vouches for it, by a validating resolver that is trusted (RFC 4035 §3.2.3). */
        default boolean authentic() {
            return false;
        }

        /** Nobody could tell: try again later, and decide nothing by it. */
        default boolean failed() {
            return false;
        }

        /** The same answer, its records seen as something else. */
        <R> Answer<R> map(Function<? super T, ? extends R> view);
    }

    /**
     * @param owner the name that has the records: another than the one asked for if that is an
     *     alias
     * @param records at least one
     */
    record Found<T>(String owner, List<T> records, boolean authentic) implements Answer<T> {
        public Found {
            records = List.copyOf(records);
        }

        @Override
        public <R> Answer<R> map(Function<? super T, ? extends R> view) {
            return new Found<>(owner, records.stream().<R>map(view).toList(), authentic);
        }
    }

    /** The name is there, but has no such records. */
    record None<T>(boolean authentic) implements Answer<T> {
        @Override
        public <R> Answer<R> map(Function<? super T, ? extends R> view) {
            return new None<>(authentic);
        }
    }

    /** There is no such name (NXDOMAIN), nor below it. */
    record NoDomain<T>(boolean authentic) implements Answer<T> {
        @Override
        public <R> Answer<R> map(Function<? super T, ? extends R> view) {
            return new NoDomain<>(authentic);
        }
    }

    /**
     * No answer: nobody replied, or the resolver could not find out, or what it found is bogus.
     *
     * @param reason for the log
     */
    record Failure<T>(String reason) implements Answer<T> {
        @Override
        public boolean failed() {
            return true;
        }

        @Override
        public <R> Answer<R> map(Function<? super T, ? extends R> view) {
            return new Failure<>(reason);
        }
    }
}
