package org.bocau.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.bocau.testing.Script.Act;
import org.bocau.testing.Script.Clause;
import org.bocau.testing.Script.Expect;
import org.bocau.testing.Script.Never;
import org.bocau.testing.Script.Send;
import org.bocau.testing.Script.Step;
import org.jspecify.annotations.Nullable;

/** Plays one {@link Script}: sets the stage, then says and hears line by line. */
final class TranscriptPlayer implements AutoCloseable {
    private static final Pattern IMPLICIT_TLS = Pattern.compile("imaps|pop3s|submissions");

    private final String protocol;
    private final String name;
    private final Transcript.Stage stage;
    private final Wording wording = new Wording();
    private final Map<Integer, Peer> peers = new HashMap<>();
    private final List<String> accounts = new ArrayList<>();
    private String service;

    TranscriptPlayer(String protocol, String name, Transcript.Stage stage) {
        this.protocol = protocol;
        this.service = protocol;
        this.name = name;
        this.stage = stage;
    }

    void play(Script script) throws IOException {
        setUp(script.header());
        var steps = script.steps();
        for (int at = 0; at < steps.size(); ) {
            var step = steps.get(at);
            int next = at + 1;
            try {
                if (step instanceof Expect || step instanceof Never) {
                    next = groupEnd(steps, at);
                    peer(step.connection()).hear(steps.subList(at, next));
                } else if (step instanceof Send send) {
                    peer(send.connection()).say(send);
                } else if (step instanceof Act act) {
                    act(act);
                }
            } catch (IOException | AssertionError e) {
                throw failure(step, e);
            }
            at = next;
        }
    }

    /** Expectations of one connection belong together up to the one that completes a command. */
    private int groupEnd(List<Step> steps, int from) {
        int connection = steps.get(from).connection();
        for (int at = from; at < steps.size(); at++) {
            var step = steps.get(at);
            boolean heard = step instanceof Expect || step instanceof Never;
            if (!heard || step.connection() != connection) {
                return at;
            }
            if (step instanceof Expect expect && peer(connection).completes(expect)) {
                return at + 1;
            }
        }
        return steps.size();
    }

    private AssertionError failure(Step step, Throwable cause) {
        var peer = peers.get(step.connection());
        var heard = peer == null ? "" : "\n" + peer.conversation();
        return new AssertionError(
                protocol + "/" + name + ":" + step.line() + ": " + cause.getMessage() + heard,
                cause);
    }

    // ---- the header ----

    private void setUp(List<Clause> header) throws IOException {
        wording.bind("domain", stage.domain());
        wording.bind("password", stage.password());
        for (var clause : header) {
            clause(clause);
        }
    }

    private void clause(Clause clause) throws IOException {
        var words = clause.words();
        var rest = words.subList(1, words.size());
        switch (words.getFirst()) {
            case "service" -> service = rest.getFirst();
            case "accounts" -> rest.forEach(this::account);
            case "quota" ->
                    account(
                            rest.getFirst(),
                            stage.address(rest.getFirst(), Long.parseLong(rest.get(1))));
            case "alias" ->
                    name(
                            rest.getFirst(),
                            stage.alias(rest.getFirst(), rest.subList(1, rest.size())));
            case "list" ->
                    name(
                            rest.getFirst(),
                            stage.list(rest.getFirst(), rest.subList(1, rest.size())));
            case "mask" -> stage.mask(addressOf(rest.getFirst()), rest.subList(1, rest.size()));
            case "inbox" -> fill(rest);
            case "message" -> message(clause);
            case "connections" -> connect(Integer.parseInt(rest.getFirst()));
            case "greeting" -> all(Peer::greeting);
            case "login" -> logIn(rest);
            case "both", "all" -> open(rest.getFirst(), rest.get(1));
            case "select", "examine" -> open(words.getFirst(), rest.getFirst());
            default ->
                    throw new AssertionError(
                            name + ":" + clause.line() + ": unknown clause " + clause.text());
        }
    }

    private void account(String account) {
        account(account, stage.address(account));
    }

