/** What goes wrong on purpose: a TCP proxy with faults, a system with such proxies in all its joints, and a choice of faults. */
@NullMarked
package app.rollingpaper.compose.suites.fault;

import org.jspecify.annotations.NullMarked;
