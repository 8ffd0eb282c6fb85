using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

/// <summary>What the proxy checks by itself, it checks before it asks the hook.</summary>
public sealed class RequestCheckTests
{
    private const string Exec = "/api/agents/a1/computer/exec";

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/plain; x=application/json")]
    [InlineData("text/plain; x=\"application/json\"")]
    [InlineData("text/plain;charset=UTF-8")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=application/json")]
    [InlineData("application/json, text/plain")]
    [InlineData("text/plain, application/json")]
    [InlineData("application/jsonp")]
    [InlineData("application/problem+json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json;charset=iso-8859-1")]
    [InlineData("application/*")]
    [InlineData("text/json")]
    [InlineData(" ")]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_body_that_is_not_json_by_its_content_type_is_415(string? contentType)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);

        foreach (var (method, path) in new[] { ("POST", Exec), ("POST", "/api/threads"), ("POST", "/api/threads/t1/messages"), ("PUT", "/api/agents/a1/computer"), ("DELETE", "/api/agents/a1") })
        {
            using var response = await app.Http.SendAsync(Request(method, path, """{"agentId":"a1","command":"ls"}""", contentType));
            await response.ShouldBeRefusalAsync(415, "UNSUPPORTED_MEDIA_TYPE");
        }

        app.Asked.Should().BeEmpty();
        service.Arrivals.Should().BeEmpty();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/Json; x=\"text/plain\"")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/json; charset=utf8")]
    public async Task Json_is_json_however_it_is_written(string contentType)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.Http.SendAsync(Request("POST", Exec, """{"command":"ls"}""", contentType));

        ((int)response.StatusCode).Should().Be(200);
        service.Arrivals.Should().ContainSingle().Which.Headers["Content-Type"].Should().Be(contentType);
    }

    [Theory]
    [InlineData("Content-Type: application/json\r\nContent-Type: text/plain")]
    [InlineData("Content-Type: text/plain\r\nContent-Type: application/json")]
    [InlineData("Content-Type: application/json\r\nContent-Encoding: gzip")]
    [InlineData("Content-Type: application/json\r\nContent-Encoding: identity\r\nContent-Encoding: gzip")]
    [InlineData("Content-Type: application/json\r\ncontent-type: application/json")]
    public async Task Two_content_types_and_a_packed_body_are_415(string headers)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);

        var answer = await SendRawAsync(app, $"POST {Exec} HTTP/1.1\r\nHost: app\r\nConnection: close\r\n{headers}\r\nContent-Length: 2\r\n\r\n{{}}");

        answer.Should().StartWith("HTTP/1.1 415 ").And.Contain("UNSUPPORTED_MEDIA_TYPE");
        app.Asked.Should().BeEmpty();
    }

    [Theory]
    [InlineData(Exec, """{"command":"ls" """, 400, "INVALID_JSON")]
    [InlineData(Exec, """{"command":"ls","command":"rm -rf ."}""", 400, "INVALID_JSON")]
    [InlineData(Exec, "command=ls", 400, "INVALID_JSON")]
    [InlineData(Exec, "{}{}", 400, "INVALID_JSON")]
    [InlineData(Exec, """{"command":"ls","\u0063ommand":"rm -rf ."}""", 400, "INVALID_JSON")]
    [InlineData(Exec, """{"command":"ls","x":{"a":1,"a":2}}""", 400, "INVALID_JSON")]
    [InlineData(Exec, "\uFEFF{\"command\":\"ls\"}", 400, "INVALID_JSON")] // some readers skip the mark, others do not
    [InlineData(Exec, """{"command":"ls",}""", 400, "INVALID_JSON")]
    [InlineData(Exec, """{"command":"ls" /* */}""", 400, "INVALID_JSON")]
    [InlineData("/api/threads", """{"agentId":"a1","agent\u0049d":"a2"}""", 400, "INVALID_JSON")]
    [InlineData("/api/threads", """{"agentId":"a1","AGENT_ID":"a2"}""", 400, "INVALID_AGENT_ID")]
    [InlineData("/api/threads", """{"agentId":"\ud83d"}""", 400, "INVALID_JSON")]
    [InlineData("/api/threads", "{}", 400, "INVALID_AGENT_ID")]
    [InlineData("/api/agents/%5c/computer/exec", "{}", 400, "INVALID_ID")]
    public async Task The_hook_is_not_asked_about_a_request_that_is_refused_anyway(string path, string body, int status, string code)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.Http.SendAsync(Request("POST", path, body, "application/json"));

        await response.ShouldBeRefusalAsync(status, code);
        app.Asked.Should().BeEmpty();
        service.Arrivals.Should().BeEmpty();
    }

    [Theory]
    [InlineData(Exec)]
    [InlineData("/api/threads")]
    [InlineData("/api/threads/t1/messages")]
    [InlineData("/api/agents/from-template")]
    public async Task The_hook_is_not_asked_about_a_body_whose_length_is_over_the_apps_limit(string path)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(new() { Service = service.Address, MaxBodyBytes = 100 });

        using var response = await app.Http.PostAsync(path, Json.Of("{}".PadRight(101)));

        await response.ShouldBeRefusalAsync(413, "PAYLOAD_TOO_LARGE");
        app.Asked.Should().BeEmpty();
        service.Arrivals.Should().BeEmpty();
    }

    [Theory]
    [InlineData(1024 * 1024, 200)]
    [InlineData((1024 * 1024) + 1, 413)]
    public async Task A_commands_body_has_a_limit(int bytes, int status)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.Http.PostAsync(Exec, Json.Of("""{"command":"ls"}""".PadRight(bytes)));

        ((int)response.StatusCode).Should().Be(status);
        app.Asked.Should().HaveCount(status == 200 ? 1 : 0);
    }

    [Theory]
    [InlineData("POST", Exec)]
    [InlineData("POST", "/api/threads")]
    [InlineData("POST", "/api/threads/t1/messages")]
    [InlineData("PUT", "/api/agents/a1/computer")]
    public async Task A_body_that_middleware_has_read_is_the_apps_fault_and_told_as_such(string method, string path)
    {
        await using var service = await StubService.StartAsync(context => context.Request.Body.CopyToAsync(Stream.Null));
        await using var app = await StartReadingAsync(service, buffering: false);

        using var response = await app.Http.SendAsync(Request(method, path, """{"agentId":"a1"}""", "application/json"));

        await response.ShouldBeRefusalAsync(500, "BODY_CONSUMED");
        app.Log.Errors.Should().ContainSingle().Which.Should().Contain("EnableBuffering");
    }

    [Theory]
    [InlineData("POST", Exec)]
    [InlineData("POST", "/api/threads")]
    [InlineData("POST", "/api/threads/t1/messages")]
    public async Task A_body_that_middleware_has_buffered_is_sent_on_though_nobody_rewound_it(string method, string path)
    {
        var received = "";
        await using var service = await StubService.StartAsync(async context => received = await new StreamReader(context.Request.Body).ReadToEndAsync());
        await using var app = await StartReadingAsync(service, buffering: true);

        using var response = await app.Http.SendAsync(Request(method, path, """{"agentId":"a1"}""", "application/json"));

        ((int)response.StatusCode).Should().Be(200);
        received.Should().Be("""{"agentId":"a1"}""");
    }

    private static Task<ProxyApp> StartReadingAsync(StubService service, bool buffering) => ProxyApp.StartAsync(new()
    {
        Service = service.Address,
        Pipeline = app => app.Use(async (context, next) =>
        {
            if (buffering)
            {
                context.Request.EnableBuffering();
            }

            await new StreamReader(context.Request.Body, leaveOpen: true).ReadToEndAsync();
            await next(context);
        }),
    });

    private static HttpRequestMessage Request(string method, string path, string body, string? contentType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return new(new(method), path) { Content = content };
    }

    private static async Task<string> SendRawAsync(ProxyApp app, string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, app.Address.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(connection.GetStream());
        return await reader.ReadToEndAsync(Limit.Token);
    }
}
