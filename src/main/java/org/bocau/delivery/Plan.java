package org.bocau.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bocau.account.Account;
import org.bocau.account.AccountId;
import org.bocau.filter.Action;
import org.bocau.message.EmailAddress;
import org.bocau.message.ParsedMessage;
import org.bocau.message.Spool;
import org.bocau.queue.Outbound;
import org.bocau.queue.OutboundRecipient;
import org.jspecify.annotations.Nullable;

/**
 * What is to be stored for one message: at most one copy an account, whatever led to it, and the
 * messages to queue. Owns the spools of list copies.
 */
final class Plan implements AutoCloseable {
    private final Map<AccountId, Copy> copies = new HashMap<>();
    private final List<Outbound> outbound = new ArrayList<>();
    private final Set<EmailAddress> sentTo = new HashSet<>();
    private final Set<EmailAddress> lists = new HashSet<>();
    private final List<ListCopies> listCopies = new ArrayList<>();
    private final List<ListErrand> errands = new ArrayList<>();
    private final List<ListClerk.Suspended> suspended = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Map<AccountId, Set<AccountId>> sentOn = new HashMap<>();
    private final Map<AccountId, List<Action>> decided = new HashMap<>();
    private final Set<String> junk = new HashSet<>();
    private @Nullable Runnable alongside;
    private boolean bound;

    /**
     * One account's copy.
     *
     * @param detail what stood after the plus sign, or null
     * @param list whose copy of a list's message it is: that it cannot be filed must not hold up
     *     the others; null for what was sent to the account itself
     * @param leads whom the sender has named that this account gets a copy, and what he wants to be
     *     told of them; a list's are not his affair (RFC 3461 §5.2.7.1)
     */
    record Copy(
            Account account,
            @Nullable String detail,
            Spool octets,
            ParsedMessage parsed,
            ListCopies.@Nullable Membership list,
            List<Recipient> leads) {
        Copy {
            leads = List.copyOf(leads);
        }

        boolean throughList() {
            return list != null;
        }

        /** The message as this account got it: with the envelope sender that a list gave it. */
        Inbound received(Inbound message) {
            return list == null ? message : list.received(message);
        }

        /** Named once more: it stays this one. */
        Copy alsoLedBy(Copy other) {
            if (throughList() || leads.containsAll(other.leads)) {
                return this;
            }
            var all = new LinkedHashSet<>(leads);
            all.addAll(other.leads);
            return new Copy(account, detail, octets, parsed, null, List.copyOf(all));
        }
    }

    /** The first copy counts: what was sent to the account itself goes before what a list sends. */
    void file(Copy copy) {
        copies.merge(copy.account().id(), copy, Copy::alsoLedBy);
    }

    /** The same for a copy that is there because this person's script sends mail on. */
    void sendOn(AccountId from, Copy copy) {
        var to = copy.account().id();
        if (!copies.containsKey(to) || sentOn.containsKey(to)) {
            sentOn.computeIfAbsent(to, _ -> new HashSet<>()).add(from);
        }
        file(copy);
    }

    /**
     * Gives a copy that cannot be filed back to those who sent it on, who keep it.
     *
     * @return false when it is there for itself
     */
    boolean takeBack(Copy copy) {
        var senders = sentOn.remove(copy.account().id());
        if (senders == null) {
            return false;
        }
        drop(copy.account().id());
        for (var sender : senders) {
            var own = copies.get(sender); // else its own was taken back before
            if (own != null && decided(own).stream().noneMatch(Action.Keep.class::isInstance)) {
                var actions = new ArrayList<>(decided(own));
                actions.add(Action.Keep.PLAIN);
                decide(own, actions);
            }
        }
        return true;
    }

    /** True when all there is to do is to file one message in one mailbox. */
    boolean oneCopy() {
        return copies.size() == 1
                && outbound.isEmpty()
                && errands.isEmpty()
                && !released()
                && decided(copies.values().iterator().next()).size() == 1;
    }

    /** What this person's script wants done with the copy. */
    void decide(Copy copy, List<Action> actions) {
        decided.put(copy.account().id(), actions);
    }

    /** What nobody has decided about is kept. */
    List<Action> decided(Copy copy) {
        return decided.getOrDefault(copy.account().id(), List.of(Action.Keep.PLAIN));
    }

