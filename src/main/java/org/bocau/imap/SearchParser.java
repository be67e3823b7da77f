package org.bocau.imap;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.SearchKey;
import org.bocau.mailbox.SearchKey.When;

/** Reads {@code search-key}s. RFC 3501 §9. Nesting and number are bounded. */
final class SearchParser {
    private static final int DEEPEST = 50;
    private static final int MOST_KEYS = 500;

    private final ImapReader in;

    // Liberal: without CHARSET, UTF-8 is taken too; it says nothing different in ASCII.
    private Charset charset = StandardCharsets.UTF_8;
    private boolean assumed; // no charset was named
    private boolean unreadable;
    private int keys;
    private boolean fuzzy; // within FUZZY
    private boolean fuzzySeen;

    SearchParser(ImapReader in) {
        this.in = in;
    }

    /** {@code ["CHARSET" SP astring SP] search-key *(SP search-key)}. */
    SearchTerm program() throws IOException {
        if (in.takeIf("CHARSET ")) {
            return criteria();
        }
        assumed = true;
        SearchTerm keys = keys(0);
        return unreadable ? new SearchTerm.Unreadable() : keys;
    }

    /** {@code charset SP search-key *(SP search-key)}, as SORT and THREAD have it. RFC 5256 §5. */
    SearchTerm criteria() throws IOException {
        Charset named = SearchCharset.named(new String(in.astring(), StandardCharsets.ISO_8859_1));
        charset = named == null ? StandardCharsets.ISO_8859_1 : named;
        in.sp();
        SearchTerm keys = keys(0);
        return named == null ? new SearchTerm.Unreadable() : keys;
    }

    /**
     * After the keys: RFC 6203 §4 and §6, scores are of what is looked for loosely.
     *
     * @param asked for RELEVANCY, as a return option or to sort by
     * @throws ImapRefusal BAD: there was no FUZZY
     */
    void allowRelevancy(boolean asked) {
        if (asked && !fuzzySeen) {
            throw ImapRefusal.bad("RELEVANCY goes with FUZZY");
        }
    }

    private SearchTerm keys(int depth) throws IOException {
        var terms = new ArrayList<SearchTerm>();
        do {
            terms.add(key(depth));
        } while (in.takeIf(" "));
        return terms.size() == 1 ? terms.getFirst() : new SearchTerm.All(List.copyOf(terms));
    }

    private SearchTerm key(int depth) throws IOException {
        if (depth > DEEPEST || ++keys > MOST_KEYS) {
            throw ImapRefusal.bad("search is too complex");
        }
        int next = in.peek();
        if (next == '*' || next == '$' || (next >= '0' && next <= '9')) {
            return new SearchTerm.Messages(in.messageSet(Numbering.SEQUENCE));
        }
        if (in.takeIf("(")) {
            SearchTerm inner = keys(depth + 1);
            in.expect(')');
            return inner;
        }
        String word = in.word();
        return switch (word) {
            case "NOT" -> {
                in.sp();
                yield new SearchTerm.Not(key(depth + 1));
            }
            case "OR" -> {
                in.sp();
                SearchTerm left = key(depth + 1);
                in.sp();
                yield new SearchTerm.Or(left, key(depth + 1));
            }
            case "FUZZY" -> {
                in.sp();
                yield fuzzy(depth);
            }
            case "UID" -> new SearchTerm.Messages(in.sp().messageSet(Numbering.UID));
            default -> plain(word);
        };
    }

    /** RFC 6203 §3: texts within are looked for loosely, other keys mean what they mean. */
    private SearchTerm fuzzy(int depth) throws IOException {
        boolean outer = fuzzy;
        fuzzy = true;
        fuzzySeen = true;
        SearchTerm term = key(depth + 1);
        fuzzy = outer;
        return term;
    }

