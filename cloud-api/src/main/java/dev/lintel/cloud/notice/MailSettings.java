package dev.lintel.cloud.notice;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where mails go. Without a host none are sent, and notices are in the inbox alone.
///
/// @param tls `starttls`, `implicit`, or `none`, which only a server on this machine may have
/// @param passwordFile the password of `user`, in a file that others may not read
/// @param trustFile certificates (PEM) that a server of one's own is trusted by, instead of those that Java trusts
/// @param from the address that mails come from
@ConfigurationProperties("lintel.mail")
public record MailSettings(@Nullable String host, @Bindable(defaultValue = "587") int port,
        @Bindable(defaultValue = "starttls") String tls, @Nullable String user, @Nullable Path passwordFile,
        @Nullable Path trustFile, @Nullable String from) {}
