# Varnish (6 or later, with xkey of varnish-modules) in front of copies that have surrogateKeys=true and
# name it in trustedProxies. Start it with room for long handles:
#   varnishd -a :80 -f hdl-edge.vcl -p http_req_hdr_len=16k -p http_req_size=64k
vcl 4.1;

import directors;
import std;
import xkey;

probe ready {
  .url = "/readyz";
  .interval = 2s;
  .timeout = 1s;
}

backend edge_1 { .host = "10.0.0.11"; .port = "8080"; .probe = ready; }
backend edge_2 { .host = "10.0.0.12"; .port = "8080"; .probe = ready; }

acl operators {
  "127.0.0.1";
  "::1";
}

sub vcl_init {
  new copies = directors.round_robin();
  copies.add_backend(edge_1);
  copies.add_backend(edge_2);
}

sub vcl_recv {
  set req.backend_hint = copies.backend();

  # curl -X PURGE -H 'xkey: h/20.500.1/a' http://127.0.0.1/
  if (req.method == "PURGE") {
    if (client.ip !~ operators) {
      return (synth(403));
    }
    return (synth(200, "Purged " + xkey.purge(req.http.xkey)));
  }

  # While copies answer, what has expired is given once more for 10 s at most; while none does, for as
  # long as it is kept.
  if (std.healthy(req.backend_hint)) {
    set req.grace = 10s;
  }
  # No page has anything to do with cookies.
  unset req.http.Cookie;
}

sub vcl_backend_response {
  # What differs by country, what must not be kept, and what could not be purged.
  if (beresp.http.Surrogate-Control ~ "no-store" || beresp.http.Cache-Control ~ "private|no-store") {
    set beresp.ttl = 120s;
    set beresp.uncacheable = true;
    return (deliver);
  }
  if (beresp.http.Surrogate-Control ~ "max-age=") {
    set beresp.ttl = std.duration(regsub(beresp.http.Surrogate-Control, ".*max-age=(\d+).*", "\1s"), 0s);
    set beresp.http.xkey = beresp.http.Surrogate-Key;
  }
  set beresp.grace = 24h;
}

sub vcl_deliver {
  # Browsers may keep it for as long as they are told, from now on, unless it ends before that.
  if (std.duration(regsub(resp.http.Cache-Control, ".*max-age=(\d+).*", "\1s"), 0s) <= obj.ttl) {
    unset resp.http.Age;
    unset resp.http.Expires;
  }
  # These are between the copies and this cache.
  unset resp.http.Surrogate-Control;
  unset resp.http.Surrogate-Key;
  unset resp.http.Cache-Tag;
  unset resp.http.xkey;
}
