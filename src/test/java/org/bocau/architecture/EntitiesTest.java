package org.bocau.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The entities are the schema in Java: a table or a column that none of them has is forgotten. */
@IntegrationTest
class EntitiesTest {
    /** What checks and triggers are for, and nobody reads. */
    private static final Set<String> NOT_MAPPED =
            Set.of("account.kind", "alias.kind", "mailing_list.kind");

    @Test
    void everyTableHasAnEntityWithAllItsColumns(TestServer server) throws ClassNotFoundException {
        var stored =
                new TreeSet<>(
                        server.jdbc()
                                .sql(
                                        """
                                        select table_name || '.' || column_name from information_schema.columns
                                         where table_schema = 'public' and table_name <> 'flyway_schema_history'
                                        """)
                                .query(String.class)
                                .list());
        stored.removeAll(NOT_MAPPED);
        assertThat(mapped()).isEqualTo(stored);
    }

    private static Set<String> mapped() throws ClassNotFoundException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Entity.class));
        var columns = new TreeSet<String>();
        for (var found : scanner.findCandidateComponents("org.bocau")) {
            var entity = Class.forName(found.getBeanClassName());
            var table = entity.getAnnotation(Table.class).name();
            for (var field : entity.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !field.isAnnotationPresent(Transient.class)) {
                    addTo(columns, table, field);
                }
            }
        }
        return columns;
    }

    private static void addTo(Set<String> columns, String table, Field field) {
        var collection = field.getAnnotation(CollectionTable.class);
        if (collection != null) {
            columns.add(collection.name() + "." + column(field, field.getName()));
            Arrays.stream(collection.joinColumns())
                    .forEach(join -> columns.add(collection.name() + "." + join.name()));
        } else if (field.isAnnotationPresent(EmbeddedId.class)) {
            for (var component : field.getType().getDeclaredFields()) {
                columns.add(table + "." + column(component, component.getName()));
            }
        } else {
            columns.add(table + "." + column(field, field.getName()));
        }
    }

    private static String column(AnnotatedElement field, String name) {
        var column = field.getAnnotation(Column.class);
        return column == null || column.name().isEmpty()
                ? name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
                : column.name();
    }
}
