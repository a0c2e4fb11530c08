package app.rollingpaper.compose.suites;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** What people do with the system before and after they write; everything is sent until it is decided. Thread-safe. */
public final class People {
  public static final String PASSWORD = "correct horse battery staple";

  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(30);

  private final Client client;
  private final Patience patience;

  /** People who try for half a minute, and whose tries nobody counts. */
  public People(Client client) {
    this(client, new Patience(USUAL_PATIENCE, new Tally()));
  }

  public People(Client client, Patience patience) {
    this.client = client;
    this.patience = patience;
  }

  /** Somebody with a new account who has signed in. */
  public Person signUp(String email, String name, String locale) {
    Map<String, Object> account =
        Map.of("email", email, "password", PASSWORD, "name", name, "locale", locale);
    send(client.post("/api/users").key(UUID.randomUUID().toString()).json(account), 201);
    return signIn(email, name);
  }

  /** Somebody with an account, whose token is good for ten minutes from now on. */
  public Person signIn(String email, String name) {
    Answer session =
        send(client.post("/api/sessions").json(Map.of("email", email, "password", PASSWORD)), 201);
    return new Person(
        name,
        UUID.fromString(session.json().path("user").path("id").asText()),
        session.text("accessToken"));
  }

  /** A new paper for somebody with an address. */
  public Paper open(Person owner, String title, String recipientEmail, String locale) {
    Map<String, Object> paper =
        Map.of(
            "title", title,
            "recipient", Map.of("name", "민준", "email", recipientEmail, "locale", locale),
            "occasion", "birthday",
            "theme", "confetti",
            "zone", "Asia/Seoul");
    Answer opened =
        send(
            client.post("/api/papers").as(owner).key(UUID.randomUUID().toString()).json(paper),
            201);
    return new Paper(UUID.fromString(opened.text("id")), owner, title, recipientEmail);
  }

  /** A link to the paper, of kind {@code write} or {@code read}. */
  public URI link(Paper paper, String kind) {
    Client.Request request = client.post(paper.path("/links")).as(paper.owner());
    return URI.create(
        send(request.key(UUID.randomUUID().toString()).json(Map.of("kind", kind)), 201)
            .text("url"));
  }

  /** Somebody without an account who has come by a link. */
  public Person arrive(URI link, String name) {
    return arrived(client.post(arrivals(link)), link, name);
  }

  /** Somebody with an account who has come by a link; they write under their account's token. */
  public Person arrive(URI link, Person account) {
    Person guest = arrived(client.post(arrivals(link)).as(account), link, account.name());
    return new Person(account.name(), guest.author(), account.token());
  }

  private Person arrived(Client.Request request, URI link, String name) {
    Map<String, Object> arrival = Map.of("secret", link.getFragment(), "name", name);
    JsonNode guest = send(request.key(UUID.randomUUID().toString()).json(arrival), 201).json();
    return new Person(
        guest.path("name").asText(),
        UUID.fromString(guest.path("id").asText()),
        guest.path("token").asText());
  }

  /** Where the secret of a link ({@code …/p/PAPER#SECRET}) is exchanged. */
  static String arrivals(URI link) {
    return "/api/papers/" + link.getPath().replaceFirst(".*/", "") + "/guests";
  }

  /** Makes a turn in the paper's life: {@code seal}, {@code deliver} or {@code cancel}. */
  public void turn(Paper paper, String turn) {
    send(client.post(paper.path("/" + turn)).as(paper.owner()), 200);
  }

  private Answer send(Client.Request request, int wanted) {
    return patience.send(request).answer().expect(wanted);
  }
}
