using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>The body: as it came, and no larger than it may be.</summary>
public class WebhookBodyTests
{
    private const int Limit = 64 * 1024;

    private ComputerWebhookPayload? _got;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_the_largest_size_is_taken_and_one_byte_more_is_answered_413(bool chunked)
    {
        await using var app = await WebhookApp.StartAsync(Keeping());

        (await SendAsync(app, BodyOf(Limit), chunked)).Should().Be(HttpStatusCode.OK);
        _got.Should().BeOfType<AgentDeleted>();
        _got = null;
        (await SendAsync(app, BodyOf(Limit + 1), chunked)).Should().Be(HttpStatusCode.RequestEntityTooLarge);
        _got.Should().BeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_huge_body_is_taken_where_the_options_allow_it(bool chunked)
    {
        await using var app = await WebhookApp.StartAsync(Keeping(), options => options.MaxBodyBytes = 16 * 1024 * 1024);

        (await SendAsync(app, BodyOf(16 * 1024 * 1024), chunked)).Should().Be(HttpStatusCode.OK);

        _got!.AdditionalProperties!["note"].GetString().Should().HaveLength(16 * 1024 * 1024 - BodyOf(0).Length);
    }

    [Fact]
    public async Task A_length_that_is_too_large_is_refused_before_any_of_the_body_is_sent()
    {
        await using var app = await WebhookApp.StartAsync(Keeping());

        using var request = await RawRequest.SendAsync(app.Address, $"POST {WebhookApp.Route} HTTP/1.1\r\nHost: app\r\nContent-Length: {Limit + 1}\r\n\r\n");

        (await request.ReadStatusLineAsync()).Should().StartWith("HTTP/1.1 413 ");
        app.Log.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_body_without_a_length_is_refused_at_the_limit_while_it_goes_on()
    {
        await using var app = await WebhookApp.StartAsync(Keeping());

        using var request = await RawRequest.SendAsync(app.Address, $"POST {WebhookApp.Route} HTTP/1.1\r\nHost: app\r\nTransfer-Encoding: chunked\r\n\r\n");
        await request.WriteAsync($"{Limit + 1:x}\r\n{new string(' ', Limit + 1)}\r\n");

        (await request.ReadStatusLineAsync()).Should().StartWith("HTTP/1.1 413 ");
        app.Log.Errors.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Content-Length: 2048\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n401\r\n")]
    public async Task A_body_that_is_too_large_for_the_server_is_answered_413_as_well(string rest)
    {
        await using var app = await StartAsync(builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1024));

        using var request = await RawRequest.SendAsync(app.Address, $"POST {WebhookApp.Route} HTTP/1.1\r\nHost: app\r\n{rest}{(rest.StartsWith('T') ? new string(' ', 0x401) + "\r\n" : "")}");

        (await request.ReadStatusLineAsync()).Should().StartWith("HTTP/1.1 413 ");
        app.Log.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_body_that_is_cut_off_is_not_handled_and_no_error()
    {
        var answered = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await StartAsync(_ => { }, web => web.Use(async (context, next) =>
        {
            await next(context);
            answered.TrySetResult(context.Response.StatusCode);
        }));
        var webhook = WebhookApp.SignPlainly(Events.Deleted);

        using (await RawRequest.SendAsync(
            app.Address,
            $"POST {WebhookApp.Route} HTTP/1.1\r\nHost: app\r\nX-Flapjack-Signature: {webhook.Headers.Signature}\r\nContent-Length: {webhook.Body.Length}\r\n\r\n{Events.Deleted[..^1]}"))
        {
        }

        (await answered.Task.Soon()).Should().BeOneOf(400, 408);
        _got.Should().BeNull();
        app.Log.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_stream_of_the_apps_own_that_fails_under_the_body_is_answered_500()
    {
        await using var app = await StartAsync(_ => { }, web => web.Use((context, next) =>
        {
            context.Request.Body = new BrokenStream();
            return next(context);
        }));

        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.InternalServerError);

        app.Log.Errors.Should().ContainSingle().Which.Should().Contain("The disk is full.");
    }

    [Theory]
    [InlineData("""  { "event" : "agent.deleted" , "agentId" : "a1" }  """)]
    [InlineData("{\r\n\t\"event\":\"agent.deleted\",\r\n\t\"agentId\":\"a1\"\r\n}\r\n")]
    [InlineData("""{"event":"agent\u002edeleted","agentId":"\u00611"}""")]
    [InlineData("""{"agentId":"a0","event":"agent.deleted","agentId":"a1"}""")]
    [InlineData("""{"event":"agent.deleted","agentId":"a1","n":1.0e+2,"grüße":"🥞 </script>"}""")]
    public async Task The_signature_is_held_against_the_bytes_that_came_however_they_are_written(string body)
    {
        await using var app = await WebhookApp.StartAsync(Keeping());

        (await SendAsync(app, Encoding.UTF8.GetBytes(body), chunked: true)).Should().Be(HttpStatusCode.OK);

        _got.Should().BeOfType<AgentDeleted>().Which.AgentId.Should().Be("a1");
    }

    [Fact]
    public async Task An_empty_body_is_answered_401_and_400_if_it_is_genuine()
    {
        await using var app = await WebhookApp.StartAsync(Keeping());

        (await app.PostAsync(new([], new()))).Should().Be(HttpStatusCode.Unauthorized);
        (await app.PostAsync(WebhookApp.SignPlainly(""))).Should().Be(HttpStatusCode.BadRequest);
        (await SendAsync(app, [], chunked: true)).Should().Be(HttpStatusCode.BadRequest);
        _got.Should().BeNull();
    }

    [Fact]
    public async Task A_body_that_middleware_has_read_is_told_as_such_and_asked_for_again()
    {
        await using var app = await StartAsync(_ => { }, web => web.Use(async (context, next) =>
        {
            await new StreamReader(context.Request.Body, leaveOpen: true).ReadToEndAsync();
            await next(context);
        }));

        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.InternalServerError);
        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.InternalServerError);

        _got.Should().BeNull();
        app.Log.Errors.Should().HaveCount(2).And.AllSatisfy(line => line.Should().Contain("middleware has read it").And.Contain("EnableBuffering"));
    }

    [Fact]
    public async Task A_body_without_a_length_that_middleware_has_read_is_refused_with_a_hint()
    {
        await using var app = await StartAsync(_ => { }, web => web.Use(async (context, next) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await next(context);
        }));

        (await SendAsync(app, Encoding.UTF8.GetBytes(Events.Deleted), chunked: true)).Should().Be(HttpStatusCode.Unauthorized);

        app.Log.Lines.Should().Contain(line => line.StartsWith("Warning") && line.Contains("EnableBuffering"));
    }

