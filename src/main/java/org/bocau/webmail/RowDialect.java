package org.bocau.webmail;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bocau.mailclient.MailAccount;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.dialect.AbstractProcessorDialect;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.standard.expression.StandardExpressions;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * {@code <li mail:rows="${rows}">} in templates: rows of a list stand in its place, {@link
 * RowMarkup}. What they have in common is of the page's model.
 */
@Component
class RowDialect extends AbstractProcessorDialect {
    private final MessageSource texts;

    RowDialect(MessageSource texts) {
        super("rows of lists", "mail", StandardDialect.PROCESSOR_PRECEDENCE);
        this.texts = texts;
    }

    @Override
    public Set<IProcessor> getProcessors(String prefix) {
        return Set.of(new Rows(prefix, texts));
    }

    private static final class Rows extends AbstractAttributeTagProcessor {
        private static final int PRECEDENCE = 1000; // behind th:if and th:each

        private final MessageSource texts;
        private final Map<Locale, RowWords> words = new ConcurrentHashMap<>(); // few languages

        Rows(String prefix, MessageSource texts) {
            super(TemplateMode.HTML, prefix, null, false, "rows", true, PRECEDENCE, true);
            this.texts = texts;
        }

        @Override
        protected void doProcess(
                ITemplateContext context,
                IProcessableElementTag tag,
                AttributeName name,
                String expression,
                IElementTagStructureHandler structure) {
            var said =
                    words.computeIfAbsent(
                            context.getLocale(), locale -> RowWords.of(texts, locale));
            var rows = rows(context, expression);
            structure.replaceWith(new RowMarkup(said, setting(context)).rows(rows), false);
        }

        private static List<MessageRow> rows(ITemplateContext context, String expression) {
            var found =
                    StandardExpressions.getExpressionParser(context.getConfiguration())
                            .parseExpression(context, expression)
                            .execute(context);
            if (!(found instanceof List<?> list))
                throw new IllegalStateException("no rows: " + expression);
            return list.stream().map(MessageRow.class::cast).toList();
        }

        private static RowMarkup.Setting setting(ITemplateContext context) {
            return new RowMarkup.Setting(
                    of(context, "dates", DateView.class),
                    of(context, "account", MailAccount.class).address(),
                    of(context, "sprite", String.class),
                    of(context, "labels", LabelView.class),
                    context.getVariable("highlight") instanceof LineMarks marks ? marks : null,
                    context.getVariable("wakes") instanceof Map<?, ?> wakes ? wakes : null,
                    Boolean.TRUE.equals(context.getVariable("searching")));
        }

        private static <T> T of(ITemplateContext context, String name, Class<T> type) {
            return type.cast(
                    Objects.requireNonNull(
                            context.getVariable(name), () -> "the page has no " + name));
        }
    }
}
