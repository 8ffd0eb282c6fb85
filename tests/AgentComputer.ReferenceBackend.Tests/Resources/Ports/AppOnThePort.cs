using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Ports;

/// <summary>A web server of this process, in the place of a program on a computer.</summary>
internal sealed class AppOnThePort : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AppOnThePort(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Lets <c>/events</c> go on behind its headers, and then behind its first event; and lets <c>/cut</c> break off.</summary>
    public SemaphoreSlim MayGoOn { get; } = new(0);

    public static async Task<AppOnThePort> StartAsync(string host = "127.0.0.1")
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls($"http://{host}:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var server = new AppOnThePort(builder.Build());
        server.Map();
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // The stream ends with its connection, which this aborts.
        await _app.DisposeAsync();
    }

    private void Map()
    {
        _app.UseWebSockets();
        _app.Run(context => context.Request.Path.Value switch
        {
            "/events" => StreamAsync(context),
            "/ws" => EchoAsync(context),
            "/nothing" => NothingAsync(context),
            "/cut" => CutAsync(context),
            _ => ShowAsync(context),
        });
    }

    /// <summary>Answers what the request was.</summary>
    private static async Task ShowAsync(HttpContext context)
    {
        var request = context.Request;
        var hash = Convert.ToHexString(await SHA256.HashDataAsync(request.Body));
        var headers = new JsonObject(request.Headers.Select(header => KeyValuePair.Create<string, JsonNode?>(header.Key.ToLowerInvariant(), header.Value.ToString())));
        context.Response.Headers.SetCookie = "own=1; path=/";
        await context.Response.WriteAsync(new JsonObject
        {
            ["method"] = request.Method,
            ["target"] = context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            ["headers"] = headers,
            ["body"] = hash,
        }.ToJsonString());
    }

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync();
        await MayGoOn.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync("data: 1\n\n");
        await context.Response.Body.FlushAsync();
        await MayGoOn.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync("data: 2\n\n");
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
        {
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private static Task NothingAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private async Task CutAsync(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("the beginning\n");
        await context.Response.Body.FlushAsync();
        await MayGoOn.WaitAsync(context.RequestAborted);
        context.Abort();
    }
}
