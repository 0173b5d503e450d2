package dev.lintel.cloud.notice;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Page;
import dev.lintel.cloud.web.Problems;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the caller was told: each person reads their own. New ones are announced on the live feed, channel `me`.
@Controller("/api/v1/notices")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Notices")
class NoticeController {

    private final NoticeDesk desk;
    private final Problems problems;

    NoticeController(NoticeDesk desk, Problems problems) {
        this.desk = desk;
        this.problems = problems;
    }

    @Serdeable
    @Schema(name = "Unread")
    record Unread(long unread) {}

    /// The inbox, newest first.
    ///
    /// @param unread true: only what was not read
    @Get
    Page<NoticeView> inbox(@Parameter(hidden = true) Caller caller, @Nullable @QueryValue UUID cursor,
            @Nullable @QueryValue Boolean unread) {
        return desk.inbox(caller, Optional.ofNullable(cursor), Boolean.TRUE.equals(unread));
    }

    /// How many were not read.
    @Get("/unread")
    Unread unread(@Parameter(hidden = true) Caller caller) {
        return new Unread(desk.unread(caller));
    }

    /// Marks one as read.
    @Post("/{id}/read")
    HttpResponse<Void> read(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        return problems.answer(operation, desk.read(caller, id), _ -> HttpResponse.noContent());
    }
}
