package org.bocau.webmail;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bocau.triage.Label;
import org.bocau.triage.Mutes;

/** An account's labels; in page models as {@code labels}. */
record LabelView(List<Label> all, Map<String, Label> byKeyword) {
    static LabelView of(List<Label> all) {
        return new LabelView(
                all, all.stream().collect(Collectors.toMap(Label::keyword, Function.identity())));
    }

    /** Those a message has, in the order they are shown. */
    public List<Label> of(Iterable<String> keywords) {
        var has = new java.util.HashSet<String>();
        for (var keyword : keywords) has.add(keyword.toLowerCase(Locale.ROOT));
        return all.stream().filter(label -> has.contains(label.keyword())).toList();
    }

    public boolean muted(Collection<String> keywords) {
        return keywords.stream().anyMatch(Mutes.KEYWORD::equalsIgnoreCase);
    }
}