    /**
     * Who takes no copy.
     *
     * @param reason one line, in the words of who refuses
     */
    record Refused(Copy copy, String reason) {}

    /** Those whose scripts refuse their copy. RFC 5429. */
    List<Refused> refused() {
        return copies().stream()
                .flatMap(copy ->
                        decided(copy).stream()
                                .filter(action -> action instanceof Action.Reject)
                                .map(action -> refused(copy, (Action.Reject) action)))
                .toList();
    }

    private static Refused refused(Copy copy, Action.Reject reject) {
        return new Refused(copy, Refusals.line(reject.reason()));
    }

    /** True when somebody refuses a copy whom this recipient leads to. */
    boolean refuses(Recipient recipient) {
        return refused().stream().anyMatch(one -> one.copy().leads().contains(recipient));
    }

    /** True when the recipient's address stands for several. */
    boolean expands(Recipient recipient) {
        return arrivals.contains(new Arrival(recipient, true));
    }

    /** True when all that would become of the message is that it is refused. */
    boolean refusedByAll() {
        return copies.values().stream().noneMatch(Copy::throughList)
                && outbound.isEmpty()
                && errands.isEmpty()
                && !released()
                && !copies.isEmpty()
                && refused().size() == copies.size();
    }

    boolean has(AccountId account) {
        return copies.containsKey(account);
    }

    /** True when all of it goes into mailboxes here, and nothing through a list. */
    boolean staysHere() {
        return outbound.isEmpty() && copies.values().stream().noneMatch(Copy::throughList);
    }

    /** No script may send it on: nothing but our own word would speak for its author. */
    void bind() {
        bound = true;
    }

    boolean isBound() {
        return bound;
    }

    void drop(AccountId account) {
        copies.remove(account);
    }

    /** True for what was judged and counted when it came, and has waited since. */
    boolean released() {
        return alongside != null;
    }

    /** What is to be committed with all this. */
    void alongside(@Nullable Runnable other) {
        alongside = other;
    }

    void doAlongside() {
        if (alongside != null) {
            alongside.run();
        }
    }

    /**
     * What the sender may be told of a recipient.
     *
     * @param expanded the address stands for several, and the message goes on to them
     */
    record Arrival(Recipient recipient, boolean expanded) {}

    /** The message has come to the end of its way for this recipient, here. */
    void deliver(Recipient recipient) {
        arrivals.add(new Arrival(recipient, false));
    }

    /** The message has come to an address that stands for several. RFC 3461 §5.2.7.3. */
    void expand(Recipient recipient) {
        arrivals.add(new Arrival(recipient, true));
    }

    /** Of whose success the sender may be told. */
    List<Arrival> arrivals() {
        return arrivals;
    }

    /** Mailboxes in these domains of ours, too, file it into Junk. */
    void junk(Set<String> domains) {
        junk.addAll(domains);
    }

    /** Of the mailboxes that get a copy. */
    Set<String> domains() {
        return copies.values().stream()
                .map(copy -> copy.account().address().domain())
                .collect(Collectors.toSet());
    }

    boolean isJunk(Copy copy) {
        return junk.contains(copy.account().address().domain());
    }

    /** Those of the recipients that get no copy yet; from now on they do. */
    List<OutboundRecipient> notYetSentTo(List<OutboundRecipient> recipients) {
        return recipients.stream().filter(r -> sentTo.add(r.address().canonical())).toList();
    }

    void send(Outbound message) {
        outbound.add(message);
    }

    /** True the first time: a list that is a member of its member is served once. */
    boolean enter(EmailAddress list) {
        return lists.add(list.canonical());
    }

    ListCopies own(ListCopies copies) {
        listCopies.add(copies);
        return copies;
    }

    /** What a list's own addresses were asked for; done in the same transaction. */
    void run(ListErrand errand) {
        errands.add(errand);
    }

    List<ListErrand> errands() {
        return errands;
    }

    /** Whom the errands have suspended. */
    List<ListClerk.Suspended> suspended() {
        return suspended;
    }

    /** In the order in which mailbox rows are locked: ascending, so two deliveries cannot cross. */
    List<Copy> copies() {
        return copies.values().stream()
                .sorted(Comparator.comparingLong(c -> c.account().id().value()))
                .toList();
    }

    List<Outbound> outbound() {
        return outbound;
    }

    @Override
    public void close() {
        listCopies.forEach(ListCopies::close);
    }
}