    [Fact]
    public async Task A_body_that_middleware_has_buffered_is_taken_though_nobody_rewound_it()
    {
        await using var app = await StartAsync(_ => { }, web => web.Use(async (context, next) =>
        {
            context.Request.EnableBuffering();
            await new StreamReader(context.Request.Body, leaveOpen: true).ReadToEndAsync();
            await next(context);
        }));

        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.OK);

        _got.Should().BeOfType<AgentDeleted>();
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The disk is full.");
    }

    private static byte[] BodyOf(int length)
    {
        var (before, after) = ("""{"event":"agent.deleted","note":" """.TrimEnd(), "\"}");
        return Encoding.ASCII.GetBytes(before + new string('x', Math.Max(0, length - before.Length - after.Length)) + after);
    }

    private static async Task<HttpStatusCode> SendAsync(WebhookApp app, byte[] body, bool chunked)
    {
        using var request = Signed.Plainly(body, WebhookApp.Secret).ToRequest(chunked ? new StreamContent(new MemoryStream(body)) : null);
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await app.Http.SendAsync(request);
        return response.StatusCode;
    }

    private FlapjackWebhookHandlers Keeping() => new FlapjackWebhookHandlers().On<ComputerWebhookPayload>((webhook, _) =>
    {
        _got = webhook;
        return Task.CompletedTask;
    });

    private Task<WebhookApp> StartAsync(Action<WebApplicationBuilder> configure, Action<WebApplication>? middleware = null) => WebhookApp.StartAsync(
        Keeping(),
        builder =>
        {
            configure(builder);
            builder.Services.AddFlapjackWebhooks(options => options.Secrets.Add(WebhookApp.Secret));
        },
        middleware);
}
