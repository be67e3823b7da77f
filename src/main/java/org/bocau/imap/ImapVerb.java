package org.bocau.imap;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All commands: name, parser, policy. A new one is a row here, a file beside, a transcript. RFC
 * 3501 §6.
 */
enum ImapVerb {
    CAPABILITY("CAPABILITY", _ -> new CapabilityCommand()),
    NOOP("NOOP", _ -> new NoopCommand()),
    LOGOUT("LOGOUT", _ -> new LogoutCommand()),
    ID("ID", IdCommand::parse),

    STARTTLS("STARTTLS", _ -> new StartTlsCommand()),
    AUTHENTICATE("AUTHENTICATE", AuthenticateCommand::parse, Policy.SECRET),
    LOGIN("LOGIN", LoginCommand::parse, Policy.SECRET),

    ENABLE("ENABLE", EnableCommand::parse),
    NOTIFY("NOTIFY", NotifyCommand::parse),
    SELECT("SELECT", in -> SelectCommand.parse(in, false)),
    EXAMINE("EXAMINE", in -> SelectCommand.parse(in, true)),
    CREATE("CREATE", CreateCommand::parse),
    DELETE("DELETE", DeleteCommand::parse),
    RENAME("RENAME", RenameCommand::parse),
    SUBSCRIBE("SUBSCRIBE", in -> SubscribeCommand.parse(in, true)),
    UNSUBSCRIBE("UNSUBSCRIBE", in -> SubscribeCommand.parse(in, false)),
    LIST("LIST", ListCommand::parse),
    LSUB("LSUB", LsubCommand::parse),
    NAMESPACE("NAMESPACE", _ -> new NamespaceCommand()),
    STATUS("STATUS", StatusCommand::parse),
    SETACL("SETACL", SetAclCommand::parse),
    DELETEACL("DELETEACL", DeleteAclCommand::parse),
    GETACL("GETACL", GetAclCommand::parse),
    LISTRIGHTS("LISTRIGHTS", ListRightsCommand::parse),
    MYRIGHTS("MYRIGHTS", MyRightsCommand::parse),
    APPEND("APPEND", AppendCommand::parse, Policy.STREAMS_LITERAL),
    ESEARCH("ESEARCH", MultiSearchCommand::parse, Policy.HOLDS_EXPUNGE),
    IDLE("IDLE", _ -> new IdleCommand()),
    COMPRESS("COMPRESS", CompressCommand::parse),
    UNAUTHENTICATE("UNAUTHENTICATE", _ -> new UnauthenticateCommand()),
    GETMETADATA("GETMETADATA", GetMetadataCommand::parse),
    SETMETADATA("SETMETADATA", SetMetadataCommand::parse),
    GETQUOTA("GETQUOTA", GetQuotaCommand::parse),
    GETQUOTAROOT("GETQUOTAROOT", GetQuotaRootCommand::parse),
    SETQUOTA("SETQUOTA", SetQuotaCommand::parse),

