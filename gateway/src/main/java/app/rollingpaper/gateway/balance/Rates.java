package app.rollingpaper.gateway.balance;

/** How an instance has been doing in the last seconds. Times are zero when nothing was answered. */
public record Rates(double requestsPerSecond, double errorsPerSecond, double p50Ms, double p99Ms) {}