    /** Keys without keys inside. */
    private SearchTerm plain(String word) throws IOException {
        return switch (word) {
            case "ALL", "SAVEDATESUPPORTED" -> stored(new SearchKey.All());
            case "ANSWERED" -> SearchTerm.has(Flag.ANSWERED);
            case "DELETED" -> SearchTerm.has(Flag.DELETED);
            case "DRAFT" -> SearchTerm.has(Flag.DRAFT);
            case "FLAGGED" -> SearchTerm.has(Flag.FLAGGED);
            case "SEEN" -> SearchTerm.has(Flag.SEEN);
            case "UNANSWERED" -> SearchTerm.lacks(Flag.ANSWERED);
            case "UNDELETED" -> SearchTerm.lacks(Flag.DELETED);
            case "UNDRAFT" -> SearchTerm.lacks(Flag.DRAFT);
            case "UNFLAGGED" -> SearchTerm.lacks(Flag.FLAGGED);
            case "UNSEEN" -> SearchTerm.lacks(Flag.SEEN);
            case "RECENT" -> new SearchTerm.Recent();
            case "OLD" -> new SearchTerm.Not(new SearchTerm.Recent());
            case "NEW" ->
                    new SearchTerm.All(
                            List.of(new SearchTerm.Recent(), SearchTerm.lacks(Flag.SEEN)));
            case "KEYWORD" -> stored(new SearchKey.HasKeyword(FlagList.keyword(in.sp())));
            case "UNKEYWORD" ->
                    new SearchTerm.Not(stored(new SearchKey.HasKeyword(FlagList.keyword(in.sp()))));
            default -> stored(loosely(argument(word)));
        };
    }

    private SearchKey loosely(SearchKey key) {
        return fuzzy && key instanceof SearchKey.OfText text ? new SearchKey.Fuzzy(text) : key;
    }

    /** Keys with a text, a number or a date. */
    private SearchKey argument(String word) throws IOException {
        return switch (word) {
            case "BCC", "CC", "FROM", "SUBJECT", "TO" -> new SearchKey.Header(word, text());
            case "HEADER" -> {
                String field = new String(in.sp().astring(), StandardCharsets.ISO_8859_1);
                yield new SearchKey.Header(field, text());
            }
            case "BODY" -> new SearchKey.Body(text());
            case "TEXT" -> new SearchKey.Text(text());
            case "LARGER" -> new SearchKey.LargerThan(in.sp().number());
            case "SMALLER" -> new SearchKey.SmallerThan(in.sp().number());
            case "BEFORE" -> new SearchKey.Received(When.BEFORE, in.sp().date());
            case "ON" -> new SearchKey.Received(When.ON, in.sp().date());
            case "SINCE" -> new SearchKey.Received(When.SINCE, in.sp().date());
            case "OLDER" -> new SearchKey.Older(seconds());
            case "YOUNGER" -> new SearchKey.Younger(seconds());
            case "SAVEDBEFORE" -> new SearchKey.Saved(When.BEFORE, in.sp().date());
            case "SAVEDON" -> new SearchKey.Saved(When.ON, in.sp().date());
            case "SAVEDSINCE" -> new SearchKey.Saved(When.SINCE, in.sp().date());
            case "MODSEQ" -> modseq();
            case "EMAILID" -> new SearchKey.EmailId(ObjectId.EMAIL.parse(in.sp()));
            case "THREADID" -> new SearchKey.InThreads(Set.of(ObjectId.THREAD.parse(in.sp())));
            case "SENTBEFORE" -> new SearchKey.Sent(When.BEFORE, in.sp().date());
            case "SENTON" -> new SearchKey.Sent(When.ON, in.sp().date());
            case "SENTSINCE" -> new SearchKey.Sent(When.SINCE, in.sp().date());
            default -> throw ImapRefusal.bad("unknown search key");
        };
    }

    /**
     * {@code MODSEQ ["/flags/…" ("priv" / "shared" / "all")] mod-sequence}. A message has one
     * mod-sequence for all its flags, so the entry changes nothing. RFC 7162 §3.1.5
     */
    private SearchKey modseq() throws IOException {
        if (in.sp().peek() == '"') {
            String entry = new String(in.string(), StandardCharsets.ISO_8859_1);
            if (!entry.regionMatches(true, 0, "/flags/", 0, 7) || entry.length() == 7) {
                throw ImapRefusal.bad("only flags have a mod-sequence");
            }
            switch (in.sp().word()) {
                case "PRIV", "SHARED", "ALL" -> in.sp();
                default -> throw ImapRefusal.bad("priv, shared or all expected");
            }
        }
        return new SearchKey.ChangedSince(in.modSequence());
    }

    /** RFC 5032 §3: an interval of at least one second. */
    private Duration seconds() {
        return Duration.ofSeconds(in.sp().nzNumber());
    }

    private String text() throws IOException {
        byte[] octets = in.sp().astring();
        try {
            return ImapReader.decoded(octets, charset);
        } catch (ImapRefusal malformed) {
            // Liberal: Jakarta Mail sends the low octets of its characters once UTF8=ACCEPT is on.
            // RFC 6855 §3 wants BAD; after NO [BADCHARSET] it searches by itself, and rightly.
            if (!assumed) {
                throw malformed;
            }
            unreadable = true;
            return "";
        }
    }

    private static SearchTerm stored(SearchKey key) {
        return new SearchTerm.Stored(key);
    }
}
