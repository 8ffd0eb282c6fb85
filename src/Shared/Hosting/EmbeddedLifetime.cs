using Microsoft.Extensions.Hosting;

namespace Shared.Hosting;

/// <summary>
/// The lifetime of a server within another program. The default lifetime would handle SIGTERM and Ctrl+C itself, and the program would no longer end
/// when it gets them.
/// </summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
