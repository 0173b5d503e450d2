package dev.lintel.cloud.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import io.micronaut.http.HttpRequest;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;

class ResponseTest {

    private final TestCloud cloud = TestCloud.running();

    @Test
    void everyResponseNamesItsOperationAndForbidsSniffing() {
        var reply = cloud.anybody().get("/api/v1/nothing");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("operation-id")).hasSize(36);
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAsAProblem() {
        var reply = cloud.anybody().send("POST", "/api/v1/sessions", "{\"tenant\":\"" + "x".repeat(300_000) + "\"}");
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.text("error")).isEqualTo("too-large");
    }

    @Test
    void anUnknownFieldIsRefusedByName() {
        var reply = cloud.newTenant()
                .api()
                .send("POST", "/api/v1/sites", "{\"name\":\"HQ\",\"timeZone\":\"UTC\",\"colour\":1}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("field")).isEqualTo("colour");
    }

    @Test
    void aBrokenConstraintNamesTheFieldAndNothingOfTheProgram() {
        var owner = cloud.newTenant().api();
        assertThat(owner.send("POST", "/api/v1/sites", "{\"name\":\" \",\"timeZone\":\"UTC\"}").text("field"))
                .isEqualTo("name");
        assertThat(owner.send("POST", "/api/v1/sites", "{\"name\":\"HQ\",\"timeZone\":\"Mars/Base\"}").text("field"))
                .isEqualTo("timeZone");
        var wrong = owner.send("POST", "/api/v1/bookings", "{\"space\":7,\"start\":\"x\",\"end\":\"y\"}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).doesNotContain("dev.lintel").doesNotContain("Exception");
    }

    @Test
    void anOperationIdThatIsNoneIsRefusedAndTheResponseStillHasOne() {
        var reply = cloud.anybody().with("Operation-Id", "nonsense").get("/health");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("operation-id")).hasSize(36);
    }

    @Test
    void withoutADatabaseARequestIsToldToComeAgain() {
        var handler = cloud.bean(UnavailableHandler.class);
        var response = handler.handle(HttpRequest.GET("/api/v1/me"), new ConnectionException(new SQLException("gone")));
        assertThat(response.code()).isEqualTo(503);
        assertThat(response.body().toString()).contains("\"error\":\"unavailable\"");
    }
}
