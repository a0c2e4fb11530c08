package app.rollingpaper.user.key;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The public keys that access tokens are checked with (RFC 7517). */
@Path("/.well-known/jwks.json")
public final class KeyResource {
  private final SigningKeys keys;

  public KeyResource(SigningKeys keys) {
    this.keys = keys;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response published() {
    return Response.ok(keys.published().toJSONObject())
        .header("Cache-Control", "public, max-age=300")
        .build();
  }
}
