package dev.lintel.cloud.account;

import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Page;
import dev.lintel.cloud.web.Problems;
import dev.lintel.protocol.Limits;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The people of the caller's tenant; for its owners.
@Controller("/api/v1/people")
@Secured(Role.OWNER_ONLY)
@Tag(name = "People")
class PersonController {

    private final PersonDesk desk;
    private final Problems problems;

    PersonController(PersonDesk desk, Problems problems) {
        this.desk = desk;
        this.problems = problems;
    }

    @Serdeable
    @Schema(name = "NewPerson")
    record NewPerson(@NotBlank @Size(max = Limits.NAME_CHARACTERS) String name,
            @NotBlank @Email @Size(max = 200) String email,
            @NotNull @Size(min = Passwords.SHORTEST, max = Passwords.LONGEST) String password,
            @NotNull @Pattern(regexp = "owner|member", message = "is owner or member") String role) {

        /// Without the password, which must not reach a log.
        @Override
        public String toString() {
            return "NewPerson " + name + " " + email + " " + role;
        }
    }

    /// Everybody, in the order in which they were added.
    @Get
    Page<PersonView> list(@Parameter(hidden = true) Caller caller, @Nullable @QueryValue UUID cursor) {
        return desk.list(caller, Optional.ofNullable(cursor));
    }

    /// Adds somebody who can sign in at once with the given password.
    @Post
    HttpResponse<PersonView> add(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @Valid @Body NewPerson wish) {
        return problems.answer(operation, desk.add(caller, operation, wish), HttpResponse::created);
    }
}
