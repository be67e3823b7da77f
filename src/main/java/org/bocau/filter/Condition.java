package org.bocau.filter;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.jspecify.annotations.Nullable;

/** A test. RFC 5228 §5. */
sealed interface Condition {
    boolean holds(Evaluation of);

    record Always(boolean value) implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            return value;
        }
    }

    record Not(Condition inner) implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            return !inner.holds(of);
        }
    }

    record All(List<Condition> inner) implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            return inner.stream().allMatch(one -> one.holds(of));
        }
    }

    record Any(List<Condition> inner) implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            return inner.stream().anyMatch(one -> one.holds(of));
        }
    }

    record Exists(List<String> fields) implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            return of.texts(fields).stream()
                    .allMatch(name -> of.letter().header().first(name) != null);
        }
    }

    record Header(List<String> fields, List<String> keys, Matching how) implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            var values = new ArrayList<String>();
            for (var name : of.texts(fields)) {
                of.letter().header().all(name).forEach(field -> values.add(field.value()));
            }
            return how.any(values, of.texts(keys), of);
        }
    }

    /** Of an address. RFC 5228 §2.7.4, RFC 5233. */
    enum AddressPart {
        ALL(address -> Optional.of(address.toString())),
        LOCALPART(address -> Optional.of(address.localPart())),
        DOMAIN(address -> Optional.of(address.domain())),
        USER(address -> Optional.of(beforePlus(address.localPart()))),
        DETAIL(address -> afterPlus(address.localPart()));

        private final Function<EmailAddress, Optional<String>> part;

        AddressPart(Function<EmailAddress, Optional<String>> part) {
            this.part = part;
        }

        Optional<String> of(EmailAddress address) {
            return part.apply(address);
        }

        private static String beforePlus(String localPart) {
            int plus = localPart.indexOf('+');
            return plus < 0 ? localPart : localPart.substring(0, plus);
        }

        private static Optional<String> afterPlus(String localPart) {
            int plus = localPart.indexOf('+');
            return plus < 0 ? Optional.empty() : Optional.of(localPart.substring(plus + 1));
        }
    }

    record Address(List<String> fields, List<String> keys, AddressPart part, Matching how)
            implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            var values = new ArrayList<String>();
            for (var name : of.texts(fields)) {
                for (var field : of.letter().header().all(name)) {
                    HeaderAddress.list(field.text()).stream()
                            .flatMap(one -> one.emailAddress().stream())
                            .flatMap(address -> part.of(address).stream())
                            .forEach(values::add);
                }
            }
            return how.any(values, of.texts(keys), of);
        }
    }

    /** The reverse-path or the recipient; the null reverse-path is empty. */
    record Envelope(boolean from, boolean to, List<String> keys, AddressPart part, Matching how)
            implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            var values = new ArrayList<String>();
            if (from) {
                add(values, of.letter().reversePath());
            }
            if (to) {
                add(values, of.letter().recipient());
            }
            return how.any(values, of.texts(keys), of);
        }

        private void add(List<String> values, @Nullable EmailAddress address) {
            if (address == null) {
                values.add("");
            } else {
                part.of(address).ifPresent(values::add);
            }
        }
    }

    record Size(boolean over, long octets) implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            long size = of.letter().size();
            return over ? size > octets : size < octets;
        }
    }

    /**
     * RFC 5232 §4: of the flags this script has set so far.
     *
     * @param variables that have them; null: those of what is filed
     */
    record HasFlag(@Nullable List<String> variables, List<String> keys, Matching how)
            implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            var flags =
                    variables == null
                            ? of.flags()
                            : variables.stream().flatMap(one -> of.flags(one).stream()).toList();
            return how.any(flags, of.texts(keys), of);
        }
    }

    /** RFC 5260 §5. */
    record CurrentDate(DatePart part, @Nullable ZoneId zone, List<String> keys, Matching how)
            implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            var now = of.letter().now().atZone(zone == null ? of.letter().zone() : zone);
            return how.any(List.of(part.of(now)), of.texts(keys), of);
        }
    }

    /** RFC 5229 §5. */
    record Strings(List<String> source, List<String> keys, Matching how) implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            var values = of.texts(source);
            if (how.type() == Matching.Type.COUNT) {
                long count = values.stream().filter(value -> !value.isEmpty()).count();
                return how.counted((int) count, of.texts(keys));
            }
            return how.any(values, of.texts(keys), of);
        }
    }

    /**
     * RFC 5173.
     *
     * @param types of {@code :content}, lower case but for what variables bring
     */
    record Body(BodyForm form, List<String> types, List<String> keys, Matching how)
            implements Condition {
        @Override
        public boolean holds(Evaluation of) {
            return how.anyUnnoted(of.body(form, types), of.texts(keys), of);
        }
    }
}
