package dev.lintel.cloud.account;

import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Problems;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;

/// Who the caller is.
@Controller("/api/v1/me")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "People")
class MeController {

    private final PersonDesk desk;
    private final Problems problems;

    MeController(PersonDesk desk, Problems problems) {
        this.desk = desk;
        this.problems = problems;
    }

    /// @param locale the language of notices: the person's, else the tenant's
    @Serdeable
    @Schema(name = "Me")
    record Me(PersonView person, MyTenant tenant, String locale) {}

    /// @param locale a language tag such as `de` or `en-GB`, for mails and notices
    @Serdeable
    @Schema(name = "MyWishes")
    record MyWishes(
            @NotNull @Pattern(regexp = "[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", message = "is a language tag") String locale) {}

    @Serdeable
    @Schema(name = "MyTenant")
    record MyTenant(UUID id, String name) {}

    /// The person and the tenant behind the access token.
    @Get
    HttpResponse<Me> me(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation) {
        return problems.answer(operation, desk.me(caller), HttpResponse::ok);
    }

    /// Changes what is the caller's own to choose.
    @Patch
    HttpResponse<Me> change(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @Valid @Body MyWishes wishes) {
        return problems.answer(operation, desk.changeMe(caller, wishes), HttpResponse::ok);
    }
}
