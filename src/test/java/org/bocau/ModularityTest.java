package org.bocau;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

/** The modules are those of the design, and import only what the design lets them. */
class ModularityTest {
    /** Lowest row first; a module imports from rows below its own. */
    private static final Map<Integer, Set<String>> ROWS =
            Map.of(
                    1, Set.of("message", "net", "database", "markup", "invitation", "pages"),
                    2, Set.of("account", "relay", "filter", "mailauth", "remote"),
                    3,
                            Set.of(
                                    "mailbox",
                                    "queue",
                                    "security",
                                    "search",
                                    "preferences",
                                    "rules",
                                    "trust"),
                    4, Set.of("delivery", "mailclient", "contacts", "webpush", "triage"),
                    5,
                            Set.of(
                                    "smtp",
                                    "imap",
                                    "pop3",
                                    "webmail",
                                    "admin",
                                    "web",
                                    "demo",
                                    "tlsrpt",
                                    "settings"),
                    6, Set.of("reading", "finding"),
                    7, Set.of("compose", "actions", "transfer"));

    /**
     * What each module may import. {@code mailclient}, {@code webmail} and what stands on it speak
     * protocols, so they never see the store; of the queue {@code compose} sees what waits
     * (decision 77) and no more.
     */
    private static final Map<String, String> MAY_IMPORT = new LinkedHashMap<>();

    static {
        MAY_IMPORT.put("message", "");
        MAY_IMPORT.put("net", "");
        MAY_IMPORT.put("database", "");
        MAY_IMPORT.put("markup", "");
        MAY_IMPORT.put("pages", "");
        MAY_IMPORT.put("mailclient", "account message net search security");
        MAY_IMPORT.put("search", "account message");
        MAY_IMPORT.put("account", "message");
        MAY_IMPORT.put("preferences", "account markup message");
        MAY_IMPORT.put("contacts", "account message pages security");
        MAY_IMPORT.put("relay", "message net");
        MAY_IMPORT.put("filter", "message");
        MAY_IMPORT.put("remote", "message net");
        MAY_IMPORT.put("invitation", "");
        MAY_IMPORT.put("trust", "mailauth markup message");
        MAY_IMPORT.put("rules", "account filter message");
        MAY_IMPORT.put("mailauth", "message net");
        MAY_IMPORT.put("mailbox", "account database message");
        MAY_IMPORT.put("queue", "account database mailauth message net relay");
        MAY_IMPORT.put("security", "account message net");
        MAY_IMPORT.put(
                "delivery",
                "account database filter mailauth mailbox message net preferences queue rules security");
        MAY_IMPORT.put("smtp", "account delivery mailauth mailbox message net queue security");
        MAY_IMPORT.put("imap", "account mailbox message net security");
        MAY_IMPORT.put("pop3", "account mailbox message net security");
        MAY_IMPORT.put("triage", "account");
        MAY_IMPORT.put("webmail", "account mailclient message preferences search security triage");
        MAY_IMPORT.put(
                "reading",
                "account contacts invitation mailclient markup message net preferences remote"
                        + " trust webmail");
        MAY_IMPORT.put("finding", "account contacts mailclient message search triage webmail");
        MAY_IMPORT.put(
                "compose",
                "account contacts mailclient markup message preferences queue reading webmail");
        MAY_IMPORT.put("actions", "account finding mailclient preferences triage webmail");
        MAY_IMPORT.put(
                "admin", "account database delivery mailbox message net pages queue security");
        MAY_IMPORT.put("tlsrpt", "delivery message net queue relay");
        MAY_IMPORT.put(
                "settings",
                "account filter mailclient message net pages preferences rules security triage webpush");
        MAY_IMPORT.put("transfer", "account finding mailclient message webmail");
        MAY_IMPORT.put("webpush", "account database mailbox message remote");
        MAY_IMPORT.put("web", "account message preferences security");
        MAY_IMPORT.put("demo", "account delivery mailbox message security");
    }

    private final ApplicationModules modules = ApplicationModules.of(Bocau.class);

    @Test
    void noModuleUsesWhatItIsNotAllowedTo() {
        modules.verify();
    }

    @Test
    void theModulesAreThoseOfTheDesign() {
        var present =
                modules.stream()
                        .map(module -> module.getIdentifier().toString())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(present).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
    }

    @Test
    void eachModuleDeclaresWhatTheDesignAllows() throws IOException {
        for (var module : MAY_IMPORT.keySet()) {
            assertThat(declared(module)).as(module).isEqualTo(MAY_IMPORT.get(module));
        }
    }

    @Test
    void aModuleImportsOnlyFromRowsBelowItsOwn() {
        MAY_IMPORT.forEach((module, imports) -> {
            for (var imported : imports.split(" ")) {
                if (!imported.isEmpty()) {
                    assertThat(row(imported))
                            .as("%s imports %s", module, imported)
                            .isLessThan(row(module));
                }
            }
        });
    }

    @Test
    void drawsThePicture() {
        new Documenter(modules, Documenter.Options.defaults().withOutputFolder("target/modules"))
                .writeModulesAsPlantUml();

        assertThat(Path.of("target/modules/components.puml")).exists();
    }

    private static int row(String module) {
        return ROWS.entrySet().stream()
                .filter(row -> row.getValue().contains(module))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** From the source: a package-info in a test folder would hide the compiled one. */
    private static String declared(String module) throws IOException {
        var source = Path.of("src", "main", "java", "org", "bocau", module, "package-info.java");
        var text = Files.readString(source);
        var list = text.substring(text.indexOf('{', text.indexOf("allowedDependencies")));
        return Pattern.compile("\"(\\w+)(?: :: \\w+)?\"")
                .matcher(list.substring(0, list.indexOf('}')))
                .results()
                .map(found -> found.group(1))
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