    private void account(String account, String address) {
        accounts.add(address);
        name(account, address);
    }

    private void name(String name, String address) {
        wording.bind(name.replaceFirst("@.*", "").toLowerCase(Locale.ROOT), address);
    }

    private String account(int index) {
        if (accounts.isEmpty()) {
            account("an");
        }
        return accounts.get(Math.min(index, accounts.size() - 1));
    }

    private String addressOf(String word) {
        return word.contains("@") ? word : wording.toSend("$" + word);
    }

    /** {@code inbox 3 messages} or {@code inbox binh 3 messages}. */
    private void fill(List<String> words) throws IOException {
        boolean named = !Character.isDigit(words.getFirst().charAt(0));
        var address = named ? addressOf(words.getFirst()) : account(0);
        int count = Integer.parseInt(words.get(named ? 1 : 0));
        for (int number = 1; number <= count; number++) {
            stage.deliver(address, SampleMessage.octets(number, address));
        }
    }

    /** {@code message {{} … {@code }}} or {@code message binh {{} … {@code }}}. */
    private void message(Clause clause) throws IOException {
        var text = clause.text();
        var opening = text.substring(0, text.indexOf("\r\n"));
        var words = opening.substring(0, opening.lastIndexOf('{')).trim().split(" ");
        var address = words.length > 1 ? addressOf(words[1]) : account(0);
        stage.deliver(address, wording.toSend(text.substring(opening.length() + 2)));
    }

    private void connect(int count) throws IOException {
        for (int number = 1; number <= count; number++) {
            peer(number);
        }
    }

    private void logIn(List<String> names) throws IOException {
        names.stream()
                .filter(word -> !word.contains("@") && !wording.knows(word))
                .forEach(this::account);
        connect(Math.max(1, names.size()));
        for (var entry : peers.entrySet()) {
            int index = entry.getKey() - 1;
            var address =
                    names.isEmpty()
                            ? account(0)
                            : addressOf(names.get(Math.min(index, names.size() - 1)));
            entry.getValue().logIn(address, stage.password());
        }
    }

    private void open(String verb, String mailbox) throws IOException {
        if (peers.values().stream().noneMatch(Peer::loggedIn)) {
            logIn(List.of());
        }
        all(peer -> peer.command(verb.toUpperCase(Locale.ROOT) + " " + mailbox));
    }

    /** Something done on a connection that may fail with it. */
    private interface Doing {
        void with(Peer peer) throws IOException;
    }

    private void all(Doing doing) throws IOException {
        connect(Math.max(1, peers.size()));
        for (var peer : peers.values()) {
            doing.with(peer);
        }
    }

    // ---- the connections ----

    private Peer peer(int connection) {
        return peers.computeIfAbsent(connection, _ -> dial(service));
    }

    private Peer dial(String to) {
        try {
            int port = stage.port(to);
            boolean tls = IMPLICIT_TLS.matcher(to).matches();
            return Peer.of(protocol, tls ? Wire.connectTls(port) : Wire.connect(port), wording);
        } catch (IOException e) {
            throw new AssertionError("cannot connect to " + to + ": " + e, e);
        }
    }

    private void act(Act act) throws IOException {
        if (act.verb().equals("connect")) {
            close(peers.remove(act.connection()));
            peers.put(act.connection(), dial(act.argument().isBlank() ? service : act.argument()));
            return;
        }
        var peer = peer(act.connection());
        switch (act.verb()) {
            case "tls" -> peer.startTls();
            case "deflate" -> peer.startDeflate();
            case "plain" -> peer.stopDeflate();
            case "octets" -> peer.octets(act.argument());
            case "closed" -> peer.expectEnd();
            case "close" -> peer.close();
            case "login" ->
                    peer.logIn(
                            act.argument().isBlank() ? account(0) : addressOf(act.argument()),
                            stage.password());
            default -> throw new AssertionError("unknown action " + act.verb());
        }
    }

    private static void close(@Nullable Peer peer) throws IOException {
        if (peer != null) {
            peer.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (var peer : peers.values()) {
            peer.close();
        }
    }
}
