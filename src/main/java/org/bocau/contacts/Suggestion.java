package org.bocau.contacts;

import java.util.List;

/**
 * Whom somebody may mean who has typed a few letters.
 *
 * @param name of the person or the group, may be empty
 * @param address the person's; a group's are all of them, as {@code Name <address>}, separated by
 *     commas: what one would type into the field
 * @param members how many a group has; 0 for a person
 */
public record Suggestion(String name, String address, int members) {
    static Suggestion of(String group, List<Recipient> members) {
        var addresses = members.stream().map(Suggestion::typed).toList();
        return new Suggestion(group, String.join(", ", addresses), members.size());
    }

    /** Names are quoted always: a comma in one would make two recipients of it. */
    private static String typed(Recipient one) {
        if (one.name().isEmpty()) return one.address();
        var name = one.name().replace("\\", "\\\\").replace("\"", "\\\"");
        return '"' + name + "\" <" + one.address() + ">";
    }
}
