package org.bocau.admin;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.bocau.account.Account;
import org.bocau.account.Accounts;
import org.bocau.account.AliasRow;
import org.bocau.account.Aliases;
import org.bocau.account.Destination;
import org.bocau.account.Directory;
import org.bocau.account.Domains;
import org.bocau.account.MailingListDetails;
import org.bocau.account.MailingListSettings;
import org.bocau.account.MailingLists;
import org.bocau.account.NewAccount;
import org.bocau.account.Posting;
import org.bocau.delivery.DomainKeys;
import org.bocau.message.EmailAddress;
import org.bocau.security.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Single entries of a provisioning file: made where they are missing, compared where they are
 * there. All within the caller's transaction.
 */
@Component
class ProvisionedEntries {
    private final Directory directory;
    private final Domains domains;
    private final DomainKeys keys;
    private final Accounts accounts;
    private final Aliases aliases;
    private final MailingLists lists;
    private final Audit audit;

    ProvisionedEntries(
            Directory directory,
            Domains domains,
            DomainKeys keys,
            Accounts accounts,
            Aliases aliases,
            MailingLists lists,
            Audit audit) {
        this.directory = directory;
        this.domains = domains;
        this.keys = keys;
        this.accounts = accounts;
        this.aliases = aliases;
        this.lists = lists;
        this.audit = audit;
    }

    /** False only for an address of ours that means nothing yet. */
    boolean exists(EmailAddress address) {
        return !(directory.find(address) instanceof Destination.Unknown);
    }

    void domain(ProvisioningFile.Domain wanted, List<String> report) {
        var name = ascii(wanted);
        if (!directory.isLocalDomain(name)) {
            keys.provide(domains.find(domains.create(name)).orElseThrow());
            made("domain", name, report);
        }
    }

    private static String ascii(ProvisioningFile.Domain wanted) {
        try {
            return new EmailAddress("postmaster", wanted.name()).domain();
        } catch (IllegalArgumentException _) {
            throw wanted.entry().mistake("\"%s\" is no domain".formatted(wanted.name()));
        }
    }

    /**
     * @param hash for a new account
     */
    void account(ProvisioningFile.Person wanted, @Nullable String hash, List<String> report) {
        var existing = directory.accountByLogin(wanted.address().toString());
        if (existing.isPresent()) {
            compare(existing.get(), wanted, report);
        } else if (!otherwiseUsed(wanted.address(), "account", report)) {
            accounts.create(
                    new NewAccount(
                            wanted.address(),
                            Objects.requireNonNullElse(wanted.name(), ""),
                            Objects.requireNonNull(hash),
                            Objects.requireNonNullElse(wanted.administrator(), false),
                            Objects.requireNonNullElse(wanted.quotaOctets(), 0L)));
            made("account", wanted.address().toString(), report);
        }
    }

    private static void compare(
            Account account, ProvisioningFile.Person wanted, List<String> report) {
        var what = "account " + account.address();
        differs(what + ": name", account.name(), wanted.name(), report);
        differs(what + ": admin", account.administrator(), wanted.administrator(), report);
        differs(what + ": quota", account.quotaOctets(), wanted.quotaOctets(), report);
        if (!account.enabled()) {
            report.add(what + " is disabled; left as it is");
        }
    }

    void alias(ProvisioningFile.Alias wanted, List<String> report) {
        var existing = aliases.find(wanted.address());
        if (existing.isPresent()) {
            compare(existing.get(), wanted, report);
        } else if (!otherwiseUsed(wanted.address(), "alias", report)) {
            aliases.create(wanted.address(), wanted.to());
            made("alias", wanted.address().toString(), report);
        }
    }

    private void compare(AliasRow alias, ProvisioningFile.Alias wanted, List<String> report) {
        differsAsSet("alias " + alias.address() + ": to", alias.targets(), wanted.to(), report);
    }

    void list(ProvisioningFile.Group wanted, List<String> report) {
        var existing = lists.find(wanted.address());
        if (existing.isPresent()) {
            compare(existing.get(), wanted, report);
        } else if (!otherwiseUsed(wanted.address(), "address of a list", report)) {
            lists.create(
                    wanted.address(),
                    new MailingListSettings(
                            Objects.requireNonNullElse(wanted.name(), ""),
                            wanted.members(),
                            Objects.requireNonNullElse(wanted.posting(), Posting.ANYBODY),
                            Objects.requireNonNullElse(wanted.owners(), List.of())));
            made("list", wanted.address().toString(), report);
        }
    }

    private void compare(
            MailingListDetails list, ProvisioningFile.Group wanted, List<String> report) {
        var what = "list " + list.address();
        differs(what + ": name", list.name(), wanted.name(), report);
        differsAsSet(what + ": members", list.members(), wanted.members(), report);
        differs(what + ": posting", list.posting(), wanted.posting(), report);
        if (wanted.owners() != null) {
            differsAsSet(what + ": owners", list.owners(), wanted.owners(), report);
        }
    }

    /** The address has another meaning already, which stays. */
    private boolean otherwiseUsed(EmailAddress address, String as, List<String> report) {
        var is = meaning(address);
        if (is == null) {
            return false;
        }
        report.add("%s is an %s here, in the file an %s; left as it is".formatted(address, is, as));
        return true;
    }

    private @Nullable String meaning(EmailAddress address) {
        if (directory.accountByLogin(address.toString()).isPresent()) {
            return "account";
        }
        if (aliases.find(address).isPresent()) {
            return "alias";
        }
        return lists.find(address).isPresent() ? "address of a list" : null;
    }

    private void made(String kind, String name, List<String> report) {
        audit.record(null, kind + ".provision", name, "");
        report.add("made %s %s".formatted(kind, name));
    }

    /**
     * @param wanted null where the file leaves it open
     */
    private static void differs(
            String what, Object is, @Nullable Object wanted, List<String> report) {
        if (wanted != null && !is.equals(wanted)) {
            report.add("%s is %s, in the file %s; left as it is".formatted(what, is, wanted));
        }
    }

    private void differsAsSet(
            String what, List<EmailAddress> is, List<EmailAddress> wanted, List<String> report) {
        var here = new TreeSet<String>();
        is.forEach(address -> here.add(address.toString()));
        var there = new TreeSet<String>();
        for (var address : wanted) { // as the services keep them
            boolean ours = directory.isLocalDomain(address.domain());
            there.add((ours ? address.canonical() : address).toString());
        }
        differs(what, here, there, report);
    }
}
