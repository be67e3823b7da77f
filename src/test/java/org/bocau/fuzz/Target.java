package org.bocau.fuzz;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.bocau.imap.CommandFuzz;
import org.bocau.imap.ModifiedUtf7Fuzz;
import org.bocau.message.HeaderFuzz;
import org.bocau.message.MimeFuzz;
import org.bocau.message.TextFuzz;
import org.bocau.pop3.Pop3CommandFuzz;
import org.bocau.smtp.SmtpCommandFuzz;

/** What is fuzzed. Each is a class beside what it tests, since that is package-private. */
enum Target {
    MIME(MimeFuzz.class, MimeFuzz::fuzzerTestOneInput),
    HEADER(HeaderFuzz.class, HeaderFuzz::fuzzerTestOneInput),
    TEXT(TextFuzz.class, TextFuzz::fuzzerTestOneInput),
    IMAP(CommandFuzz.class, CommandFuzz::fuzzerTestOneInput),
    UTF7(ModifiedUtf7Fuzz.class, ModifiedUtf7Fuzz::fuzzerTestOneInput),
    SMTP(SmtpCommandFuzz.class, SmtpCommandFuzz::fuzzerTestOneInput),
    POP3(Pop3CommandFuzz.class, Pop3CommandFuzz::fuzzerTestOneInput),
    /** All of them with each input: the short run, in one JVM. */
    EVERY(EveryFuzz.class, EveryFuzz::fuzzerTestOneInput);

    static final Path SEEDS = Path.of("src/test/resources/fuzz");

    private final Class<?> type;
    private final Consumer<byte[]> run;

    Target(Class<?> type, Consumer<byte[]> run) {
        this.type = type;
        this.run = run;
    }

    Class<?> type() {
        return type;
    }

    void run(byte[] input) {
        run.accept(input);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Inputs that were written by hand or found: each finding is put here. */
    Path seeds() {
        return SEEDS.resolve(label());
    }
}
