package org.bocau.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bocau.account.Posting;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * What a provisioning file wants there to be. Each entry knows its line, for what is wrong with it.
 */
record ProvisioningFile(
        List<Domain> domains, List<Person> accounts, List<Alias> aliases, List<Group> lists) {

    record Domain(YamlEntry entry, String name) {}

    /**
     * Null is what the file leaves open; of password and hash exactly one is there.
     *
     * @param quotaOctets 0 for no limit
     */
    record Person(
            YamlEntry entry,
            EmailAddress address,
            @Nullable String name,
            @Nullable String password,
            @Nullable String passwordHash,
            @Nullable Boolean administrator,
            @Nullable Long quotaOctets) {
        /** Without the secrets, so that they reach no log. */
        @Override
        public String toString() {
            return "Person[" + address + "]";
        }
    }

    record Alias(YamlEntry entry, EmailAddress address, List<EmailAddress> to) {}

    record Group(
            YamlEntry entry,
            EmailAddress address,
            @Nullable String name,
            List<EmailAddress> members,
            @Nullable Posting posting,
            @Nullable List<EmailAddress> owners) {}

    /**
     * @throws YamlEntry.Mistake something in it is not understood
     */
    static ProvisioningFile read(String text) {
        var file = YamlEntry.read(text);
        file.allow(Set.of("domains", "accounts", "aliases", "lists"));
        return new ProvisioningFile(
                file.list("domains").stream().map(e -> new Domain(e, e.text())).toList(),
                file.list("accounts").stream().map(ProvisioningFile::person).toList(),
                file.list("aliases").stream().map(ProvisioningFile::alias).toList(),
                file.list("lists").stream().map(ProvisioningFile::group).toList());
    }

    private static Person person(YamlEntry entry) {
        entry.allow(Set.of("address", "name", "password", "passwordHash", "admin", "quota"));
        var password = entry.optional("password");
        var hash = entry.optional("passwordHash");
        if ((password == null) == (hash == null)) {
            throw entry.mistake("give either password or passwordHash");
        }
        var quota = entry.optional("quota");
        return new Person(
                entry,
                address(entry.required("address")),
                text(entry.optional("name")),
                text(password),
                text(hash),
                flag(entry.optional("admin")),
                quota == null ? null : octets(quota));
    }

    private static Alias alias(YamlEntry entry) {
        entry.allow(Set.of("address", "to"));
        return new Alias(entry, address(entry.required("address")), addresses(entry, "to"));
    }

    private static Group group(YamlEntry entry) {
        entry.allow(Set.of("address", "name", "members", "posting", "owners"));
        return new Group(
                entry,
                address(entry.required("address")),
                text(entry.optional("name")),
                addresses(entry, "members"),
                posting(entry.optional("posting")),
                entry.optional("owners") == null ? null : addresses(entry, "owners"));
    }

    private static @Nullable Posting posting(@Nullable YamlEntry entry) {
        if (entry == null) {
            return null;
        }
        for (var posting : Posting.values()) {
            if (posting.name().toLowerCase(Locale.ROOT).equals(entry.text())) {
                return posting;
            }
        }
        throw entry.mistake(
                "\"%s\" is none of members, owners, domain, anybody".formatted(entry.text()));
    }

    private static List<EmailAddress> addresses(YamlEntry entry, String key) {
        entry.required(key);
        var addresses = new ArrayList<EmailAddress>();
        entry.list(key).forEach(one -> addresses.add(address(one)));
        return addresses;
    }

    private static EmailAddress address(YamlEntry entry) {
        try {
            return EmailAddress.parse(entry.text());
        } catch (IllegalArgumentException no) {
            throw entry.mistake(
                    "\"%s\" is no address: %s".formatted(entry.text(), no.getMessage()));
        }
    }

    private static @Nullable String text(@Nullable YamlEntry entry) {
        return entry == null ? null : entry.text();
    }

    private static @Nullable Boolean flag(@Nullable YamlEntry entry) {
        if (entry == null) {
            return null;
        }
        return switch (entry.text()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw entry.mistake("\"%s\" is neither true nor false".formatted(entry.text()));
        };
    }

    private static long octets(YamlEntry entry) {
        try {
            return DataSize.parse(entry.text()).toBytes();
        } catch (IllegalArgumentException _) {
            throw entry.mistake("\"%s\" is no size such as 500MB or 5GB".formatted(entry.text()));
        }
    }
}
