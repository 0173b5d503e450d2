package dev.lintel.cloud.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import io.micronaut.web.router.Router;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentationTest {

    private final TestCloud cloud = TestCloud.running();

    @Test
    void theDocumentationPageLoadsNothingFromOtherHosts() {
        for (String path : new String[]{"/docs/index.html", "/docs/docs.js", "/docs/docs.css"}) {
            var file = cloud.anybody().get(path);
            assertThat(file.status()).as(path).isEqualTo(200);
            assertThat(Pattern.compile("(https?:)?//[a-z0-9.-]+\\.[a-z]{2,}").matcher(file.body()).find()).as(path).isFalse();
            assertThat(file.header("content-security-policy")).contains("default-src 'none'");
        }
        assertThat(cloud.anybody().get("/docs").body()).contains("/docs/docs.js");
    }

    @Test
    void everyRouteOfTheApiIsDescribed() {
        var description = cloud.anybody().get("/openapi/lintel.json");
        assertThat(description.status()).isEqualTo(200);
        var routes = cloud.bean(Router.class)
                .uriRoutes()
                .map(route -> route.getUriMatchTemplate().toPathString())
                .filter(path -> path.startsWith("/api/") && !path.endsWith("/live"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(routes).isNotEmpty().allMatch(path -> description.body().contains("\"" + path + "\""));
    }

    @Test
    void whatTheCloudFindsOutItselfIsNoParameter() {
        assertThat(cloud.anybody().get("/openapi/lintel.json").body()).doesNotContain("\"caller\"", "\"Caller\"",
                "\"operation\"");
    }
}
