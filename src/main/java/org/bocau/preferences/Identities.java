package org.bocau.preferences;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bocau.account.Account;
import org.bocau.account.AccountId;
import org.bocau.account.Directory;
import org.bocau.account.FieldRefusal;
import org.bocau.markup.HtmlBody;
import org.bocau.markup.HtmlText;
import org.bocau.message.EmailAddress;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The identities of an account. There always is one: its own address, until something else is
 * chosen for it. The mail server judges each message again when it is sent, so an address that was
 * taken away since is refused there.
 *
 * <p>Writing asks for them several times a letter, so the answers are remembered: bounded, and for
 * seconds only, because another node may write too.
 */
@Service
public class Identities {
    /** An account's; more are refused. */
    static final int MOST = 50;

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_HTML = 100_000;
    private static final int REMEMBERED = 8_000_000; // characters of all, of signatures mostly
    private static final int LEAST_WEIGHT = 500;
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final Directory directory;
    private final TransactionTemplate transaction;
    private final LoadingCache<AccountId, List<Identity>> remembered =
            Caffeine.newBuilder()
                    .maximumWeight(REMEMBERED)
                    .weigher((AccountId _, List<Identity> all) -> weight(all))
                    .expireAfterWrite(REMEMBERED_FOR)
                    .build(this::read);

    Identities(JdbcClient jdbc, Directory directory, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.directory = directory;
        this.transaction = transaction;
    }

    /** What a form says of an identity; the address and the HTML have yet to be judged. */
    public record Draft(String name, String address, String replyTo, String text, String html) {}

    /**
     * The preferred one first, the others by address; never empty.
     *
     * @throws NoSuchElementException the account has been deleted
     */
    public List<Identity> of(AccountId account) {
        return remembered.get(account);
    }

    private static int weight(List<Identity> all) {
        return all.stream()
                .mapToInt(one ->
                        LEAST_WEIGHT + one.signatureText().length() + one.signatureHtml().length())
                .sum();
    }

    private List<Identity> read(AccountId account) {
        var owner = directory.account(account).orElseThrow();
        var all = new ArrayList<>(stored(account));
        var own = owner.address().canonical().toString();
        boolean preferring = all.stream().anyMatch(Identity::preferred);
        if (all.stream().noneMatch(one -> canonical(one.address()).equals(own))) {
            all.add(unchosen(owner, !preferring));
        } else if (!preferring) {
            all.replaceAll(one -> canonical(one.address()).equals(own) ? preferred(one) : one);
        }
        all.sort(
                Comparator.comparing(Identity::preferred, Comparator.reverseOrder())
                        .thenComparing(Identity::address));
        return List.copyOf(all);
    }

    private static Identity unchosen(Account owner, boolean preferred) {
        return new Identity(0, owner.name(), owner.address().toString(), "", "", "", preferred);
    }

    private static Identity preferred(Identity one) {
        return new Identity(
                one.id(),
                one.name(),
                one.address(),
                one.replyTo(),
                one.signatureText(),
                one.signatureHtml(),
                true);
    }

    private List<Identity> stored(AccountId account) {
        return jdbc.sql(
                        """
                        select id, name, address, reply_to, signature_text, signature_html, preferred
                          from identity where account_id = ? order by id
                        """)
                .param(account.value())
                .query((row, _) -> identity(row))
                .list();
    }

    private static Identity identity(ResultSet row) throws SQLException {
        return new Identity(
                row.getLong("id"),
                row.getString("name"),
                row.getString("address"),
                row.getString("reply_to"),
                row.getString("signature_text"),
                row.getString("signature_html"),
                row.getBoolean("preferred"));
    }

    /** The one of this id, also of the unchosen one; empty when it is not this account's. */
    public Optional<Identity> find(AccountId account, long id) {
        return of(account).stream().filter(one -> one.id() == id).findFirst();
    }

    /** What new messages begin with. */
    public Identity preferred(AccountId account) {
        return of(account).getFirst();
    }

    /**
     * Whom to answer as: the identity the mail was sent to, else the preferred one.
     *
     * @param recipients addresses of the message that is answered, in the order of To and Cc
     */
    public Identity answering(AccountId account, Collection<String> recipients) {
        var all = of(account);
        return recipients.stream()
                .map(Identities::canonical)
                .flatMap(to -> all.stream().filter(one -> canonical(one.address()).equals(to)))
                .findFirst()
                .orElse(all.getFirst());
    }

    /** What can be put into the address field: the account's own and its aliases. */
    public List<String> addresses(AccountId account) {
        return directory.sendersOf(account).stream().map(EmailAddress::toString).toList();
    }

    /** False once the address has been taken away: the server would refuse its messages. */
    public boolean usable(AccountId account, Identity identity) {
        return address(identity.address())
                .filter(address -> directory.maySendAs(account, address))
                .isPresent();
    }

