package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.edge.Cleaned;
import app.rollingpaper.gateway.edge.Trace;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.http.client.HttpClient;

/** Sends a request to the chosen instance. The framework's own sender, with one pass over the headers instead of five. */
public final class Upstream extends NettyRoutingFilter {
  private static final List<HttpHeadersFilter> FILTERS = List.of(new Outgoing(), new Incoming());

  public Upstream(
      HttpClient client,
      ObjectProvider<List<HttpHeadersFilter>> unused,
      HttpClientProperties properties) {
    super(client, unused, properties);
  }

  @Override
  public List<HttpHeadersFilter> getHeadersFilters() {
    return FILTERS;
  }

  private record Outgoing() implements HttpHeadersFilter {
    @Override
    public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
      return Cleaned.towardsUpstream(input, Trace.of(exchange).requestId());
    }
  }

  private record Incoming() implements HttpHeadersFilter {
    @Override
    public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
      return Cleaned.towardsCaller(input, exchange.getResponse().getHeaders());
    }

    @Override
    public boolean supports(Type type) {
      return type == Type.RESPONSE;
    }
  }
}
