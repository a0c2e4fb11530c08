package app.rollingpaper.gateway.page;

import java.util.regex.Pattern;

/** What the page shows at an address, and the module that draws it. */
enum View {
  HOME("/", "/page/home.js"),
  CREATE("/new", "/page/create.js"),
  INBOX("/inbox", "/page/inbox.js"),
  ACCOUNT("/account", "/page/account.js"),
  PAPER("/p/[^/]+", "/page/paper.js"),
  LOST(".*", "/page/lost.js");

  private final Pattern addresses;
  private final String module;

  View(String addresses, String module) {
    this.addresses = Pattern.compile(addresses, Pattern.DOTALL);
    this.module = module;
  }

  /** The first that knows the address; nothing is lost on the last. */
  static View at(String path) {
    for (View view : values()) {
      if (view.addresses.matcher(path).matches()) {
        return view;
      }
    }
    return LOST;
  }

  String module() {
    return module;
  }
}
