using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

/// <summary>An MCP server of the official SDK, over HTTP, which asks for a header. Other paths of it do what servers do that are no MCP servers.</summary>
public sealed class McpTestServer : IAsyncLifetime
{
    public const string Secret = "s3cret-of-the-server";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _paths = [];

    public McpTestServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMcpServer()
            .WithHttpTransport(options =>
            {
                options.Stateless = false;
#pragma warning disable MCP9004 // The old transport has to work with old servers.
                options.EnableLegacySse = true;
#pragma warning restore MCP9004
            })
            .WithTools(
            [
                McpServerTool.Create((string text) => text, new() { Name = "echo", Description = "Says the same." }),
                McpServerTool.Create(() => "pong", new() { Name = "ping", Description = "Says pong." }),
            ]);
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Use(CheckAsync);
        _app.MapMcp("/mcp");
        _app.MapPost("/page", () => Results.Text($"<html>{Secret}</html>", "text/html"));
        _app.MapPost("/moved", () => Results.Redirect("/mcp", permanent: true, preserveMethod: true));
        _app.MapPost("/broken", () => Results.Text(Secret, statusCode: 500));
        _app.MapPost("/endless", context => WriteEndlesslyAsync(context, "application/json", "{\"x\":\""));
        _app.MapPost("/endless-event", context => WriteEndlesslyAsync(context, "text/event-stream", "data: "));
        _app.MapPost("/many", AnswerWithManyToolsAsync);
        _app.MapGet("/elsewhere", SendElsewhereAsync);
        _app.MapPost("/silent", (CancellationToken left) => Task.Delay(Timeout.Infinite, left));
    }

    public int Port { get; private set; }

    /// <summary>The paths of the requests so far.</summary>
    public IEnumerable<string> Paths => _paths;

    /// <summary>A body that creates the server that a path of this server is.</summary>
    public string Body(string path = "/mcp", string transport = "streamable_http", string host = "127.0.0.1", string key = Secret, string more = "") =>
        $$$"""{"name":"Test","transport":"{{{transport}}}","url":"http://{{{host}}}:{{{Port}}}{{{path}}}","credentials":{"headers":{"X-Key":"{{{key}}}"}}{{{more}}}}""";

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        Port = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    /// <summary>How many tools the server at <c>/many</c> has.</summary>
    public int ManyTools { get; set; }

    // A reader that never stops would fill the memory, so the text ends at last.
    private static async Task WriteEndlesslyAsync(HttpContext context, string contentType, string start)
    {
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(start);
        var piece = new string('x', 1024 * 1024);
        for (var i = 0; i < 64; i++)
        {
            await context.Response.WriteAsync(piece, context.RequestAborted);
        }
    }

    private async Task AnswerWithManyToolsAsync(HttpContext context)
    {
        var request = (await JsonNode.ParseAsync(context.Request.Body))!;
        var tools = new JsonArray([.. Enumerable.Range(0, ManyTools).Select(i => new JsonObject { ["name"] = $"t{i}", ["inputSchema"] = new JsonObject { ["type"] = "object" } })]);
        JsonObject? result = (string?)request["method"] switch
        {
            "initialize" => new()
            {
                ["protocolVersion"] = "2025-06-18",
                ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() },
                ["serverInfo"] = new JsonObject { ["name"] = "many", ["version"] = "1" },
            },
            "tools/list" => new() { ["tools"] = tools },
            _ => null,
        };
        if (request["id"] is not { } id)
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        var answer = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone() };
        answer[result is null ? "error" : "result"] = result ?? new JsonObject { ["code"] = -32601, ["message"] = "unknown" };
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    // Another port of this machine is another server.
    private static async Task SendElsewhereAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync($"event: endpoint\ndata: {context.Request.Query["to"]}\n\n");
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        _paths.Enqueue(context.Request.Path);
        if (context.Request.Headers["X-Key"] == Secret)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return context.Response.WriteAsync($"not {context.Request.Headers["X-Key"]}");
    }
}
