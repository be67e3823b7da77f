package org.bocau.account;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.bocau.message.EmailAddress;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Claims and releases addresses, within the caller's transaction. */
@Component
class Addresses {
    static final String ACCOUNT = "account";
    static final String ALIAS = "alias";
    static final String LIST = "list";

    private final JdbcClient jdbc;
    private final Directory directory;

    Addresses(JdbcClient jdbc, Directory directory) {
        this.jdbc = jdbc;
        this.directory = directory;
    }

    /**
     * Takes an address for one kind of thing. Waits for another transaction that is taking the same
     * one, and is refused when that commits.
     *
     * @return its canonical form
     */
    EmailAddress claim(EmailAddress wanted, String kind) {
        var address = wanted.canonical();
        if (!directory.isLocalDomain(address.domain())) {
            throw unknownDomain(address);
        }
        int claimed;
        try {
            claimed =
                    jdbc.sql(
                                    """
                                    insert into address (address, kind, domain)
                                    values (:address, :kind, :domain) on conflict do nothing
                                    """)
                            .param("address", address.toString())
                            .param("kind", kind)
                            .param("domain", address.domain())
                            .update();
        } catch (DataIntegrityViolationException _) { // the domain was deleted a moment ago
            throw unknownDomain(address);
        }
        if (claimed == 0) {
            throw FieldRefusal.addressTaken(address.toString());
        }
        return address;
    }

    /**
     * Gives an address back, after the row that used it is gone, and takes it off every alias and
     * list; an alias that led nowhere else goes too, and then so on.
     */
    void retire(String address) {
        jdbc.sql("delete from address where address = ?").param(address).update();
        jdbc.sql("delete from list_member where address = ?").param(address).update();
        var pointless =
                jdbc.sql("delete from alias where targets = array[?]::text[] returning address")
                        .param(address)
                        .query(String.class)
                        .list();
        jdbc.sql(
                        """
                        update alias set targets = array_remove(targets, ?), version = version + 1
                         where targets @> array[?]::text[]
                        """)
                .params(address, address)
                .update();
        jdbc.sql(
                        """
                        update mailing_list set owners = array_remove(owners, ?), version = version + 1
                         where owners @> array[?]::text[]
                        """)
                .params(address, address)
                .update();
        pointless.forEach(this::retire);
    }

    /**
     * Checks where an alias or a list leads: every target of ours must exist, and none counts
     * twice.
     *
     * @param field the form's field, for the refusal
     * @return ours in canonical form, others as they were written, in the order given
     */
    List<EmailAddress> targets(String field, List<EmailAddress> wanted, int most) {
        var targets = new LinkedHashSet<EmailAddress>();
        for (var target : wanted) {
            var destination = directory.find(target);
            if (destination instanceof Destination.Unknown) {
                throw new FieldRefusal(field, "refusal.target.unknown", target.toString());
            }
            targets.add(destination instanceof Destination.Elsewhere ? target : target.canonical());
        }
        if (targets.isEmpty()) {
            throw new FieldRefusal(field, "refusal.target.none");
        }
        if (targets.size() > most) {
            throw new FieldRefusal(field, "refusal.target.many", most);
        }
        return new ArrayList<>(targets);
    }

    /** Checks a display name. */
    static void checkName(String name) {
        if (name.length() > 200) {
            throw new FieldRefusal("name", "refusal.name.long", 200);
        }
        if (name.chars().anyMatch(Character::isISOControl)) { // it stands in header fields
            throw new FieldRefusal("name", "refusal.name.control");
        }
    }

    private static FieldRefusal unknownDomain(EmailAddress address) {
        return new FieldRefusal("address", "refusal.domain.unknown", address.domain());
    }
}
