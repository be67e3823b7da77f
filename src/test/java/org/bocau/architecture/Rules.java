package org.bocau.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Entity;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bocau.net.Connection;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.unit.DataSize;

/**
 * The rules over classes. They are made for a root package, so that the same rule can be held
 * against the application and against code that breaks it.
 */
final class Rules {
    private static final List<Class<?>> STREAMS =
            List.of(
                    InputStream.class,
                    OutputStream.class,
                    Reader.class,
                    Writer.class,
                    Connection.class);

    private static final Set<String> CLOCKS =
            Set.of(
                    "java.time.Instant",
                    "java.time.LocalDate",
                    "java.time.LocalDateTime",
                    "java.time.ZonedDateTime",
                    "java.time.OffsetDateTime");

    private static final String[] SQL = {
        "java.sql..",
        "javax.sql..",
        "org.springframework.jdbc..",
        "org.springframework.data.jpa..",
        "jakarta.persistence..",
        "org.hibernate.."
    };

    private final String root;

    Rules(String root) {
        this.root = root;
    }

    private String[] modules(String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Stream.of(root + "." + name, root + "." + name + ".."))
                .toArray(String[]::new);
    }

    /** Parsers and what only decides are plain Java: tested without a container, kept pure. */
    ArchRule pureCodeKnowsNoFramework() {
        return noClasses()
                .that(resideInAnyPackage(modules("message", "mailauth", "filter")))
                .or(
                        resideInAnyPackage(modules("net", "smtp", "imap", "pop3", "relay"))
                                .and(nameMatching(".*(Reader|Writer|Parser|Command)")))
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                        "org.springframework..",
                                        "jakarta.persistence..",
                                        "org.hibernate..")
                                .and(not(equivalentTo(DataSize.class)))) // a number and its unit
                .as(
                        "message, mailauth, filter and *Reader, *Writer, *Parser, *Command are free of"
                                + " Spring and JPA")
                .allowEmptyShould(true);
    }

    ArchRule onlySomeSpeakJakartaMail() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        modules(
                                "message",
                                "relay",
                                "mailclient",
                                "webmail",
                                "reading",
                                "finding",
                                "compose",
                                "actions"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..")
                .as(
                        "jakarta.mail only in message, relay, mailclient, webmail and the modules that"
                                + " stand on it")
                .allowEmptyShould(true);
    }

    ArchRule onlyOwnersOfTablesSpeakSql() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        modules(
                                "account",
                                "mailbox",
                                "queue",
                                "rules",
                                "security",
                                "preferences",
                                "reading",
                                "compose",
                                "contacts",
                                "search",
                                "tlsrpt",
                                "webpush",
                                "transfer",
                                "triage",
                                "database"))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(SQL)
                                .and(not(assignableTo(SQLException.class)))) // may be told apart
                .as(
                        "SQL only in account, mailbox, queue, rules, search, security, preferences,"
                                + " reading, compose, contacts, tlsrpt, transfer, webpush, triage, database")
                .allowEmptyShould(true);
    }

    ArchRule protocolsOpenNoTransactions() {
        return noClasses()
                .that(resideInAnyPackage(modules("smtp", "imap", "pop3", "net")))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.springframework.transaction..")
                                // the store is down: sessions tell it apart from our bugs
                                .and(not(assignableTo(TransactionException.class))))
                .as("no transactions in smtp, imap, pop3, net")
                .allowEmptyShould(true);
    }

    ArchRule noTransactionSpansAStream() {
        return methods()
                .should(
                        new ArchCondition<JavaMethod>("not be transactional beside a stream") {
                            @Override
                            public void check(JavaMethod method, ConditionEvents events) {
                                if (transactional(method) && takesStream(method)) {
                                    events.add(
                                            SimpleConditionEvent.violated(
                                                    method,
                                                    method.getFullName()
                                                            + " is transactional and takes a"
                                                            + " stream"));
                                }
                            }
                        })
                .allowEmptyShould(true);
    }

    private static boolean transactional(JavaMethod method) {
        return method.isMetaAnnotatedWith(Transactional.class)
                || (method.getOwner().isMetaAnnotatedWith(Transactional.class)
                        && method.getModifiers().contains(JavaModifier.PUBLIC));
    }

    private static boolean takesStream(JavaMethod method) {
        return method.getRawParameterTypes().stream()
                .anyMatch(type -> STREAMS.stream().anyMatch(type::isAssignableTo));
    }

    ArchRule controllersArePackagePrivate() {
        return classes()
                .that()
                .areMetaAnnotatedWith(Controller.class)
                .should()
                .notBePublic()
                .allowEmptyShould(true);
    }

    ArchRule entitiesStayInTheirModule() {
        return classes()
                .that()
                .areAnnotatedWith(Entity.class)
                .should()
                .notBePublic()
                .allowEmptyShould(true);
    }

    ArchRule controllersShowNoEntities() {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .areMetaAnnotatedWith(Controller.class)
                .should(
                        new ArchCondition<JavaMethod>("have no entity in their signature") {
                            @Override
                            public void check(JavaMethod method, ConditionEvents events) {
                                signature(method)
                                        .filter(type -> type.isAnnotatedWith(Entity.class))
                                        .forEach(type ->
                                                events.add(
                                                        SimpleConditionEvent.violated(
                                                                method,
                                                                method.getFullName()
                                                                        + " shows "
                                                                        + type.getName())));
                            }
                        })
                .allowEmptyShould(true);
    }

    private static Stream<JavaClass> signature(JavaMethod method) {
        var types =
                Stream.concat(
                        Stream.of(method.getReturnType()), method.getParameterTypes().stream());
        return types.map(JavaType::getAllInvolvedRawTypes).flatMap(Set::stream);
    }

    /** Time comes from the injected Clock; System.nanoTime measures. */
    ArchRule timeIsInjected() {
        return noClasses()
                .should()
                .callMethodWhere(describe("asks the machine for the time", Rules::readsTheClock))
                .orShould()
                .callConstructor(java.util.Date.class)
                .allowEmptyShould(true);
    }

    private static boolean readsTheClock(AccessTarget.MethodCallTarget target) {
        var owner = target.getOwner().getName();
        return (CLOCKS.contains(owner)
                        && target.getName().equals("now")
                        && target.getRawParameterTypes().isEmpty())
                || (owner.equals("java.lang.System")
                        && target.getName().equals("currentTimeMillis"));
    }

    ArchRule nobodySleeps() {
        return noClasses()
                .should()
                .callMethodWhere(
                        describe(
                                "sleeps",
                                target ->
                                        target.getOwner().isEquivalentTo(Thread.class)
                                                && target.getName().equals("sleep")))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall> describe(
            String what, java.util.function.Predicate<AccessTarget.MethodCallTarget> predicate) {
        return DescribedPredicate.describe(what, call -> predicate.test(call.getTarget()));
    }

    ArchRule namesSayWhatAThingIs() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)(\\$.*)?")
                .orShould()
                .haveNameMatching(".*[.$]Abstract[A-Z]\\w*")
                .orShould(
                        new ArchCondition<JavaClass>("be called IThing") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                boolean so =
                                        type.isInterface()
                                                && type.getSimpleName().matches("I[A-Z][a-z]\\w*");
                                events.add(
                                        new SimpleConditionEvent(
                                                type, so, type.getName() + " begins with I"));
                            }
                        })
                .allowEmptyShould(true);
    }

    /** T42: sessions and uploads are never octets that become objects. */
    ArchRule nobodyDeserialises() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.Object(In|Out)putStream|java\\.beans\\.XML.*")
                .as("no Java serialisation")
                .allowEmptyShould(true);
    }

    /** T45: no entity of a stranger's XML can name a file of ours. */
    ArchRule nobodyParsesXml() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.xml..", "org.xml.sax..", "org.w3c.dom..")
                .as("no XML is parsed")
                .allowEmptyShould(true);
    }

    /** T46: what is typed reaches no shell. PostgreSQL's own programs are started by database. */
    ArchRule nobodyStartsPrograms() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(modules("database"))
                .should()
                .dependOnClassesThat(assignableTo(ProcessBuilder.class))
                .orShould()
                .callMethodWhere(
                        describe(
                                "starts a program",
                                target ->
                                        target.getOwner().isEquivalentTo(Runtime.class)
                                                && target.getName().equals("exec")))
                .as("programs are started by database only")
                .allowEmptyShould(true);
    }

    /** Every rule over classes. */
    List<ArchRule> all() {
        return List.of(
                pureCodeKnowsNoFramework(),
                onlySomeSpeakJakartaMail(),
                onlyOwnersOfTablesSpeakSql(),
                protocolsOpenNoTransactions(),
                noTransactionSpansAStream(),
                controllersArePackagePrivate(),
                entitiesStayInTheirModule(),
                controllersShowNoEntities(),
                timeIsInjected(),
                nobodySleeps(),
                namesSayWhatAThingIs(),
                nobodyDeserialises(),
                nobodyParsesXml(),
                nobodyStartsPrograms());
    }
}
