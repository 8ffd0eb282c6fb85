using Microsoft.Extensions.Hosting;

namespace Flapjack.Cli.Serving;

/// <summary>The lifetime of a server within the tool. The default lifetime would handle SIGTERM and Ctrl+C itself, and the tool would not hear of them.</summary>
internal sealed class LifetimeOfTheTool : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
