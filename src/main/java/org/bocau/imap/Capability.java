package org.bocau.imap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.bocau.net.Service;

/** What the server can do, by the names of the registry. RFC 3501 §6.1.1, §7.2.1. */
enum Capability {
    IMAP4REV1("IMAP4rev1"), // RFC 3501
    IMAP4REV2("IMAP4rev2"), // RFC 9051
    LITERAL_PLUS("LITERAL+"), // RFC 7888
    SASL_IR("SASL-IR"), // RFC 4959
    ID("ID", ImapVerb.ID), // RFC 2971
    ENABLE("ENABLE", ImapVerb.ENABLE), // RFC 5161
    CONDSTORE("CONDSTORE"), // RFC 7162
    QRESYNC("QRESYNC"), // RFC 7162
    NOTIFY("NOTIFY", ImapVerb.NOTIFY), // RFC 5465
    IDLE("IDLE", ImapVerb.IDLE), // RFC 2177
    NAMESPACE("NAMESPACE", ImapVerb.NAMESPACE), // RFC 2342
    UIDPLUS("UIDPLUS", ImapVerb.UID_EXPUNGE), // RFC 4315
    UNSELECT("UNSELECT", ImapVerb.UNSELECT), // RFC 3691
    CHILDREN("CHILDREN"), // RFC 3348
    SPECIAL_USE("SPECIAL-USE"), // RFC 6154
    CREATE_SPECIAL_USE("CREATE-SPECIAL-USE"), // RFC 6154
    LIST_EXTENDED("LIST-EXTENDED"), // RFC 5258
    LIST_STATUS("LIST-STATUS"), // RFC 5819
    STATUS_SIZE("STATUS=SIZE"), // RFC 8438
    ESEARCH("ESEARCH"), // RFC 4731
    SEARCHRES("SEARCHRES"), // RFC 5182
    SEARCH_FUZZY("SEARCH=FUZZY"), // RFC 6203
    MULTISEARCH("MULTISEARCH", ImapVerb.ESEARCH), // RFC 7377
    INPROGRESS("INPROGRESS"), // RFC 9585
    PARTIAL("PARTIAL"), // RFC 9394
    WITHIN("WITHIN"), // RFC 5032
    SORT("SORT", ImapVerb.SORT, ImapVerb.UID_SORT), // RFC 5256
    SORT_DISPLAY("SORT=DISPLAY"), // RFC 5957
    ESORT("ESORT"), // RFC 5267
    THREAD_ORDEREDSUBJECT("THREAD=ORDEREDSUBJECT"), // RFC 5256
    THREAD_REFERENCES("THREAD=REFERENCES"), // RFC 5256
    PREVIEW("PREVIEW"), // RFC 8970
    OBJECTID("OBJECTID"), // RFC 8474
    SAVEDATE("SAVEDATE"), // RFC 8514
    UTF8_ACCEPT("UTF8=ACCEPT"), // RFC 6855
    BINARY("BINARY"), // RFC 3516
    MULTIAPPEND("MULTIAPPEND"), // RFC 3502
    REPLACE("REPLACE", ImapVerb.REPLACE, ImapVerb.UID_REPLACE), // RFC 8508
    QUOTA("QUOTA", ImapVerb.GETQUOTA, ImapVerb.GETQUOTAROOT, ImapVerb.SETQUOTA), // RFC 9208
    QUOTA_STORAGE("QUOTA=RES-STORAGE"), // RFC 9208
    METADATA("METADATA", ImapVerb.GETMETADATA, ImapVerb.SETMETADATA), // RFC 5464
    LIST_METADATA("LIST-METADATA"), // RFC 9590
    COMPRESS("COMPRESS=DEFLATE", ImapVerb.COMPRESS), // RFC 4978
    UNAUTHENTICATE("UNAUTHENTICATE", ImapVerb.UNAUTHENTICATE), // RFC 8437
    MOVE("MOVE", ImapVerb.MOVE, ImapVerb.UID_MOVE), // RFC 6851
    ACL(
            "ACL",
            ImapVerb.SETACL,
            ImapVerb.DELETEACL,
            ImapVerb.GETACL,
            ImapVerb.LISTRIGHTS,
            ImapVerb.MYRIGHTS), // RFC 4314
    RIGHTS("RIGHTS=kxte"), // RFC 4314 §2.2
    LIST_MYRIGHTS("LIST-MYRIGHTS"); // RFC 8440

    private final String text;
    private final Set<ImapVerb> verbs;

    /**
     * @param verbs commands that there are only with it
     */
    Capability(String text, ImapVerb... verbs) {
        this.text = text;
        this.verbs = Set.of(verbs);
    }

    /** As CAPABILITY names it. */
    String text() {
        return text;
    }

    boolean brings(ImapVerb verb) {
        return verbs.contains(verb);
    }

    /** False for the protocol itself. */
    boolean maskable() {
        return this != IMAP4REV1;
    }

    /** Those of these names that are known here. */
    static Set<Capability> named(Collection<String> names) {
        var named = EnumSet.noneOf(Capability.class);
        for (Capability capability : values()) {
            if (capability.maskable() && names.contains(capability.text)) {
                named.add(capability);
            }
        }
        return named;
    }

    /** {@code CAPABILITY IMAP4rev1 …}; how to log in is named only while that can be done. */
    static String list(ImapSession session) {
        var names = new ArrayList<String>();
        names.add("CAPABILITY");
        for (Capability capability : values()) {
            if (capability.offered(session) && !session.masked().contains(capability)) {
                names.add(capability.text);
            }
        }
        long limit = session.properties().maxMessageSize().toBytes();
        names.add("APPENDLIMIT=" + limit); // RFC 7889
        if (!session.authenticated()) {
            var connection = session.connection();
            if (startTls(session)) {
                names.add("STARTTLS");
            }
            var origin = session.origin();
            if (!session.access().logins().passwordAllowed(origin)) {
                names.add("LOGINDISABLED");
            }
            for (String mechanism :
                    session.access().mechanisms().offered(origin, connection.internal())) {
                names.add("AUTH=" + mechanism);
            }
        }
        return String.join(" ", names);
    }

    /** What only makes sense once somebody is logged in is not named before. */
    private boolean offered(ImapSession session) {
        return switch (this) {
            case COMPRESS -> session.authenticated() && !session.connection().internal();
            case UNAUTHENTICATE -> session.authenticated();
            default -> true;
        };
    }

    static boolean startTls(ImapSession session) {
        var connection = session.connection();
        return connection.service().tls() == Service.Tls.STARTTLS && !connection.secure();
    }
}
