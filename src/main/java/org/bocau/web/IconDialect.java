package org.bocau.web;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.dialect.AbstractProcessorDialect;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.standard.processor.StandardReplaceTagProcessor;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * The icons of templates, {@code th:replace="~{fragments/layout :: icon('mail')}"}: pages have them
 * by the hundred, and each is the same every time. What has a constant name is written as the
 * fragment would be, without it; all else is left to the fragment (decision 94).
 */
@Component
class IconDialect extends AbstractProcessorDialect {
    private static final Pattern ICON =
            Pattern.compile("~\\{fragments/layout :: icon\\('([a-z0-9-]{1,40})'\\)}");

    private final String sprite;

    IconDialect(AssetAddresses addresses) {
        super("icons", StandardDialect.PREFIX, StandardDialect.PROCESSOR_PRECEDENCE - 1);
        sprite = addresses.versioned(WebConfiguration.ASSETS + "icons/sprite.svg");
    }

    @Override
    public Set<IProcessor> getProcessors(String prefix) {
        return Set.of(new Icon(prefix, sprite));
    }

    private static final class Icon extends AbstractAttributeTagProcessor {
        private static final String NONE = "";

        private final String sprite;
        private final Map<String, String> written = new ConcurrentHashMap<>(); // of all templates

        Icon(String prefix, String sprite) {
            super(
                    TemplateMode.HTML,
                    prefix,
                    "svg",
                    false,
                    StandardReplaceTagProcessor.ATTR_NAME,
                    true,
                    StandardReplaceTagProcessor.PRECEDENCE,
                    false);
            this.sprite = sprite;
        }

        @Override
        protected void doProcess(
                ITemplateContext context,
                IProcessableElementTag tag,
                AttributeName name,
                String fragment,
                IElementTagStructureHandler structure) {
            var svg = written.computeIfAbsent(fragment, this::svg);
            if (!svg.equals(NONE)) structure.replaceWith(svg, false);
        }

        private String svg(String fragment) {
            var icon = ICON.matcher(fragment);
            return icon.matches()
                    ? "<svg class=\"icon\" aria-hidden=\"true\"><use href=\""
                            + sprite
                            + "#"
                            + icon.group(1)
                            + "\"></use></svg>"
                    : NONE;
        }
    }
}
