using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

public sealed class FailureTests
{
    private const string Status = "/api/agents/a1/computer/status";

    [Fact]
    public async Task A_refusal_of_the_service_comes_as_it_is()
    {
        await using var service = await StubService.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "12";
            context.Response.ContentType = "application/json; charset=utf-8";
            return context.Response.WriteAsync("""{"error":"RATE_LIMITED","reason":"AGENT","detail":"\u00e4"}""");
        });
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("POST", "/api/agents/a1/computer/exec");

        ((int)response.StatusCode).Should().Be(429);
        (await response.Content.ReadAsStringAsync()).Should().Be("""{"error":"RATE_LIMITED","reason":"AGENT","detail":"\u00e4"}""");
        response.Headers.RetryAfter!.ToString().Should().Be("12");
        response.Content.Headers.ContentType!.ToString().Should().Be("application/json; charset=utf-8");
        service.Arrivals.Should().ContainSingle("nothing is sent twice");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(422)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_error_page_that_echoes_the_request_does_not_echo_the_key(int status)
    {
        await using var service = await StubService.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = $"Bad {ProxyApp.Key}";
            context.Response.ContentType = "text/html";
            context.Response.Headers["X-Request-Id"] = ProxyApp.Key;
            return context.Response.WriteAsync($"<pre>\u00ff {context.Request.Headers.Authorization} and again {ProxyApp.Key}{ProxyApp.Key}</pre>", Encoding.Latin1);
        });
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("GET", Status);

        ((int)response.StatusCode).Should().Be(status);
        Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync()).Should().Be("<pre>\u00ff Bearer [key] and again [key][key]</pre>");
        response.Headers.GetValues("X-Request-Id").Should().Equal("[key]");
        response.ReasonPhrase.Should().NotContain(ProxyApp.Key);
    }

    [Fact]
    public async Task An_error_page_of_any_size_is_not_passed_on()
    {
        await using var service = await StubService.StartAsync(500, new string('x', (1024 * 1024) + 1));
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("GET", Status);

        await response.ShouldBeRefusalAsync(500, "UPSTREAM_ERROR");
    }

    [Fact]
    public async Task An_error_page_that_is_packed_is_not_passed_on()
    {
        await using var service = await StubService.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.WriteAsync("who knows");
        });
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("GET", Status);

        await response.ShouldBeRefusalAsync(503, "UPSTREAM_ERROR");
        response.Content.Headers.ContentEncoding.Should().BeEmpty();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(407)]
    public async Task A_refused_key_is_the_apps_trouble_and_not_the_users(int status)
    {
        await using var service = await StubService.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return context.Response.WriteAsync($$"""{"error":"UNAUTHORIZED","detail":"The key {{ProxyApp.Key}} is revoked."}""");
        });
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("GET", Status);

        await response.ShouldBeRefusalAsync(502, "UPSTREAM_REFUSED");
        response.Headers.WwwAuthenticate.Should().BeEmpty();
        app.Log.Lines.Should().ContainSingle(line => line.StartsWith("Error Flapjack.Sdk.AspNetCore.Proxy"))
            .Which.Should().Contain($"{status}").And.Contain("The key [key] is revoked.");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_followed_by_nobody(int status)
    {
        await using var elsewhere = await StubService.StartAsync(200, "{}");
        await using var service = await StubService.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = new Uri(elsewhere.Address, "/api/agents").AbsoluteUri;
            return Task.CompletedTask;
        });
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("POST", "/api/agents/a1/computer/exec");

        await response.ShouldBeRefusalAsync(502, "UPSTREAM_REDIRECTED");
        response.Headers.Location.Should().BeNull();
        elsewhere.Arrivals.Should().BeEmpty();
    }

    [Fact]
    public async Task A_redirect_that_the_apps_own_handler_follows_brings_no_answer_from_there()
    {
        await using var elsewhere = await StubService.StartAsync(200, """{"computer":null}""");
        await using var service = await StubService.StartAsync(context =>
        {
            context.Response.Redirect(new Uri(elsewhere.Address, "/api/agents").AbsoluteUri);
            return Task.CompletedTask;
        });
        await using var app = await ProxyApp.StartAsync(new() { Service = service.Address, Http = http => http.ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler()) });

        using var response = await app.SendAsync("GET", Status);

        await response.ShouldBeRefusalAsync(502, "UPSTREAM_REDIRECTED");
    }

    [Theory]
    [InlineData("101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket")]
    [InlineData("304 Not Modified")]
    [InlineData("300 Multiple Choices\r\nContent-Length: 0")]
    [InlineData("399 Whatever\r\nContent-Length: 0")]
    public async Task A_status_that_is_no_answer_is_not_called_a_redirect(string answer)
    {
        await using var service = new RawService(_ => $"HTTP/1.1 {answer}\r\n\r\n");
        await using var app = await ProxyApp.StartAsync(new() { Service = service.Address });

        using var response = await app.SendAsync("GET", Status);

        await response.ShouldBeRefusalAsync(502, "UPSTREAM_ERROR");
        (await response.Content.ReadAsStringAsync()).Should().Contain(answer[..3]).And.NotContain("redirect");
        app.Log.Errors.Should().ContainSingle().Which.Should().Contain($"was answered {answer[..3]}");
    }

    [Theory]
    [InlineData("200 OK", "Transfer-Encoding: chunked\r\nContent-Length: 2")]
    [InlineData("200 OK", "Content-Length: 7000\r\nTransfer-Encoding: chunked")]
    [InlineData("409 Conflict", "Content-Length: 1\r\nTransfer-Encoding: chunked")]
    public async Task A_length_beside_chunks_is_not_passed_on(string status, string headers)
    {
        await using var service = new RawService(_ => $"HTTP/1.1 {status}\r\n{headers}\r\n\r\n4\r\n{{}}{{}}\r\n0\r\n\r\n");
        await using var app = await ProxyApp.StartAsync(new() { Service = service.Address });

        using var response = await app.SendAsync("GET", Status);

        (await response.Content.ReadAsStringAsync()).Should().Be("{}{}");
        (response.Content.Headers.ContentLength ?? 4).Should().Be(4);
        app.Log.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_502()
    {
        await using var app = await ProxyApp.StartAsync(new() { Service = new($"http://127.0.0.1:{NobodysPort()}") });

        using var response = await app.SendAsync("POST", "/api/agents/a1/computer/exec");

        await response.ShouldBeRefusalAsync(502, "UPSTREAM_UNREACHABLE");
        (await response.Content.ReadAsStringAsync()).Should().NotContain("127.0.0.1");
        app.Log.Lines.Should().Contain(line => line.StartsWith("Warning Flapjack.Sdk.AspNetCore.Proxy") && line.Contains("refused", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_service_that_breaks_off_before_its_answer_is_502()
    {
        await using var service = await StubService.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("POST", "/api/agents/a1/computer/exec");

        await response.ShouldBeRefusalAsync(502, "UPSTREAM_UNREACHABLE");
        service.Arrivals.Should().ContainSingle("nothing is sent twice");
    }

    [Fact]
    public async Task A_refusal_that_breaks_off_is_502()
    {
        await using var service = await StubService.StartAsync(async context =>
        {
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("GET", Status);

        await response.ShouldBeRefusalAsync(502, "UPSTREAM_UNREACHABLE");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_that_is_too_slow_is_504(bool refusalHasBegun)
    {
        var clock = new FakeTimeProvider();
        var gone = new TaskCompletionSource();
        await using var service = await StubService.StartAsync(async context =>
        {
            using var _ = context.RequestAborted.Register(gone.SetResult);
            if (refusalHasBegun)
            {
                context.Response.StatusCode = 500;
                await context.Response.WriteAsync("half");
                await context.Response.Body.FlushAsync();
            }

            clock.Advance(TimeSpan.FromSeconds(100));
            await gone.Task;
        });
        await using var app = await ProxyApp.StartAsync(service, options => options.TimeProvider = clock);

        using var response = await app.SendAsync("GET", Status);

        await response.ShouldBeRefusalAsync(504, "UPSTREAM_TIMEOUT");
        await gone.Task.WaitAsync(Limit.Time);
    }

    [Theory]
    [InlineData("GET", Status)]
    [InlineData("POST", "/api/threads/t1/stop")]
    public async Task A_service_that_is_too_slow_for_the_apps_own_time_limit_is_504(string method, string target)
    {
        var gone = new TaskCompletionSource();
        await using var service = await StubService.StartAsync(async context =>
        {
            using var _ = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = service.Address,
            Services = services => services.AddRequestTimeouts(options => options.DefaultPolicy = new() { Timeout = TimeSpan.FromMilliseconds(200) }),
            Pipeline = application => application.UseRequestTimeouts(),
        });

        using var response = await app.SendAsync(method, target);

        ((int)response.StatusCode).Should().Be(504);
        app.Log.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_connection_that_never_comes_about_is_504()
    {
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = new("http://127.0.0.1:1"),
            Http = http => http.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromMilliseconds(10),
                ConnectCallback = async (_, cancellationToken) =>
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                    return Stream.Null;
                },
            }),
        });

        using var response = await app.SendAsync("GET", Status);

        await response.ShouldBeRefusalAsync(504, "UPSTREAM_TIMEOUT");
    }

    [Theory]
    [InlineData("DELETE", "/api/agents/a1")]
    [InlineData("POST", "/api/threads/t1/stop")]
    public async Task What_changes_something_is_not_sent_again_over_a_new_connection(string method, string target)
    {
        // Answers the first request, keeps the connection, and cuts it once the second has arrived.
        await using var service = new RawService(request => request == 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" : null);
        await using var app = await ProxyApp.StartAsync(new() { Service = service.Address });

        using var first = await app.SendAsync("GET", "/api/agents");
        (await first.Content.ReadAsStringAsync()).Should().Be("{}");
        using var second = await app.SendAsync(method, target);

        await second.ShouldBeRefusalAsync(502, "UPSTREAM_UNREACHABLE");
        service.Requests.Should().Be(2);
    }

    [Fact]
    public async Task A_body_larger_than_the_app_lets_in_is_413()
    {
        await using var service = await StubService.StartAsync(context => context.Request.Body.CopyToAsync(Stream.Null));
        await using var app = await ProxyApp.StartAsync(new() { Service = service.Address, MaxBodyBytes = 100 });

        using var response = await app.Http.PostAsync("/api/agents/a1/computer/exec", Json.Named(new ByteArrayContent(new byte[101])));

        await response.ShouldBeRefusalAsync(413, "PAYLOAD_TOO_LARGE");
    }

    [Theory]
    [InlineData("/api/threads", "Content-Length: 101\r\n\r\n", 413, "PAYLOAD_TOO_LARGE")]
    [InlineData("/api/threads", "Transfer-Encoding: chunked\r\n\r\nno length\r\n", 400, "BAD_REQUEST")]
    [InlineData("/api/agents/a1/computer/exec", "Transfer-Encoding: chunked\r\n\r\nno length\r\n", 400, "BAD_REQUEST")]
    [InlineData("/api/threads/t1/messages", "Transfer-Encoding: chunked\r\n\r\nno length\r\n", 400, "BAD_REQUEST")]
    public async Task A_body_that_the_apps_server_does_not_take_is_refused_in_the_apis_words_and_is_no_error_of_the_app(string path, string rest, int status, string code)
    {
        await using var service = await StubService.StartAsync(context => context.Request.Body.CopyToAsync(Stream.Null));
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = service.Address,
            MaxBodyBytes = 100,
            Pipeline = application => application.UseExceptionHandler(error => error.Run(context => context.Response.WriteAsync("the app's own page"))),
        });
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, app.Address.Port);

        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: app\r\nContent-Type: application/json\r\n{rest}"));
        using var reader = new StreamReader(connection.GetStream());
        var answer = await reader.ReadToEndAsync(Limit.Token);

        answer.Should().StartWith($"HTTP/1.1 {status} ").And.Contain($"{{\"error\":\"{code}\",");
        app.Log.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_stays_although_the_service_did_not_read_all_of_the_request()
    {
        await using var service = await StubService.StartAsync(async context =>
        {
            context.Response.StatusCode = 413;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"error":"PAYLOAD_TOO_LARGE"}""");
        });
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.Http.PostAsync("/api/threads/t1/messages", Json.Named(new ByteArrayContent(new byte[8 * 1024 * 1024])));

        ((int)response.StatusCode).Should().Be(413);
    }

    private static int NobodysPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
