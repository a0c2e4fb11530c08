package app.rollingpaper.compose.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;

/** The broker's own program: {@code BrokerProgram <directory> <port>}, ended by SIGTERM. */
final class BrokerProgram {
  private BrokerProgram() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    String port = arguments[1];
    SystemLauncher broker = new SystemLauncher();
    Runtime.getRuntime().addShutdownHook(new Thread(broker::shutdown));
    broker.startup(
        Map.of(
            "type", "JSON",
            "storePath", directory.resolve("config.json").toString(),
            "initialConfigurationLocation", initialConfiguration(directory),
            "startupLoggedToSystemOut", "false",
            "context",
                Map.of(
                    "qpid.work_dir", directory.toString(),
                    "qpid.amqp_port", port,
                    "virtualhost.config", "{\"type\":\"DERBY\"}",
                    "virtualhost.housekeepingCheckPeriod", "500",
                    "queue.behaviourOnUnknownDeclareArgument", "IGNORE")));
  }

  /** What a broker begins with; later it reads what it has stored itself. */
  private static String initialConfiguration(Path directory) throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    String password = new PasswordFile(directory.resolve("password")).readOrCreate();
    Path file = directory.resolve("initial-config.json");
    Files.writeString(
        file,
        """
        {"name": "embedded", "modelVersion": "9.1",
         "authenticationproviders": [
           {"name": "plain", "type": "Plain", "secureOnlyMechanisms": [],
            "users": [{"name": "%s", "password": "%s", "type": "managed"}]}],
         "ports": [
           {"name": "AMQP", "port": "${qpid.amqp_port}", "bindingAddress": "127.0.0.1",
            "authenticationProvider": "plain", "protocols": ["AMQP_0_9_1"],
            "virtualhostaliases": [
              {"name": "nameAlias", "type": "nameAlias"},
              {"name": "defaultAlias", "type": "defaultAlias"}]}],
         "virtualhostnodes": [
           {"name": "default", "type": "JSON", "defaultVirtualHostNode": "true",
            "virtualHostInitialConfiguration": "${virtualhost.config}"}]}
        """
            .formatted(EmbeddedBroker.USER, password));
    return file.toUri().toString();
  }
}
