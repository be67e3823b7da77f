package org.bocau.web;

import java.time.Duration;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/** Assets with versions in their addresses, and the language of a request. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
    private static final String ASSETS = "classpath:/static/assets/";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        var version = AssetVersion.of("classpath*:/static/assets/**");
        registry.addResourceHandler("/assets/**")
                .addResourceLocations(ASSETS)
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .resourceChain(true)
                .addResolver(new VersionResourceResolver().addFixedVersionStrategy(version, "/**"))
                .addTransformer(new AssembledAssets());
    }

    /** Makes {@code @{/assets/…}} in templates the versioned address. */
    @Bean
    ResourceUrlEncodingFilter assetAddresses() {
        return new ResourceUrlEncodingFilter();
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> compressionGuard() {
        return factory -> factory.addEngineValves(new CompressionGuard());
    }

    @Bean
    LocaleResolver localeResolver() {
        return new LanguageResolver();
    }
}
