using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

public sealed class ForwardingTests
{
    [Fact]
    public async Task Of_a_callers_headers_only_those_of_the_api_go_on()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/agents/a1/computer/exec")
        {
            Content = new StringContent("""{"command":"ls"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Host = "app.example";
        foreach (var (name, value) in new[]
        {
            ("Accept", "text/event-stream"), ("Idempotency-Key", "k1"), ("Last-Event-ID", "7"), ("Flapjack-Detach-Seconds", "30"),
            ("Authorization", "Bearer proxy"), ("Cookie", "session=s3cret"), ("X-Forwarded-For", "10.0.0.1"), ("X-Forwarded-Host", "evil"),
            ("Forwarded", "for=10.0.0.1"), ("Accept-Encoding", "gzip, br"), ("Referer", "http://app.example/secret"), ("X-Anything", "x"),
            ("Upgrade", "h2c"), ("Connection", "Upgrade"), ("Expect", "100-continue"), ("User-Agent", "browser"),
            ("baggage", "user=ann"), ("Correlation-Context", "user=ann"), ("tracestate", "vendor=ann"), ("Request-Id", "|ann.1."),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await app.Http.SendAsync(request);

        var arrival = service.Arrivals.Should().ContainSingle().Which;
        arrival.Method.Should().Be("POST");
        arrival.Headers.Where(header => header.Key is not ("traceparent" or "User-Agent")).Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["Accept"] = "text/event-stream",
            ["Idempotency-Key"] = "k1",
            ["Last-Event-ID"] = "7",
            ["Flapjack-Detach-Seconds"] = "30",
            ["Accept-Encoding"] = "identity",
            ["Authorization"] = "Bearer " + ProxyApp.Key,
            ["Content-Type"] = "application/json; charset=utf-8",
            ["Content-Length"] = "16",
            ["Host"] = service.Address.Authority,
        });
        arrival.Headers["traceparent"].Should().StartWith("00-0af7651916cd43dd8448eb211c80319c-");
        arrival.Headers["User-Agent"].Should().StartWith("Flapjack.Sdk.AspNetCore/");
    }

    [Fact]
    public async Task Of_the_services_headers_only_those_of_the_api_come_back()
    {
        await using var service = await StubService.StartAsync(context =>
        {
            foreach (var (name, value) in new[]
            {
                ("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"), ("Retry-After", "3"), ("Flapjack-Extensions", "resume, stop"),
                ("X-Request-Id", "r1"), ("Set-Cookie", "a=b"), ("WWW-Authenticate", "Bearer"), ("Server", "nginx"), ("Location", "https://elsewhere"),
                ("Access-Control-Allow-Origin", "*"), ("X-Echo", ProxyApp.Key), ("Refresh", "0; url=https://elsewhere"),
            })
            {
                context.Response.Headers[name] = value;
            }

            return context.Response.WriteAsync("[]");
        });
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("GET", "/api/agents");

        (await response.Content.ReadAsStringAsync()).Should().Be("[]");
        response.Headers.Concat(response.Content.Headers).Where(header => header.Key is not ("Date" or "Server" or "Transfer-Encoding"))
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value)).Should().BeEquivalentTo(new Dictionary<string, string>
            {
                ["Content-Type"] = "application/json; charset=utf-8",
                ["Cache-Control"] = "no-store",
                ["Retry-After"] = "3",
                ["Flapjack-Extensions"] = "resume, stop",
                ["X-Request-ID"] = "r1",
                ["X-Content-Type-Options"] = "nosniff",
                ["Content-Security-Policy"] = "sandbox",
            });
        response.Headers.Server.ToString().Should().NotContain("nginx");
    }

    [Theory]
    [InlineData(201, """{"agent":{"id":"a1"}}""")]
    [InlineData(204, "")]
    public async Task A_success_keeps_its_status(int status, string body)
    {
        await using var service = await StubService.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return status == 204 ? Task.CompletedTask : context.Response.WriteAsync(body);
        });
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("POST", "/api/agents/from-template");

        ((int)response.StatusCode).Should().Be(status);
        (await response.Content.ReadAsStringAsync()).Should().Be(body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Many_megabytes_go_through_both_ways_byte_by_byte(bool chunked)
    {
        var upload = new byte[(12 * 1024 * 1024) + 1];
        var download = new byte[(13 * 1024 * 1024) + 1];
        new Random(1).NextBytes(upload);
        new Random(2).NextBytes(download);
        byte[] received = [];
        await using var service = await StubService.StartAsync(async context =>
        {
            received = await SHA256.HashDataAsync(context.Request.Body);
            context.Response.ContentLength = chunked ? null : download.Length;
            await context.Response.Body.WriteAsync(download);
        });
        await using var app = await ProxyApp.StartAsync(service);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/threads/t1/messages") { Content = Json.Named(new ByteArrayContent(upload)) };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var came = await SHA256.HashDataAsync(await response.Content.ReadAsStreamAsync());

        received.Should().Equal(SHA256.HashData(upload));
        came.Should().Equal(SHA256.HashData(download));
        response.Content.Headers.ContentLength.Should().Be(chunked ? null : download.Length);
    }

    [Fact]
    public async Task A_body_is_streamed_to_the_service_and_not_collected_first()
    {
        var firstHalf = new TaskCompletionSource();
        await using var service = await StubService.StartAsync(async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[HalvesContent.Half.Length / 2]);
            firstHalf.SetResult();
            await new StreamReader(context.Request.Body).ReadToEndAsync();
        });
        await using var app = await ProxyApp.StartAsync(service);

        // The second half is written only when the service has the first.
        using var response = await app.Http.PostAsync("/api/threads/t1/messages", Json.Named(new HalvesContent(firstHalf.Task)));

        ((int)response.StatusCode).Should().Be(200);
    }

    [Fact]
    public async Task A_caller_that_waits_for_100_continue_is_told_to_go_on()
    {
        var received = "";
        await using var service = await StubService.StartAsync(async context => received = await new StreamReader(context.Request.Body).ReadToEndAsync());
        await using var app = await ProxyApp.StartAsync(service);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/agents/a1/computer") { Content = Json.Of("{}") };
        request.Headers.ExpectContinue = true;

        using var response = await app.Http.SendAsync(request);

        received.Should().Be("{}");
    }

    [Fact]
    public async Task Trailers_end_at_the_proxy()
    {
        await using var service = new RawService(_ => $"HTTP/1.1 200 OK\r\nTrailer: X-Trailer\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\nX-Trailer: {ProxyApp.Key}\r\n\r\n");
        await using var app = await ProxyApp.StartAsync(new() { Service = service.Address, Http2 = true });

        using var response = await app.SendAsync("GET", "/api/agents");

        (await response.Content.ReadAsStringAsync()).Should().Be("{}");
        response.TrailingHeaders.Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_that_is_packed_without_being_asked_stays_readable()
    {
        await using var service = await StubService.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = "br";
            return context.Response.WriteAsync("packed");
        });
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("GET", "/api/agents");

        response.Content.Headers.ContentEncoding.Should().Equal("br");
    }

    [Fact]
    public async Task A_header_that_http_cannot_carry_is_refused()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = service.Address,
            Authorize = request =>
            {
                request.HttpContext.Request.Headers["Idempotency-Key"] = "k\u00e9y";
                return ValueTask.FromResult(true);
            },
        });

        using var response = await app.SendAsync("POST", "/api/agents/a1/computer/exec");

        await response.ShouldBeRefusalAsync(400, "INVALID_HEADER");
    }

    [Fact]
    public async Task A_web_socket_gets_nothing_but_the_ordinary_answer()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("GET", "/api/agents", ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="));

        ((int)response.StatusCode).Should().Be(200);
        service.Arrivals.Should().ContainSingle().Which.Headers.Should().NotContainKeys("Upgrade", "Connection", "Sec-WebSocket-Key");
    }

    [Fact]
    public async Task Key_and_address_are_those_of_the_moment()
    {
        await using var before = await StubService.StartAsync(200, "{}");
        await using var after = await StubService.StartAsync(200, "{}");
        var configuration = new ConfigurationManager();
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = before.Address,
            Services = services =>
            {
                services.Configure<FlapjackClientOptions>(options =>
                {
                    options.ApiKey = configuration["key"] ?? options.ApiKey;
                    options.BaseAddress = configuration["address"] is { } address ? new(address) : options.BaseAddress;
                });
                services.AddSingleton<IOptionsChangeTokenSource<FlapjackClientOptions>>(new ConfigurationChangeTokenSource<FlapjackClientOptions>(configuration));
            },
        });

        using var first = await app.SendAsync("GET", "/api/agents");
        configuration["key"] = "fj_live_rotated";
        configuration["address"] = after.Address.AbsoluteUri;
        ((IConfigurationRoot)configuration).Reload();
        using var second = await app.SendAsync("GET", "/api/agents");

        before.Arrivals.Should().ContainSingle().Which.Headers["Authorization"].Should().Be("Bearer " + ProxyApp.Key);
        after.Arrivals.Should().ContainSingle().Which.Headers["Authorization"].Should().Be("Bearer fj_live_rotated");
        app.Log.Lines.Should().NotContain(line => line.Contains("fj_live_rotated"));
    }

    [Fact]
    public async Task All_is_logged_but_the_key()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("DELETE", "/api/agents/a1/computer/exec?key=k1");

        app.Log.Lines.Should().Contain(line => line.StartsWith("Trace System.Net.Http.HttpClient.Flapjack") && line.Contains("Authorization: *"));
        app.Log.Lines.Should().Contain(line => line.Contains(" Yarp.ReverseProxy"));
        app.Log.Lines.Should().NotContain(line => line.Contains(ProxyApp.Key));
    }

    private sealed class HalvesContent(Task second) : HttpContent
    {
        // More than the connections on its way keep in their buffers: those are not flushed for a few bytes.
        public static readonly byte[] Half = new byte[256 * 1024];

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(Half);
            await stream.FlushAsync();
            await second;
            await stream.WriteAsync(Half);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
