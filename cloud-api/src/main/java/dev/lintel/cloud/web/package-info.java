/// What every HTTP route shares: problem documents, operation ids, paging, security headers, metrics.
///
/// Threading: stateless beans, safe to share.
@NullMarked
package dev.lintel.cloud.web;

import org.jspecify.annotations.NullMarked;
