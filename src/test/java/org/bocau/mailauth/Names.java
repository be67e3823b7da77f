package org.bocau.mailauth;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a test's DNS says to a verification; whatever was not put in does not exist. */
final class Names implements Lookups {
    private final Map<String, List<String>> texts = new HashMap<>();
    private final Map<String, List<String>> exchangers = new HashMap<>();
    private final Map<String, List<InetAddress>> addresses = new HashMap<>();
    private final Map<InetAddress, List<String>> pointers = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    private int questions;

    Names txt(String name, String... records) {
        texts.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(List.of(records));
        return this;
    }

    Names mx(String domain, String... hosts) {
        exchangers.computeIfAbsent(domain, _ -> new ArrayList<>()).addAll(List.of(hosts));
        return this;
    }

    Names address(String host, String... literals) {
        var list = addresses.computeIfAbsent(host, _ -> new ArrayList<>());
        List.of(literals).forEach(literal -> list.add(InetAddress.ofLiteral(literal)));
        return this;
    }

    Names ptr(String literal, String... names) {
        pointers.computeIfAbsent(InetAddress.ofLiteral(literal), _ -> new ArrayList<>())
                .addAll(List.of(names));
        return this;
    }

    /** Nobody answers for this name. */
    Names silent(String name) {
        silent.add(name);
        return this;
    }

    int questions() {
        return questions;
    }

    @Override
    public List<String> txt(String name) throws LookupFailure {
        return answer(name, texts);
    }

    @Override
    public List<InetAddress> addresses(String host) throws LookupFailure {
        return answer(host, addresses);
    }

    @Override
    public List<String> mx(String domain) throws LookupFailure {
        return answer(domain, exchangers);
    }

    @Override
    public List<String> ptr(InetAddress address) throws LookupFailure {
        if (silent.contains(address.getHostAddress())) {
            throw new LookupFailure();
        }
        questions++;
        return pointers.getOrDefault(address, List.of());
    }

    private <T> List<T> answer(String name, Map<String, List<T>> records) throws LookupFailure {
        questions++;
        if (silent.contains(name)) {
            throw new LookupFailure();
        }
        return records.getOrDefault(name, List.of());
    }
}
