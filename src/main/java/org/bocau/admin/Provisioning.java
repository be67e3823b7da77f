package org.bocau.admin;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bocau.account.Directory;
import org.bocau.account.FieldRefusal;
import org.bocau.database.StartupRefusal;
import org.bocau.message.EmailAddress;
import org.bocau.security.Passwords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies {@code bocau.provision} at every start, before any port is open: makes what is missing,
 * reports what differs, changes and deletes nothing. One transaction, so a file with a mistake
 * leaves no trace; the mistake ends the start with one sentence.
 */
@Component
class Provisioning implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(Provisioning.class);

    private final ProvisioningProperties properties;
    private final ProvisionedEntries entries;
    private final Directory directory;
    private final Passwords passwords;
    private final TransactionTemplate transaction;
    private final MessageSource messages;

    Provisioning(
            ProvisioningProperties properties,
            ProvisionedEntries entries,
            Directory directory,
            Passwords passwords,
            TransactionTemplate transaction,
            MessageSource messages) {
        this.properties = properties;
        this.entries = entries;
        this.directory = directory;
        this.passwords = passwords;
        this.transaction = transaction;
        this.messages = messages;
    }

    @Override
    public void afterSingletonsInstantiated() {
        var path = properties.provision();
        if (path != null && !path.toString().isBlank()) {
            apply(path);
        }
    }

    /**
     * @return what was made and what differs, a line each; nothing when all is as the file says
     * @throws StartupRefusal the file cannot be read, or something in it cannot be had
     */
    List<String> apply(Path path) {
        try {
            var file = ProvisioningFile.read(Files.readString(path));
            var hashes = hashes(file);
            var report = new ArrayList<String>();
            transaction.executeWithoutResult(_ -> apply(file, hashes, report));
            report.forEach(line -> log.info("provisioning: {}", line));
            return report;
        } catch (CharacterCodingException _) {
            throw new StartupRefusal("bocau.provision: %s is not UTF-8 text.".formatted(path));
        } catch (IOException unreadable) {
            throw new StartupRefusal(
                    "bocau.provision: %s cannot be read.".formatted(path), unreadable);
        } catch (YamlEntry.Mistake mistake) {
            throw new StartupRefusal(
                    "bocau.provision: %s, %s.".formatted(path, mistake.getMessage()));
        }
    }

    /** Hashes take time, so they are made before the transaction, and only for accounts to come. */
    private Map<EmailAddress, String> hashes(ProvisioningFile file) {
        var hashes = new HashMap<EmailAddress, String>();
        for (var person : file.accounts()) {
            var address = person.address().canonical();
            if (hashes.containsKey(address)
                    || directory.accountByLogin(address.toString()).isPresent()) {
                continue;
            }
            at(person.entry(), () -> hashes.put(address, hash(person)));
        }
        return hashes;
    }

    private String hash(ProvisioningFile.Person person) {
        if (person.passwordHash() != null) {
            return passwords.brought(person.passwordHash());
        }
        return passwords.hash(person.address(), person.password() == null ? "" : person.password());
    }

    private void apply(
            ProvisioningFile file, Map<EmailAddress, String> hashes, List<String> report) {
        file.domains().forEach(d -> at(d.entry(), () -> entries.domain(d, report)));
        file.accounts()
                .forEach(a ->
                        at(
                                a.entry(),
                                () ->
                                        entries.account(
                                                a, hashes.get(a.address().canonical()), report)));
        // an alias may lead to another that stands further down: take them as they become possible
        var aliases = new ArrayList<>(file.aliases());
        var lists = new ArrayList<>(file.lists());
        for (boolean progress = true; progress; ) {
            int before = aliases.size() + lists.size();
            aliases.removeIf(a -> reachable(a.to()) && made(a, report));
            lists.removeIf(l -> reachable(l.members()) && made(l, report));
            progress = aliases.size() + lists.size() < before;
        }
        aliases.forEach(a -> made(a, report)); // refused, with the target that does not exist
        lists.forEach(l -> made(l, report));
    }

    private boolean made(ProvisioningFile.Alias alias, List<String> report) {
        at(alias.entry(), () -> entries.alias(alias, report));
        return true;
    }

    private boolean made(ProvisioningFile.Group list, List<String> report) {
        at(list.entry(), () -> entries.list(list, report));
        return true;
    }

    private boolean reachable(List<EmailAddress> targets) {
        return targets.stream().allMatch(entries::exists);
    }

    /** Does something for an entry; a refusal becomes the mistake of that entry. */
    private void at(YamlEntry entry, Runnable something) {
        try {
            something.run();
        } catch (FieldRefusal refusal) {
            var reason =
                    messages.getMessage(
                            refusal.messageKey(),
                            refusal.arguments().toArray(),
                            refusal.messageKey(),
                            Locale.ENGLISH);
            var field = refusal.field().isEmpty() ? "" : refusal.field() + ": ";
            throw entry.mistake(field + String.valueOf(reason).replaceFirst("\\.$", ""));
        }
    }
}
