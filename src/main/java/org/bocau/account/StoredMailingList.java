package org.bocau.account;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bocau.message.EmailAddress;

/** A mailing list and its members. */
@Entity
@Table(name = "mailing_list")
class StoredMailingList {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "mailing_list_seq")
    @SequenceGenerator(
            name = "mailing_list_seq",
            sequenceName = "mailing_list_seq",
            allocationSize = 50)
    private long id;

    private String address = ""; // canonical
    private String name = "";

    @Enumerated(EnumType.STRING)
    private Posting posting = Posting.ANYBODY;

    private String[] owners = {};
    @Column private Instant createdAt = Instant.EPOCH;
    @Version private int version;

    @ElementCollection
    @CollectionTable(name = "list_member", joinColumns = @JoinColumn(name = "list_id"))
    @Column(name = "address")
    private Set<String> members = new HashSet<>();

    protected StoredMailingList() {}

    StoredMailingList(EmailAddress canonical, MailingListSettings settings, Instant createdAt) {
        this.address = canonical.toString();
        this.createdAt = createdAt;
        edit(settings);
    }

    final void edit(MailingListSettings settings) {
        name = settings.name();
        posting = settings.posting();
        owners = settings.owners().stream().map(EmailAddress::toString).toArray(String[]::new);
        var wanted = new HashSet<String>();
        settings.members().forEach(member -> wanted.add(member.toString()));
        members.retainAll(
                wanted); // so that only the difference is written: who stays keeps its state
        members.addAll(wanted);
    }

    MailingListId id() {
        return new MailingListId(id);
    }

    String address() {
        return address;
    }

    int version() {
        return version;
    }

    MailingListDetails details() {
        return new MailingListDetails(
                id(),
                EmailAddress.parse(address),
                name,
                members.stream().sorted().map(EmailAddress::parse).toList(),
                posting,
                List.of(owners).stream().map(EmailAddress::parse).toList(),
                version);
    }
}
