package dev.lintel.cloud.tenant;

import dev.lintel.cloud.account.Passwords;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Problems;
import dev.lintel.protocol.Limits;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;

/// The first step of a new cloud.
@Controller("/api/v1/setup")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "Setup")
class SetupController {

    private final SetupDesk desk;
    private final Problems problems;

    SetupController(SetupDesk desk, Problems problems) {
        this.desk = desk;
        this.problems = problems;
    }

    /// @param token from the file `setup-token` in the data folder
    /// @param tenant the short name that people type at sign-in
    @Serdeable
    @Schema(name = "Setup")
    record Setup(@NotBlank @Size(max = 100) String token,
            @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9-]{1,39}", message = "has 2 to 40 of a-z, 0-9 and -") String tenant,
            @NotBlank @Size(max = Limits.NAME_CHARACTERS) String name,
            @NotBlank @Size(max = Limits.NAME_CHARACTERS) String ownerName,
            @NotBlank @Email @Size(max = 200) String email,
            @NotNull @Size(min = Passwords.SHORTEST, max = Passwords.LONGEST) String password) {

        /// Without token and password, which must not reach a log.
        @Override
        public String toString() {
            return "Setup " + tenant;
        }
    }

    @Serdeable
    @Schema(name = "Ready")
    record Ready(UUID tenant, UUID owner) {}

    /// Makes the first tenant and its owner. The token works once.
    @Post
    HttpResponse<Ready> setUp(@Parameter(hidden = true) Operation operation, @Valid @Body Setup wish) {
        return problems.answer(operation, desk.setUp(operation, wish), HttpResponse::created);
    }
}
