package dev.lintel.cloud.booking;

import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.UUID;

/// Where the links in mails lead: the same page for every booking, without anything of it. The page asks who reads, and then
/// the API.
@Controller("/bookings")
@Secured(SecurityRule.IS_ANONYMOUS)
@Hidden
final class BookingPageController {

    private final byte[] page;

    BookingPageController(ResourceResolver resources) {
        try (InputStream in = Objects.requireNonNull(resources.getResourceAsStream("classpath:page/booking.html").orElse(null),
                "the page of a booking is packed")) {
            page = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Get(value = "/{id}", produces = MediaType.TEXT_HTML)
    HttpResponse<byte[]> page(@PathVariable UUID id) {
        return HttpResponse.ok(page).characterEncoding("utf-8");
    }
}
