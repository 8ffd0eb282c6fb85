using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

/// <summary>The tools of the tests, served by the official SDK over streamable HTTP (<c>/mcp</c>) and SSE (<c>/mcp/sse</c>) to those who send its key.</summary>
public sealed class McpToolServer : IAsyncLifetime
{
    public const string Secret = "s3cret-of-the-server";

    private readonly WebApplication _app;

    public McpToolServer()
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
            .WithTools(McpTestTools.All);
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Use((context, next) =>
        {
            if (context.Request.Method == HttpMethods.Delete)
            {
                Interlocked.Increment(ref _leaves);
            }

            if (context.Request.Headers["X-Key"] == Secret || context.Request.Headers.Authorization == $"Bearer {Secret}")
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
        _app.MapMcp("/mcp");
        _app.MapPost("/silent", (CancellationToken left) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, left));
    }

    private int _leaves;

    /// <summary>How many sessions of streamable HTTP were ended by their clients.</summary>
    public int Leaves => _leaves;

    public int Port { get; private set; }

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        Port = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