    /**
     * Writes one, or makes a new one.
     *
     * @param id 0: a new one, or the first choice for the account's own address
     * @return its id
     * @throws FieldRefusal at {@code name}, {@code address} (not one this account may send as),
     *     {@code replyTo}, {@code text} or {@code html}
     * @throws NoSuchElementException the id is not this account's: 404
     */
    public long save(AccountId account, long id, Draft draft) {
        var checked = checked(account, draft);
        var saved = transaction.execute(_ -> write(account, id, checked));
        remembered.invalidate(account);
        if (saved == null) throw new IllegalStateException("no id");
        return saved;
    }

    private Draft checked(AccountId account, Draft draft) {
        var name = draft.name().strip();
        if (name.length() > LONGEST_NAME) {
            throw new FieldRefusal("name", "refusal.name.long", LONGEST_NAME);
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new FieldRefusal("name", "refusal.name.control");
        }
        var address =
                address(draft.address().strip())
                        .orElseThrow(() -> invalid("address", draft.address()));
        if (!directory.maySendAs(account, address)) {
            throw new FieldRefusal("address", "refusal.identity.address", address.toString());
        }
        var replyTo = draft.replyTo().strip();
        if (!replyTo.isEmpty() && address(replyTo).isEmpty()) throw invalid("replyTo", replyTo);
        if (draft.text().length() > LONGEST_TEXT) {
            throw new FieldRefusal("text", "refusal.name.long", LONGEST_TEXT);
        }
        var html = cleaned(draft.html());
        var text = plain(draft.text());
        return new Draft(
                name,
                address.toString(),
                replyTo,
                text.isBlank() && !html.isEmpty() ? HtmlText.of(html).strip() : text,
                html);
    }

    private static FieldRefusal invalid(String field, String typed) {
        return new FieldRefusal(field, "refusal.address.invalid", typed);
    }

    private static String plain(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').stripTrailing();
    }

    /** As it will be shown in the editor and sent: parsed, walked and built anew. */
    private static String cleaned(String html) {
        if (html.isBlank()) return "";
        var inner = HtmlBody.forRecipient(html, _ -> null);
        if (inner.length() > LONGEST_HTML) {
            throw new FieldRefusal("html", "refusal.name.long", LONGEST_HTML);
        }
        return inner.strip();
    }

    private long write(AccountId account, long id, Draft draft) {
        lock(account);
        if (id != 0) {
            var known =
                    jdbc.sql(
                                    """
                                    update identity set name = ?, address = ?, reply_to = ?,
                                           signature_text = ?, signature_html = ?
                                     where account_id = ? and id = ?
                                    """)
                            .params(
                                    draft.name(),
                                    draft.address(),
                                    draft.replyTo(),
                                    draft.text(),
                                    draft.html(),
                                    account.value(),
                                    id)
                            .update();
            if (known == 0) throw new NoSuchElementException("no identity " + id);
            return id;
        }
        if (stored(account).size() >= MOST) {
            throw new FieldRefusal("", "refusal.identity.most", MOST);
        }
        return jdbc.sql(
                        """
                        insert into identity (account_id, id, name, address, reply_to,
                                              signature_text, signature_html)
                        select :account, coalesce(max(id), 0) + 1, :name, :address, :replyTo, :text, :html
                          from identity where account_id = :account
                        returning id
                        """)
                .param("account", account.value())
                .param("name", draft.name())
                .param("address", draft.address())
                .param("replyTo", draft.replyTo())
                .param("text", draft.text())
                .param("html", draft.html())
                .query(Long.class)
                .single();
    }

    /** Two who write at once come one after the other. */
    private void lock(AccountId account) {
        jdbc.sql("select id from account where id = ? for update")
                .param(account.value())
                .query(Long.class)
                .single();
    }

    /**
     * Has new messages begin with it.
     *
     * @param id 0: with the account's own, as long as nothing is chosen for it
     * @throws NoSuchElementException the id is not this account's: 404
     */
    public void prefer(AccountId account, long id) {
        transaction.executeWithoutResult(_ -> {
            lock(account);
            jdbc.sql("update identity set preferred = false where account_id = ? and preferred")
                    .param(account.value())
                    .update();
            int known =
                    jdbc.sql("update identity set preferred = true where account_id = ? and id = ?")
                            .params(account.value(), id)
                            .update();
            if (known == 0 && id != 0) throw new NoSuchElementException("no identity " + id);
        });
        remembered.invalidate(account);
    }

    /** Removes one; that it has gone already is no fault. */
    public void remove(AccountId account, long id) {
        jdbc.sql("delete from identity where account_id = ? and id = ?")
                .params(account.value(), id)
                .update();
        remembered.invalidate(account);
    }

    private static Optional<EmailAddress> address(String text) {
        try {
            return text.length() > 320 ? Optional.empty() : Optional.of(EmailAddress.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String canonical(String address) {
        return address(address).map(known -> known.canonical().toString()).orElse("");
    }
}