    CHECK("CHECK", _ -> new CheckCommand()),
    CLOSE("CLOSE", _ -> new CloseCommand()),
    UNSELECT("UNSELECT", _ -> new UnselectCommand()),
    EXPUNGE("EXPUNGE", _ -> ExpungeCommand.all()),
    UID_EXPUNGE("UID EXPUNGE", ExpungeCommand::parse, Policy.BY_UID),
    SEARCH("SEARCH", in -> SearchCommand.parse(in, Numbering.SEQUENCE), Policy.HOLDS_EXPUNGE),
    UID_SEARCH(
            "UID SEARCH",
            in -> SearchCommand.parse(in, Numbering.UID),
            Policy.BY_UID,
            Policy.HOLDS_EXPUNGE), // its keys may be message numbers: RFC 7162 §3.2.10.2
    SORT("SORT", in -> SortCommand.parse(in, Numbering.SEQUENCE), Policy.HOLDS_EXPUNGE),
    UID_SORT(
            "UID SORT",
            in -> SortCommand.parse(in, Numbering.UID),
            Policy.BY_UID,
            Policy.HOLDS_EXPUNGE),
    THREAD("THREAD", in -> ThreadCommand.parse(in, Numbering.SEQUENCE), Policy.HOLDS_EXPUNGE),
    UID_THREAD(
            "UID THREAD",
            in -> ThreadCommand.parse(in, Numbering.UID),
            Policy.BY_UID,
            Policy.HOLDS_EXPUNGE),
    FETCH("FETCH", in -> FetchCommand.parse(in, Numbering.SEQUENCE), Policy.HOLDS_EXPUNGE),
    UID_FETCH("UID FETCH", in -> FetchCommand.parse(in, Numbering.UID), Policy.BY_UID),
    STORE("STORE", in -> StoreCommand.parse(in, Numbering.SEQUENCE), Policy.HOLDS_EXPUNGE),
    UID_STORE("UID STORE", in -> StoreCommand.parse(in, Numbering.UID), Policy.BY_UID),
    COPY("COPY", in -> CopyCommand.parse(in, Numbering.SEQUENCE)),
    UID_COPY("UID COPY", in -> CopyCommand.parse(in, Numbering.UID), Policy.BY_UID),
    MOVE("MOVE", in -> MoveCommand.parse(in, Numbering.SEQUENCE)),
    UID_MOVE("UID MOVE", in -> MoveCommand.parse(in, Numbering.UID), Policy.BY_UID),
    REPLACE("REPLACE", in -> ReplaceCommand.parse(in, Numbering.SEQUENCE), Policy.STREAMS_LITERAL),
    UID_REPLACE(
            "UID REPLACE",
            in -> ReplaceCommand.parse(in, Numbering.UID),
            Policy.STREAMS_LITERAL,
            Policy.BY_UID);

    /** What is special about a verb. */
    enum Policy {
        /** Names messages by sequence number, so none may change meanwhile. RFC 3501 §7.4.1. */
        HOLDS_EXPUNGE,
        /** Untagged FETCH responses carry the UID. RFC 3501 §6.4.8. */
        BY_UID,
        /** Its arguments are never shown in a transcript. */
        SECRET,
        /** Its last argument is read while it runs, so the end of the command comes later. */
        STREAMS_LITERAL
    }

    /** Reads a command's arguments, the space before them included. */
    @FunctionalInterface
    interface Parser {
        ImapCommand parse(ImapReader in) throws IOException;
    }

    private static final Map<String, ImapVerb> BY_TEXT = new HashMap<>();

    static {
        for (ImapVerb verb : values()) {
            BY_TEXT.put(verb.text, verb);
        }
    }

    private final String text;
    private final Parser parser;
    private final Set<Policy> policies;

    ImapVerb(String text, Parser parser, Policy... policies) {
        this.text = text;
        this.parser = parser;
        this.policies = EnumSet.noneOf(Policy.class);
        this.policies.addAll(List.of(policies));
    }

    /** The verb that comes next; {@code UID} and the word after it are one. */
    static ImapVerb read(ImapReader in) {
        String word = in.word();
        ImapVerb verb = BY_TEXT.get(word.equals("UID") ? "UID " + in.sp().word() : word);
        if (verb == null) {
            throw ImapRefusal.bad("unknown command");
        }
        return verb;
    }

    /** Reads the arguments and the end of the command. Pure, but for pulling literals. */
    ImapCommand parse(ImapReader in) throws IOException {
        ImapCommand command = parser.parse(in);
        if (!policies.contains(Policy.STREAMS_LITERAL)) {
            in.crlf();
        }
        return command;
    }

    /** What it removes must be told, whatever else the client wants to hear. */
    boolean expunges() {
        return switch (this) {
            case EXPUNGE, UID_EXPUNGE, MOVE, UID_MOVE, REPLACE, UID_REPLACE -> true;
            default -> false;
        };
    }

    /** May add a message to the selected mailbox. */
    boolean appends() {
        return switch (this) {
            case APPEND, COPY, UID_COPY, MOVE, UID_MOVE, REPLACE, UID_REPLACE -> true;
            default -> false;
        };
    }

    boolean secret() {
        return policies.contains(Policy.SECRET);
    }

    boolean holdsExpunge() {
        return policies.contains(Policy.HOLDS_EXPUNGE);
    }

    boolean byUid() {
        return policies.contains(Policy.BY_UID);
    }
}
