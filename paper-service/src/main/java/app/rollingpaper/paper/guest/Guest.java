package app.rollingpaper.paper.guest;

import app.rollingpaper.paper.access.Role;
import java.util.UUID;

/** Somebody who came by a link. */
record Guest(UUID id, String name, Role role) {}
