package org.bocau.triage;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bocau.account.AccountId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Names and colours of labels. Which messages have them is IMAP's business: a label is a keyword
 * there, so other programs show it too, and keywords of theirs can be adopted as labels.
 */
@Service
public class Labels {
    /** Labels of one account. A mailbox has room for more keywords than that. */
    public static final int MOST = 60;

    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_KEYWORD = 64;

    /** An atom without the marks that registered keywords begin with. RFC 3501 §9, RFC 5788. */
    private static final Pattern KEYWORD = Pattern.compile("[$]?[a-z0-9_.+-]{1,63}");

    /** Keywords that programs use for purposes of their own. */
    private static final Set<String> NOT_LABELS =
            Set.of(
                    "$forwarded",
                    "forwarded",
                    "$mdnsent",
                    "$junk",
                    "junk",
                    "$notjunk",
                    "notjunk",
                    "nonjunk",
                    "$phishing",
                    "$muted",
                    "$submitpending",
                    "$submitted",
                    "$hasattachment",
                    "$hasnoattachment");

    private final LabelRepository rows;
    private final JdbcClient jdbc;

    Labels(LabelRepository rows, JdbcClient jdbc) {
        this.rows = rows;
        this.jdbc = jdbc;
    }

    /** All of an account, in the order they are shown; each list asks, so by one statement. */
    public List<Label> all(AccountId account) {
        return jdbc.sql(
                        "select keyword, name, colour from label where account_id = ? order by position")
                .param(account.value())
                .query((row, _) ->
                        new Label(
                                row.getString("keyword"),
                                row.getString("name"),
                                LabelColour.of(row.getString("colour"))))
                .list();
    }

    @Transactional(readOnly = true)
    public Optional<Label> find(AccountId account, String keyword) {
        return rows.findById(key(account, keyword)).map(StoredLabel::label);
    }

    /**
     * Makes a label with a keyword of its own.
     *
     * @throws LabelRefusal the name is no name or taken, or there are too many
     */
    @Transactional
    public Label create(AccountId account, String name, LabelColour colour) {
        var there = rows.findByAccountIdOrderByPosition(account.value());
        var taken = there.stream().map(StoredLabel::keyword).collect(Collectors.toSet());
        return add(account, there, keyword(name, taken), name, colour);
    }

    /**
     * Makes a label of a keyword that messages have already.
     *
     * @throws LabelRefusal as for {@link #create}
     * @throws NoSuchElementException it cannot be a label
     */
    @Transactional
    public Label adopt(AccountId account, String keyword, String name, LabelColour colour) {
        var key = keyword.toLowerCase(Locale.ROOT);
        if (!adoptable(key)) throw new NoSuchElementException("no label " + keyword);
        var known = find(account, key);
        if (known.isPresent()) return known.get();
        return add(
                account, rows.findByAccountIdOrderByPosition(account.value()), key, name, colour);
    }

    private Label add(
            AccountId account,
            List<StoredLabel> there,
            String keyword,
            String name,
            LabelColour colour) {
        if (there.size() >= MOST) throw new LabelRefusal(LabelRefusal.Reason.TOO_MANY);
        int last = there.isEmpty() ? 0 : there.getLast().position();
        var row = new StoredLabel(account.value(), keyword, last + 1);
        row.show(checked(there, keyword, name), colour);
        return rows.saveAndFlush(row).label();
    }

    /**
     * Gives a label another name and colour; its messages keep it.
     *
     * @throws LabelRefusal the name is no name or taken
     * @throws NoSuchElementException there is no such label
     */
    @Transactional
    public Label edit(AccountId account, String keyword, String name, LabelColour colour) {
        var row = stored(account, keyword);
        var there = rows.findByAccountIdOrderByPosition(account.value());
        row.show(checked(there, row.keyword(), name), colour);
        return rows.saveAndFlush(row).label();
    }

    /**
     * Changes places with the label before or behind.
     *
     * @throws NoSuchElementException there is no such label
     */
    @Transactional
    public void move(AccountId account, String keyword, boolean up) {
        var row = stored(account, keyword);
        var there = rows.findByAccountIdOrderByPosition(account.value());
        int other = there.indexOf(row) + (up ? -1 : 1);
        if (other < 0 || other >= there.size()) return;
        int place = row.position();
        row.moveTo(there.get(other).position());
        there.get(other).moveTo(place);
        rows.flush();
    }

    /** Forgets a label; the caller takes the keyword off the messages. */
    @Transactional
    public void delete(AccountId account, String keyword) {
        rows.delete(stored(account, keyword));
    }

    private StoredLabel stored(AccountId account, String keyword) {
        return rows.findById(key(account, keyword))
                .orElseThrow(() -> new NoSuchElementException("no label " + keyword));
    }

    private static StoredLabel.Key key(AccountId account, String keyword) {
        return new StoredLabel.Key(account.value(), keyword.toLowerCase(Locale.ROOT));
    }

    private static String checked(List<StoredLabel> there, String keyword, String name) {
        var clean = name.strip();
        if (clean.isEmpty()
                || clean.length() > LONGEST_NAME
                || clean.chars().anyMatch(Character::isISOControl)) {
            throw new LabelRefusal(LabelRefusal.Reason.NAME);
        }
        boolean taken =
                there.stream()
                        .filter(row -> !row.keyword().equals(keyword))
                        .anyMatch(row -> row.label().name().equalsIgnoreCase(clean));
        if (taken) throw new LabelRefusal(LabelRefusal.Reason.TAKEN);
        return clean;
    }

    /** True for a keyword that can stand for a label. */
    public static boolean adoptable(String keyword) {
        var key = keyword.toLowerCase(Locale.ROOT);
        return KEYWORD.matcher(key).matches() && !NOT_LABELS.contains(key);
    }

    /** A keyword for this name that is not taken: {@code cong_viec} for {@code Công việc}. */
    static String keyword(String name, Set<String> taken) {
        var plain =
                Normalizer.normalize(
                                name.toLowerCase(Locale.ROOT).replace('đ', 'd'),
                                Normalizer.Form.NFD)
                        .replaceAll("\\p{M}+", "")
                        .replaceAll("[^a-z0-9]+", "_")
                        .replaceAll("^_+|_+$", "");
        var base = plain.isEmpty() ? "label" : plain.substring(0, Math.min(40, plain.length()));
        var keyword = base;
        for (int n = 2; taken.contains(keyword) || !adoptable(keyword); n++)
            keyword = base + "_" + n;
        return keyword.substring(0, Math.min(LONGEST_KEYWORD, keyword.length()));
    }
}
