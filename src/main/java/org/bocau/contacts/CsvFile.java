package org.bocau.contacts;

import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.property.Email;
import ezvcard.property.Telephone;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Contacts as a table, RFC 4180. The first row names the columns. */
final class CsvFile implements CardFile {
    private static final Pattern LISTED = Pattern.compile("\\s*(?:;|,|:::)\\s*");
    private static final int MOST_OF_ONE = 5;

    private final CsvReader rows;
    private final List<String> headings;
    private final List<CsvColumn> columns;

    CsvFile(Reader in) throws IOException {
        rows = new CsvReader(in);
        var first = rows.next();
        headings = first == null ? List.of() : first;
        columns = headings.stream().map(CsvColumn::of).toList();
    }

    /** True when the first row names a column that makes a contact. */
    boolean understood() {
        return columns.contains(CsvColumn.EMAIL)
                || columns.contains(CsvColumn.NAME)
                || columns.contains(CsvColumn.GIVEN);
    }

    @Override
    public @Nullable Read next(ImportReport report) throws IOException {
        int line = rows.line();
        var row = rows.next();
        return row == null ? null : new Read(line, card(row, line, report));
    }

    private ContactCard card(List<String> row, int line, ImportReport report) {
        var values = new EnumMap<CsvColumn, List<String>>(CsvColumn.class);
        var notes = new ArrayList<String>();
        for (int i = 0; i < Math.min(row.size(), columns.size()); i++) {
            var value = plain(row.get(i));
            if (value.isEmpty()) continue;
            if (columns.get(i) == CsvColumn.OTHER) notes.add(headings.get(i) + ": " + value);
            else values.computeIfAbsent(columns.get(i), _ -> new ArrayList<>()).add(value);
        }
        if (row.size() > columns.size()) report.problem(line, "columns", "");
        var card = new VCard(VCardVersion.V4_0);
        var name = name(values);
        if (!name.isEmpty()) card.setFormattedName(name);
        of(values, CsvColumn.ORGANIZATION).stream().findFirst().ifPresent(card::setOrganization);
        for (var address : each(values, CsvColumn.EMAIL)) {
            if (Contacts.parsed(address) == null) report.problem(line, "address", address);
            card.addEmail(new Email(address));
        }
        each(values, CsvColumn.PHONE)
                .forEach(number -> card.addTelephoneNumber(new Telephone(number)));
        var made = ContactCard.of(card);
        for (var date : of(values, CsvColumn.BIRTHDAY)) birthday(made, date, notes);
        notes.addAll(0, of(values, CsvColumn.NOTE));
        made.setNote(String.join("\n", notes));
        made.setCategories(
                each(values, CsvColumn.GROUPS).stream()
                        .filter(group -> !group.startsWith("*")) // Google's own, as * myContacts
                        .toList());
        return made;
    }

    private static List<String> of(Map<CsvColumn, List<String>> values, CsvColumn column) {
        return values.getOrDefault(column, List.of());
    }

    /** One cell may hold several. */
    private static List<String> each(Map<CsvColumn, List<String>> values, CsvColumn column) {
        return of(values, column).stream()
                .flatMap(LISTED::splitAsStream)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private static String name(Map<CsvColumn, List<String>> values) {
        var whole = of(values, CsvColumn.NAME);
        if (!whole.isEmpty()) return whole.getFirst();
        return String.join(
                " ",
                Stream.of(CsvColumn.GIVEN, CsvColumn.MIDDLE, CsvColumn.FAMILY)
                        .flatMap(column -> of(values, column).stream())
                        .toList());
    }

    private static void birthday(ContactCard card, String date, List<String> notes) {
        try {
            card.setBirthday(LocalDate.parse(date.replace('/', '-')).toString());
        } catch (DateTimeParseException _) { // whose order day and month have, nobody knows
            notes.add("Birthday: " + date);
        }
    }

    @Override
    public void close() {}

    // --- out ------------------------------------------------------------------------------------

    /** The row of headings, with a mark that makes spreadsheets read UTF-8. */
    static void writeHeadings(Writer out) throws IOException {
        var headings = new ArrayList<>(List.of("Name", "Organization"));
        for (int i = 1; i <= MOST_OF_ONE; i++) headings.add("Email " + i);
        for (int i = 1; i <= MOST_OF_ONE; i++) headings.add("Phone " + i);
        headings.addAll(List.of("Birthday", "Note", "Groups"));
        out.write('\ufeff');
        row(headings, out);
    }

    static void write(List<ContactCard> cards, Writer out) throws IOException {
        for (var card : cards) {
            var row = new ArrayList<String>();
            row.add(card.name());
            row.add(card.organization());
            row.addAll(cells(card.addresses()));
            row.addAll(cells(card.phones()));
            row.add(card.birthday());
            row.add(card.note());
            row.add(String.join("; ", card.categories()));
            row(row, out);
        }
    }

    /** Five cells; the last holds all that there are more. */
    private static List<String> cells(List<String> values) {
        var cells = new ArrayList<String>();
        for (int i = 0; i < MOST_OF_ONE - 1; i++) cells.add(i < values.size() ? values.get(i) : "");
        cells.add(
                values.size() < MOST_OF_ONE
                        ? ""
                        : String.join("; ", values.subList(MOST_OF_ONE - 1, values.size())));
        return cells;
    }

    private static void row(List<String> values, Writer out) throws IOException {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) out.write(',');
            out.write('"' + harmless(values.get(i)).replace("\"", "\"\"") + '"');
        }
        out.write("\r\n");
    }

    /** A spreadsheet would compute what begins like a formula; numbers of telephones do not. */
    private static String harmless(String value) {
        return formula(value) ? "'" + value : value;
    }

    private static String plain(String value) {
        return value.startsWith("'") && formula(value.substring(1)) ? value.substring(1) : value;
    }

    private static boolean formula(String value) {
        if (value.isEmpty()) return false;
        char first = value.charAt(0);
        if (first == '=' || first == '@' || first == '\t' || first == '\r') return true;
        return (first == '+' || first == '-') && !value.matches("[+-][\\d ().-]*");
    }
}
